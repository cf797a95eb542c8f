/** A large statement is read in the background: ask until it is done, and tell how far it has come. */
import { Trouble, type Schema } from "../../api/client";

type Import = Schema["Import"];
export const PAUSE_MS = 1000;

/** The share that is done: reading is the first tenth, for it takes about that long; null before the worker starts. */
export function shareOf({ progress }: Import): number | null {
  if (!progress) return null;
  if (progress.stage === "reading" || progress.total === 0) return 0.05;
  return 0.1 + 0.9 * (progress.done / progress.total);
}

/** Return the import when it is in, or throw the trouble that an immediate answer would have been. */
export async function follow(
  started: Import,
  ask: (id: string) => Promise<Import>,
  onProgress: (share: number | null) => void,
  pause: () => Promise<void> = () => new Promise((resolve) => setTimeout(resolve, PAUSE_MS)),
): Promise<Import> {
  let row = started;
  while (row.status === "waiting" || row.status === "running") {
    onProgress(shareOf(row));
    await pause();
    row = await ask(row.id ?? "").catch((cause: unknown) => {
      // A lost connection does not stop the worker.
      if (cause instanceof Trouble && cause.code === "offline") return row;
      throw cause;
    });
  }
  if (row.status === "failed") {
    const { code, message, details } = row.problem ?? { code: "went_wrong", message: "", details: {} };
    throw new Trouble(code, message, 0, {}, details);
  }
  return row;
}
