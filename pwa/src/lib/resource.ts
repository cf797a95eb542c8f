/** Something fetched: kept while it is fetched anew, so that a refresh never blanks the page. */
import { signal, type Signal } from "@preact/signals";
import { asTrouble, type Trouble } from "../api/client";
import { online } from "./online";

export interface Resource<T> {
  /** The newest answer; null before the first. */
  data: Signal<T | null>;
  trouble: Signal<Trouble | null>;
  busy: Signal<boolean>;
  reload: () => Promise<void>;
  /** Put an answer that is already known, such as that of a change. */
  put: (value: T) => void;
}

export function resource<T>(fetcher: () => Promise<T>): Resource<T> {
  const data = signal<T | null>(null);
  const trouble = signal<Trouble | null>(null);
  const busy = signal(false);
  let newest = 0;
  const found: Resource<T> = {
    data,
    trouble,
    busy,
    put: (value) => {
      newest += 1;
      data.value = value;
    },
    reload: async () => {
      const mine = ++newest;
      busy.value = true;
      try {
        const answer = await fetcher();
        if (mine !== newest) return; // a later question has been asked: its answer counts
        data.value = answer;
        trouble.value = null;
      } catch (cause) {
        if (mine === newest) trouble.value = asTrouble(cause);
      } finally {
        if (mine === newest) busy.value = false;
      }
    },
  };
  // What could not be fetched for want of a connection is fetched when there is one again.
  online.subscribe((on) => void (on && trouble.peek()?.code === "offline" && found.reload()));
  return found;
}
