"""Threads for the database work of turns: few, each used again.

Django's asynchronous code runs database work on one thread for everybody, or on a new one for each request. The first
would let forty calls wait for each other, and for the hash of one PIN; the second could open forty connections in one
moment. Here a turn takes a lane of its own while there is one, else it shares the emptiest.
"""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass

from asgiref.sync import ThreadSensitiveContext
from django.db import close_old_connections, connections

MOST = 8


@dataclass(eq=False)
class Lane:
    """One thread, and how many turns are on it."""

    thread: ThreadPoolExecutor
    turns: int = 0


class Lanes:
    """The lanes of a process: the one that was left last is taken first, so that few stay warm."""

    def __init__(self, most: int = MOST) -> None:
        self.most = most
        self._lanes: list[Lane] = []

    @asynccontextmanager
    async def lane(self) -> AsyncIterator[None]:
        """Run what is `sync_to_async` here, and in tasks that begin here, on one thread.

        It is for the whole of a task, and so its context is left to end with the task: what a cancelled turn leaves
        behind, such as settling a model's bill, still has its thread.
        """
        lane = self._taken()
        await ThreadSensitiveContext(executor=lane.thread).__aenter__()  # type: ignore[no-untyped-call]  # asgiref's
        try:
            yield
        finally:
            # After what is still on the lane, and after whoever waits for it has their answer.
            leaving = asyncio.get_running_loop().run_in_executor(lane.thread, _ready)
            leaving.add_done_callback(lambda _: self._left(lane))

    def __len__(self) -> int:
        return len(self._lanes)

    def _taken(self) -> Lane:
        lane = min(reversed(self._lanes), key=lambda one: one.turns, default=None)
        if lane is None or (lane.turns and len(self._lanes) < self.most):
            name = f"relay-{len(self._lanes) + 1}"
            lane = Lane(ThreadPoolExecutor(max_workers=1, thread_name_prefix=name))
            self._lanes.append(lane)
        lane.turns += 1
        return lane

    def _left(self, lane: Lane) -> None:
        lane.turns -= 1
        self._lanes.remove(lane)
        self._lanes.append(lane)


def _ready() -> None:
    """Leave a thread to its next turn: what is broken or too old is closed, and SQLite's file stays open.

    Opening the file reads the whole schema anew, longer than a key takes to be answered. After any error it is opened
    anew, for Django takes SQLite's word that it is well without asking.
    """
    files = [one for one in connections.all(initialized_only=True) if one.vendor == "sqlite"]
    for one in files:
        if one.errors_occurred:
            one.close()
    close_old_connections()
    for one in files:
        one.ensure_connection()
        one.close_at = None


lanes = Lanes()
