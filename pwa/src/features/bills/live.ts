/** What comes again, and what is due: asked together, since a change of one changes the other. */
import { client, told, type Schema } from "../../api/client";
import { resource } from "../../lib/resource";

export type Bill = Schema["Bill"];
export type Due = Schema["Due"];
export const AHEAD_DAYS = 30;

const all = { query: { direction: "all", status: "running", limit: 200 } } as const;
export const bills = resource(async () => (await told(client.GET("/api/v1/bills", { params: all }))).results);
export const upcoming = resource(() => told(client.GET("/api/v1/bills/upcoming", { params: { query: { days: AHEAD_DAYS } } })));

export const reload = () => void Promise.all([bills.reload(), upcoming.reload()]);

export async function change(bill: Bill, body: Schema["PatchedBillChangeRequest"]): Promise<void> {
  await told(client.PATCH("/api/v1/bills/{public_id}", { params: { path: { public_id: bill.id } }, body }));
  reload();
}

export async function forget(bill: Bill): Promise<void> {
  await told(client.DELETE("/api/v1/bills/{public_id}", { params: { path: { public_id: bill.id } } }));
  reload();
}
