"""What processes share, and what happens when the cache is away."""

import asyncio
import time
from dataclasses import replace

from assistant.llm.conditions import Condition, full
from assistant.llm.shelf import Shelf, look

FRESH = Condition()


def rested(known: Condition) -> tuple[Condition, float]:
    """Let it rest a second longer; return until when it did."""
    return replace(known, rests_until=known.rests_until + 1), known.rests_until


def test_two_processes_see_the_same() -> None:
    async def both() -> tuple[float, float]:
        one, other = Shelf(), Shelf()
        return await one.change("shared", FRESH, rested), await other.change("shared", FRESH, rested)

    assert asyncio.run(both()) == (0.0, 1.0)
    assert look(["shared", "never"]) == [Condition(rests_until=2.0), None]


def test_fifty_at_once_lose_little_and_never_wait() -> None:
    async def many() -> None:
        shelves = [Shelf() for _ in range(10)]
        await asyncio.gather(*(shelf.change("busy", FRESH, rested) for shelf in shelves for _ in range(5)))

    asyncio.run(many())
    known = look(["busy"])[0]
    assert known is not None
    assert 6 <= known.rests_until <= 50


def test_without_the_cache_the_process_knows_for_itself_and_nobody_waits() -> None:
    async def alone() -> list[float]:
        shelf = Shelf("unix:///nowhere/valkey.sock")
        return [await shelf.change("mine", FRESH, rested) for _ in range(200)]

    began = time.monotonic()
    assert asyncio.run(alone()) == [float(number) for number in range(200)]
    assert time.monotonic() - began < 1.0


def test_a_cache_that_says_nothing_costs_a_tenth_of_a_second_once() -> None:
    async def silent() -> float:
        server = await asyncio.start_server(lambda reader, writer: asyncio.sleep(30), "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        shelf, began = Shelf(f"redis://127.0.0.1:{port}/0"), time.monotonic()
        for _ in range(50):
            await shelf.change("mine", Condition(tokens=full(8_000, 0)), rested)
        took = time.monotonic() - began
        server.close()
        return took

    assert asyncio.run(silent()) < 0.6
