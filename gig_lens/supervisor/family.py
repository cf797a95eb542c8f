"""All children together: the first death is told, and none is left behind."""

import asyncio

from bootstrap import plain_reason
from gig_lens.supervisor.child import Child, Program
from gig_lens.supervisor.lifeline import Lifeline


class Died(Exception):
    """A child ended that should not have."""

    def __init__(self, child: Child, code: int) -> None:
        how = f"was killed by signal {-code}" if code < 0 else f"ended with exit code {code}"
        last = "\n".join(child.last_lines)
        who = f"{child.program.name} (process {child.process.pid}) {how}"
        if child.program.quiet and (reason := plain_reason(last)):
            super().__init__(f"{who}: {reason}")
        else:
            super().__init__(f"{who}. Its last lines:\n{last}" if last else f"{who} without a word.")


class Family:
    """Starts children, knows them all, stops them all."""

    def __init__(self) -> None:
        self._children: list[Child] = []
        self._watchers: list[asyncio.Task[None]] = []
        self._lifeline = Lifeline()
        self.first_death: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def __aenter__(self) -> "Family":
        return self

    async def __aexit__(self, *_: object) -> None:
        for watcher in self._watchers:
            watcher.cancel()
        for last in (False, True):
            await asyncio.gather(*(child.stop() for child in self._children if child.program.stops_last == last))
        for child in self._children:
            self._lifeline.release(child.process.pid)
        self._lifeline.close()

    async def start(self, program: Program) -> Child:
        """Start something that must live as long as we do."""
        child = await self._spawn(program)
        self._watchers.append(asyncio.create_task(self._watch(child)))
        return child

    async def finish(self, program: Program) -> None:
        """Run something to its end.

        Raises:
            Died: it failed.
        """
        child = await self._spawn(program)
        try:
            if code := await child.finished():
                raise Died(child, code)
        finally:
            await child.stop()
            self._forget(child)

    async def _spawn(self, program: Program) -> Child:
        child = await Child.start(program)
        self._children.append(child)
        self._lifeline.hold(child.process.pid)
        return child

    async def _watch(self, child: Child) -> None:
        code = await child.finished()
        if not self.first_death.done():
            self.first_death.set_exception(Died(child, code))

    def _forget(self, child: Child) -> None:
        self._children.remove(child)
        self._lifeline.release(child.process.pid)
