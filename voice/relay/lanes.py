"""Threads for the database work of turns: as many as turns are under way at once, each used again with its connection.

Django's asynchronous code runs database work on one thread for everybody, or on a new one for each request. The first
would let forty calls wait for each other, and for one PIN's hash; the second would open a connection for each turn.
Here a turn takes a lane of its own, the one that was given back last, and gives it back when its work is done.
"""

from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

from asgiref.sync import ThreadSensitiveContext
from django.db import close_old_connections


class Lanes:
    """A pool of single threads.

    Attributes:
        made: how many there are.
    """

    def __init__(self) -> None:
        self.made = 0
        self._free: list[ThreadPoolExecutor] = []

    @asynccontextmanager
    async def lane(self) -> AsyncIterator[None]:
        """Run what is `sync_to_async` here, and in tasks that begin here, on one thread.

        It is for the whole of a task, and so the context is left to end with the task: what a cancelled turn leaves
        behind, such as settling a model's bill, still has its thread.
        """
        taken = self._free.pop() if self._free else self._made()
        await ThreadSensitiveContext(executor=taken).__aenter__()  # type: ignore[no-untyped-call]  # asgiref's has none
        try:
            yield
        finally:
            taken.submit(self._give_back, taken)  # after the work that is in the lane yet

    def _made(self) -> ThreadPoolExecutor:
        self.made += 1
        return ThreadPoolExecutor(max_workers=1, thread_name_prefix=f"relay-{self.made}")

    def _give_back(self, lane: ThreadPoolExecutor) -> None:
        close_old_connections()  # no request ends here that would do it
        self._free.append(lane)


lanes = Lanes()
