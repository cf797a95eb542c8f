/** Server-sent events out of the body of an answer: EventSource cannot POST, and cannot say who is asking. */

export interface ServerEvent {
  event: string;
  data: string;
}

/** Cuts a stream of text into events; pieces may end anywhere, even between the two halves of a line end. */
export class EventCutter {
  #rest = "";
  #event = "";
  #data: string[] = [];

  /** Take the next piece; return the events that it completes. */
  take(piece: string): ServerEvent[] {
    const text = this.#rest + piece;
    // A CR at the end may be the first half of CRLF: it waits for what follows.
    const held = text.endsWith("\r") ? 1 : 0;
    const lines = text.slice(0, text.length - held).split(/\r\n|\n|\r/);
    this.#rest = (lines.pop() ?? "") + text.slice(text.length - held);
    return lines.flatMap((line) => this.#line(line));
  }

  #line(line: string): ServerEvent[] {
    if (line === "") return this.#dispatch();
    const [, field, value] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (field === "event") this.#event = value ?? "";
    if (field === "data") this.#data.push(value ?? "");
    return []; // a comment, or a field that nobody asked for
  }

  #dispatch(): ServerEvent[] {
    const found = this.#data.length > 0 ? [{ event: this.#event || "message", data: this.#data.join("\n") }] : [];
    this.#event = "";
    this.#data = [];
    return found;
  }
}

/** The events of a body, as they come. An event that the end of the body cuts is none. */
export async function* eventsOf(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerEvent> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  const cutter = new EventCutter();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield* cutter.take(decoder.decode(value, { stream: true }));
    }
  } finally {
    // Whoever stops listening closes the connection, so that the server stops as well.
    await reader.cancel().catch(() => {});
  }
}
