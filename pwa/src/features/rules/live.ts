/** The user's rules, and what a rule would change. */
import { client, told, type Schema } from "../../api/client";
import { resource } from "../../lib/resource";

export type Rule = Schema["Rule"];
export type Preview = Schema["RulePreview"];
export type Wanted = Schema["RuleRequest"];

export const rules = resource(async () => (await told(client.GET("/api/v1/rules", { params: { query: { limit: 200 } } }))).results);
export const categories = resource(async () => (await told(client.GET("/api/v1/categories"))).results);

export const preview = (body: Wanted) => told(client.POST("/api/v1/rules/preview", { body }));

export async function make(body: Wanted, retroactive: boolean): Promise<number> {
  const { changed } = await told(client.POST("/api/v1/rules", { body: { ...body, retroactive } }));
  await rules.reload();
  return changed;
}

export async function takeAway(rule: Rule): Promise<void> {
  await told(client.DELETE("/api/v1/rules/{public_id}", { params: { path: { public_id: rule.id } } }));
  await rules.reload();
}

/** Ask this rule before the one above it. */
export async function moveUp(rule: Rule): Promise<void> {
  const ids = (rules.data.value ?? []).map(({ id }) => id);
  const at = ids.indexOf(rule.id);
  if (at < 1) return;
  ids.splice(at - 1, 2, rule.id, ids[at - 1] as string);
  await told(client.POST("/api/v1/rules/order", { body: { ids } }));
  await rules.reload();
}
