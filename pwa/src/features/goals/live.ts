/** Goals, and what is done with them. */
import { signal } from "@preact/signals";
import { client, told, type Schema } from "../../api/client";
import { resource } from "../../lib/resource";

export type Goal = Schema["Goal"];
export type GoalDetail = Schema["GoalDetail"];
type Body = Schema["GoalInputRequest"];

export const goals = resource(async () => (await told(client.GET("/api/v1/goals", { params: { query: { limit: 100 } } }))).results);
/** Goals that were opened, with their deposits and the pays that wait. */
export const details = signal<Record<string, GoalDetail>>({});

const at = (id: string) => ({ params: { path: { public_id: id } } });
const keep = (goal: GoalDetail) => void (details.value = { ...details.value, [goal.id]: goal });

export async function open(id: string): Promise<void> {
  keep(await told(client.GET("/api/v1/goals/{public_id}", at(id))));
}

export async function add(body: Body): Promise<void> {
  await told(client.POST("/api/v1/goals", { body }));
  await goals.reload();
}

export async function change(id: string, body: Schema["PatchedGoalChangeRequest"]): Promise<void> {
  await told(client.PATCH("/api/v1/goals/{public_id}", { ...at(id), body }));
  await goals.reload();
}

export async function remove(id: string): Promise<void> {
  await told(client.DELETE("/api/v1/goals/{public_id}", at(id)));
  await goals.reload();
}

export async function restore(id: string): Promise<void> {
  await told(client.POST("/api/v1/goals/{public_id}/restore", at(id)));
  await goals.reload();
}

export async function setAside(id: string, body: Schema["GoalDepositInputRequest"]): Promise<void> {
  keep(await told(client.POST("/api/v1/goals/{public_id}/deposits", { ...at(id), body })));
  await goals.reload();
}

export async function takeBack(id: string, deposit: string): Promise<void> {
  const params = { path: { public_id: id, deposit_id: deposit } };
  await told(client.DELETE("/api/v1/goals/{public_id}/deposits/{deposit_id}", { params }));
  await Promise.all([open(id), goals.reload()]);
}
