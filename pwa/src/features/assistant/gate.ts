/** Tells speech from silence by how loud it is: nobody's quiet room is sent away to be transcribed. */

export const FRAME_MS = 50;
const FLOOR = 0.01; // about -40 dBFS: below it, no microphone's voice
const OVER_NOISE = 3;
/** So much voice is somebody speaking; an answer in the room has to be spoken over for longer and louder. */
const SPOKEN_MS = { turn: 150, speech: 300 };
export const PAUSE_MS = 1_000;

export class Gate {
  #noise = FLOOR / OVER_NOISE;
  #run = 0;
  #voiced = 0;
  #still = 0;
  #spoken = false;

  constructor(readonly during: "turn" | "speech") {}

  /** Whether anybody has spoken at all. */
  get spoken(): boolean {
    return this.#spoken;
  }

  /** Take the loudness (root mean square, 0 to 1) of the next frame. */
  take(level: number): "spoke" | "over" | null {
    const loud = level > Math.max(FLOOR, this.#noise * OVER_NOISE) * (this.during === "speech" ? 2 : 1);
    if (!loud) this.#noise += (level - this.#noise) * 0.1;
    this.#run = loud ? this.#run + FRAME_MS : 0;
    this.#voiced = loud ? this.#voiced + FRAME_MS : this.#voiced;
    this.#still = loud ? 0 : this.#still + FRAME_MS;
    if (!this.#spoken && this.#run >= SPOKEN_MS[this.during]) {
      this.#spoken = true;
      return "spoke";
    }
    return this.#spoken && this.#still === PAUSE_MS ? "over" : null;
  }
}

export function loudness(samples: Float32Array): number {
  let sum = 0;
  for (const one of samples) sum += one * one;
  return Math.sqrt(sum / Math.max(1, samples.length));
}
