/** Listening where no recognition works: a recording, gated by loudness, sent to our server to be written down. */
import { csrfToken, lapse, troubleOf } from "../../api/client";
import { FRAME_MS, Gate, loudness } from "./gate";
import { container, fileName } from "./hearing";
import type { Happening } from "./machine";
import { close, codeOf, openMicrophone } from "./microphone";
import type { Open } from "./recognition";

export const MOST_MS = 30_000;
export const MOST_BYTES = 2_000_000;
export const LEAST_MS = 300;
const ANSWER_MS = 15_000;
/** So much silence before the first word is kept at most, while nobody speaks. */
const STALE_MS = 8_000;
const BITS_A_SECOND = 32_000;

interface Wish {
  during: "turn" | "speech";
  /** Whether a pause ends it: nobody holds a button. */
  pauses: boolean;
  language: string;
}

/** Begin to record. What is recorded is told as `transcribed`, or as why not. */
export function record(wish: Wish, tell: (event: Happening) => void): Open {
  const recording = new Recording(wish, tell);
  void recording.open();
  return { finish: () => recording.finish(), drop: () => recording.drop() };
}

class Recording {
  #gone = false;
  #stream: MediaStream | null = null;
  #recorder: MediaRecorder | null = null;
  #context: AudioContext | null = null;
  #ticks: ReturnType<typeof setInterval> | undefined;
  #gate: Gate;
  #heardOf = false; // whether loudness can be measured at all
  #chunks: Blob[] = [];
  #since = 0;

  constructor(
    readonly wish: Wish,
    readonly tell: (event: Happening) => void,
  ) {
    this.#gate = new Gate(wish.during);
  }

  async open(): Promise<void> {
    try {
      const stream = await openMicrophone();
      this.#stream = stream;
      if (this.#gone) return this.#shut();
      this.#begin(stream);
      this.#measure(stream);
      this.#tell({ type: "opening" });
      this.#tell({ type: "opened" });
    } catch (cause) {
      this.#shut();
      this.#tell({ type: "refused", code: codeOf(cause) });
    }
  }

  finish(): void {
    clearInterval(this.#ticks);
    if (this.#recorder?.state === "recording") this.#recorder.stop();
    else if (!this.#recorder) this.#tell({ type: "ended" });
  }

  drop(): void {
    this.#gone = true;
    this.#shut();
  }

  #tell(event: Happening): void {
    if (!this.#gone) this.tell(event);
  }

  #begin(stream: MediaStream): void {
    const type = container((one) => MediaRecorder.isTypeSupported(one), navigator.userAgent);
    const recorder = new MediaRecorder(stream, { ...(type && { mimeType: type }), audioBitsPerSecond: BITS_A_SECOND });
    const chunks: Blob[] = [];
    this.#recorder = recorder;
    this.#chunks = chunks;
    this.#since = performance.now();
    recorder.addEventListener("dataavailable", (event) => void (event.data.size > 0 && chunks.push(event.data)));
    recorder.addEventListener("stop", () => {
      if (recorder === this.#recorder) this.#deliver(recorder.mimeType || type);
    });
    recorder.start();
  }

  #measure(stream: MediaStream): void {
    this.#context = new AudioContext();
    const ear = this.#context.createAnalyser();
    ear.fftSize = 2048;
    this.#context.createMediaStreamSource(stream).connect(ear);
    const samples = new Float32Array(ear.fftSize);
    this.#ticks = setInterval(() => {
      ear.getFloatTimeDomainData(samples);
      this.#heardOf ||= this.#context?.state === "running";
      this.#take(loudness(samples), stream);
    }, FRAME_MS);
  }

  #take(level: number, stream: MediaStream): void {
    const heard = this.#gate.take(level);
    if (heard === "spoke") this.#tell({ type: "spoke" });
    const lasted = performance.now() - this.#since;
    const stale = !this.#gate.spoken && lasted > STALE_MS && this.wish.pauses;
    if ((heard === "over" && this.wish.pauses) || lasted >= MOST_MS) this.finish();
    else if (stale && this.wish.during === "turn") this.finish(); // a silent round
    else if (stale) this.#again(stream);
  }

  /** Nobody speaks into the answer: what was recorded so far is thrown away. */
  #again(stream: MediaStream): void {
    const old = this.#recorder;
    this.#recorder = null;
    old?.stop();
    this.#begin(stream);
  }

  #deliver(type: string): void {
    const lasted = performance.now() - this.#since;
    const sound = new Blob(this.#chunks, { type });
    this.#shut();
    this.#tell({ type: "ended" });
    if (lasted < LEAST_MS || sound.size === 0) return this.#tell({ type: "refused", code: "short" });
    if (this.#heardOf && !this.#gate.spoken) return this.#tell({ type: "refused", code: "silent" });
    if (sound.size > MOST_BYTES) return this.#tell({ type: "refused", code: "too_big" });
    transcribe(sound, this.wish.language).then(
      (text) => this.#tell({ type: "transcribed", text }),
      (cause: unknown) => this.#tell({ type: "refused", code: (cause as { code?: string }).code ?? "went_wrong" }),
    );
  }

  #shut(): void {
    clearInterval(this.#ticks);
    void this.#context?.close().catch(() => {});
    this.#context = null;
    if (this.#stream) close(this.#stream);
  }
}

/** Have our server write a recording down. */
export async function transcribe(sound: Blob, language: string): Promise<string> {
  const body = new FormData();
  body.set("audio", new File([sound], fileName(sound.type), { type: sound.type }));
  body.set("language", language);
  const headers = { "X-CSRFToken": csrfToken(), "Idempotency-Key": crypto.randomUUID() };
  const response = await fetch("/api/voice-agent/transcribe", { method: "POST", body, headers, credentials: "same-origin", signal: AbortSignal.timeout(ANSWER_MS) });
  if (response.status === 401) lapse.tell();
  const said = (await response.json().catch(() => null)) as { text?: string } | null;
  if (!response.ok) throw troubleOf(response.status, said);
  return said?.text ?? "";
}
