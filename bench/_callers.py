"""Callers of `bench.relay`, in a process of their own: forty sockets, each with a question every few seconds.

    python -m bench._callers < order.json

Prints a JSON object: of each turn its call, its number, and the milliseconds until its first words; what went wrong.
"""

import asyncio
import json
import random
import sys
import time
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

SPEAKS_S = 10.0  # the longest that an answer may take


async def main(order: dict[str, Any]) -> dict[str, Any]:
    """Let everybody call at once."""
    found: dict[str, Any] = {"turns": [], "wrong": []}
    async with asyncio.TaskGroup() as calls:
        for number, call_sid in enumerate(order["calls"]):
            calls.create_task(_call(order, number, call_sid, found))
    return found


async def _call(order: dict[str, Any], number: int, call_sid: str, found: dict[str, Any]) -> None:
    dice = random.Random(number)  # noqa: S311 - chance for a benchmark
    headers = {"X-Twilio-Signature": order["signature"]}
    async with connect(order["address"], additional_headers=headers, proxy=None, compression=None) as socket:
        await _tell(socket, "setup", sessionId=f"VX{number:032x}", callSid=call_sid, accountSid="AC")
        if order["greets"]:
            await _answer(socket)
        for turn in range(order["turns"]):
            await _tell(socket, "info", name="agentSpeaking", value="off")
            await asyncio.sleep(0 if order["at_once"] else dice.uniform(0.5, 1.5) * order["every_s"])
            if order["at_once"]:
                await asyncio.sleep(-time.time() % order["every_s"])  # everybody in the same moment
            words = order["questions"][(number * 7 + turn) % len(order["questions"])]
            began = time.perf_counter()
            await _tell(socket, "prompt", voicePrompt=words, lang="en-US", last=True)
            try:
                first = await _answer(socket)
            except TimeoutError:
                found["wrong"].append("silent")
                continue
            if turn >= order["warm"]:
                found["turns"].append([call_sid, turn, round(1000 * (first - began), 3)])


async def _tell(socket: ClientConnection, kind: str, **more: Any) -> None:
    await socket.send(json.dumps({"type": kind, **more}))


async def _answer(socket: ClientConnection) -> float:
    """Return when the first words came, once the turn is closed."""
    first = 0.0
    async with asyncio.timeout(SPEAKS_S):
        while True:
            message = json.loads(await socket.recv())
            now = time.perf_counter()
            if message["type"] == "text" and message["token"] and not first:
                first = now
            if message.get("last"):
                return first or now


if __name__ == "__main__":
    print(json.dumps(asyncio.run(main(json.load(sys.stdin)))))
