"""Turns have threads of their own while there are any, and leave them to the next."""

import asyncio
import threading
import time

import pytest
from asgiref.sync import sync_to_async
from django.db import connection

from voice.lanes import Lanes


async def thread_of(lanes: Lanes, *, for_s: float = 0.0) -> str:
    async with lanes.lane():
        first = await sync_to_async(threading.current_thread)()
        await sync_to_async(time.sleep)(for_s)
        assert await sync_to_async(threading.current_thread)() is first
        return first.name


def test_it_works() -> None:
    async def turns() -> None:
        lanes = Lanes(most=4)
        for _ in range(5):  # one after the other: one thread
            await thread_of(lanes)
            await asyncio.sleep(0.02)
        assert len(lanes) == 1
        at_once = await asyncio.gather(*[thread_of(lanes, for_s=0.05) for _ in range(4)])
        assert len(set(at_once)) == 4
        shared = await asyncio.gather(*[thread_of(lanes, for_s=0.01) for _ in range(20)])
        assert len(set(shared)) == len(lanes) == 4

    asyncio.run(turns())


def test_turns_at_once_do_not_wait_for_each_other() -> None:
    async def took() -> float:
        lanes = Lanes(most=4)
        began = time.monotonic()
        await asyncio.gather(*[thread_of(lanes, for_s=0.1) for _ in range(4)])
        return time.monotonic() - began

    assert min(asyncio.run(took()) for _ in range(3)) < 0.3


def test_what_a_cancelled_turn_leaves_behind_still_has_its_thread() -> None:
    names: list[str] = []

    async def left_behind() -> None:
        await asyncio.sleep(0.05)
        names.append((await sync_to_async(threading.current_thread)()).name)

    async def cancelled() -> None:
        lanes = Lanes(most=1)
        left: list[asyncio.Task[None]] = []

        async def turn() -> None:
            async with lanes.lane():
                left.append(asyncio.create_task(left_behind()))
                await asyncio.sleep(10)

        task = asyncio.create_task(turn())
        await asyncio.sleep(0.01)
        task.cancel()
        await asyncio.wait({task})
        await left[0]
        assert names == [await thread_of(lanes)]

    asyncio.run(cancelled())


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_broke_is_not_handed_on() -> None:
    def asked(*, breaks: bool) -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            found: int = cursor.fetchone()[0]
        if breaks:
            connection.connection.close()
            connection.errors_occurred = True
        return found

    async def turns() -> list[int]:
        lanes, found = Lanes(most=1), []

        async def turn(*, breaks: bool) -> None:
            async with lanes.lane():
                found.append(await sync_to_async(asked)(breaks=breaks))

        for breaks in (False, True, False):
            await asyncio.create_task(turn(breaks=breaks))
            await asyncio.sleep(0.05)  # the lane is left
        return found

    assert asyncio.run(turns()) == [1, 1, 1]
