/** Speech recognition by the browser. What it tells is handed on; what to make of it is the machine's to say. */
import type { Happening } from "./machine";
import { permitted } from "./microphone";

/** What of the API is used here; TypeScript does not know it yet. */
interface Recogniser extends EventTarget {
  lang: string;
  continuous: boolean;
  interimResults: boolean;
  processLocally?: boolean;
  start: () => void;
  stop: () => void;
  abort: () => void;
}
interface Maker {
  new (): Recogniser;
  available?: (options: { langs: string[]; processLocally: boolean }) => Promise<string>;
  install?: (options: { langs: string[]; processLocally: boolean }) => Promise<boolean>;
}
type ResultEvent = Event & { resultIndex: number; results: ArrayLike<ArrayLike<{ transcript: string }> & { isFinal: boolean }> };

export interface Open {
  /** Stop listening and deliver. */
  finish: () => void;
  /** Stop listening and deliver nothing. */
  drop: () => void;
}

const maker = (): Maker | undefined => {
  const known = globalThis as unknown as { SpeechRecognition?: Maker; webkitSpeechRecognition?: Maker };
  return known.SpeechRecognition ?? known.webkitSpeechRecognition;
};

/** Where this language would be recognised: nowhere, on this device, or by a service of the browser's maker. */
export async function whereabouts(lang: string): Promise<"none" | "local" | "downloadable" | "remote"> {
  const Maker = maker();
  if (!Maker) return "none";
  const said = await Maker.available?.({ langs: [lang], processLocally: true }).catch(() => "");
  return said === "available" ? "local" : said === "downloadable" && Maker.install ? "downloadable" : "remote";
}

/** Have the browser fetch what it needs to recognise this language on the device. To be called on a tap. */
export async function install(lang: string): Promise<boolean> {
  return (await maker()?.install?.({ langs: [lang], processLocally: true }).catch(() => false)) ?? false;
}

/** Safari asks for recognition as well, once, after it has asked for the microphone; an app on its home screen never does. */
export function patience(first: boolean): number | null {
  const safari = "webkitSpeechRecognition" in globalThis && !("chrome" in globalThis) && !matchMedia("(display-mode: standalone)").matches;
  return safari && first ? 10_000 : null;
}

interface Wish {
  lang: string;
  local: boolean;
  /** Whether pauses are part of it: a button that is held says when it ends. */
  continuous: boolean;
  /** Whether it has never delivered on this device. */
  first: boolean;
}

export function recognise(wish: Wish, tell: (event: Happening) => void): Open {
  let gone = false;
  let engine: Recogniser | null = null;
  const told = (event: Happening) => void (gone || tell(event));
  void permitted().then((code) => {
    if (gone) return;
    if (code) return told({ type: "refused", code });
    engine = start(wish, told);
  });
  return {
    finish: () => (engine ? engine.stop() : told({ type: "ended" })),
    drop: () => {
      gone = true;
      engine?.abort();
    },
  };
}

function start(wish: Wish, told: (event: Happening) => void): Recogniser | null {
  const Maker = maker();
  if (!Maker) {
    told({ type: "refused", code: "service-not-allowed" });
    return null;
  }
  const engine = new Maker();
  engine.lang = wish.lang;
  engine.continuous = wish.continuous;
  engine.interimResults = true;
  if (wish.local) engine.processLocally = true;
  engine.addEventListener("audiostart", () => told({ type: "opened" }));
  engine.addEventListener("result", (event) => understood(event as ResultEvent, told));
  engine.addEventListener("error", (event) => told({ type: "refused", code: (event as Event & { error: string }).error }));
  engine.addEventListener("end", () => told({ type: "ended" }));
  const ms = patience(wish.first);
  told(ms === null ? { type: "opening" } : { type: "opening", ms });
  try {
    engine.start();
  } catch {
    told({ type: "refused", code: "service-not-allowed" });
  }
  return engine;
}

function understood(event: ResultEvent, told: (event: Happening) => void): void {
  let open = "";
  for (let index = event.resultIndex; index < event.results.length; index++) {
    const result = event.results[index];
    const words = result?.[0]?.transcript ?? "";
    if (result?.isFinal) told({ type: "final", text: words.trim() });
    else open += words;
  }
  if (open.trim()) told({ type: "interim", text: open.trim() });
}
