/** For tests: a real HTTP server at this page's address, that answers questions as a test tells it to. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Asked {
  path: string;
  headers: IncomingMessage["headers"];
  body: string;
}
type Answering = (response: ServerResponse, asked: Asked, times: number) => void | Promise<void>;

export interface Listening {
  asked: Asked[];
  /** Requests whose other end has gone before the answer was complete. */
  left: () => number;
  stop: () => Promise<void>;
}

export async function listen(answer: Answering): Promise<Listening> {
  const asked: Asked[] = [];
  let left = 0;
  const server = createServer((request, response) => {
    response.on("close", () => void (left += response.writableFinished ? 0 : 1));
    void bodyOf(request).then((body) => {
      const one = { path: request.url ?? "", headers: request.headers, body };
      asked.push(one);
      return answer(response, one, asked.length);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  (window as unknown as { happyDOM: { setURL: (url: string) => void } }).happyDOM.setURL(`http://127.0.0.1:${port}/assistant`);
  return { asked, left: () => left, stop: () => closed(server) };
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("latin1");
}

export const sse = (event: string, data: unknown): string => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
export const begin = (response: ServerResponse, names = {}): void => void response.writeHead(200, { "Content-Type": "text/event-stream", ...names });
export const json = (response: ServerResponse, status: number, body: unknown): void => void response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));

export const SENTENCE = { text: "You have $1,234.56.", spoken: "You have one thousand two hundred dollars." };
export const NAMES = { "X-Conversation": "c1", "X-Turn": "t1" };
export const TURN = { conversation: "c1", turn: "t1" };
export const FACT = { name: "balance", value: "1234.56", unit: "money", currency: "USD", as_of: "2026-11-20", source: { kind: "account", ref: "a1", page: "/statements" } };
export const ANSWER = { conversation: "c1", turn: "t1", answer: SENTENCE.text, language: "en", intent: "balance", slots: {}, confidence: 0.97, facts: [FACT], source: "offline", timings_ms: { total: 4 } };
