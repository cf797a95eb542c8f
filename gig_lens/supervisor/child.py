"""One child process: started in its own session, its output prefixed, stopped with everything below it."""

import asyncio
import contextlib
import os
import signal
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bootstrap import say

SECONDS_TO_STOP = 8.0
LAST_LINES = 15
READ_BYTES = 65_536


@dataclass(frozen=True)
class Program:
    """What to start and under which name its lines appear."""

    name: str
    command: Sequence[str]
    env: Mapping[str, str] = field(default_factory=dict)
    cwd: str | None = None
    quiet: bool = False  # a build step: its output is told only when it fails
    stops_last: bool = False  # the others need it to finish what they are at


class Child:
    """A running program."""

    def __init__(self, program: Program, process: asyncio.subprocess.Process) -> None:
        self.program = program
        self.process = process
        self.last_lines: deque[str] = deque(maxlen=LAST_LINES)
        self._output = asyncio.create_task(self._relay())

    @classmethod
    async def start(cls, program: Program) -> "Child":
        """Start it as the leader of its own session: Ctrl-C in the terminal reaches the supervisor only."""
        process = await asyncio.create_subprocess_exec(
            *program.command,
            env={**os.environ, "PYTHONUNBUFFERED": "1", **program.env},
            cwd=program.cwd,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            start_new_session=True,
        )
        return cls(program, process)

    async def finished(self) -> int:
        """Wait until it has ended and its last words are read; return its exit code."""
        code = await self.process.wait()
        with contextlib.suppress(TimeoutError):  # a grandchild may hold the pipe open
            await asyncio.wait_for(asyncio.shield(self._output), 1)
        return code

    async def stop(self) -> None:
        """Ask it to end, wait, then kill whatever is left of its process group."""
        if self.process.returncode is None:
            self._signal(signal.SIGTERM)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.process.wait(), SECONDS_TO_STOP)
        self._signal(signal.SIGKILL)
        await self.process.wait()
        self._output.cancel()

    def _signal(self, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):  # macOS says the latter of a dead group
            os.killpg(self.process.pid, number)

    async def _relay(self) -> None:
        assert self.process.stdout is not None  # noqa: S101 - it was started with a pipe
        rest = b""
        while chunk := await self.process.stdout.read(READ_BYTES):
            *lines, rest = (rest + chunk).split(b"\n")
            self._tell(lines)
        self._tell([rest] if rest else [])

    def _tell(self, lines: list[bytes]) -> None:
        for raw in lines:
            line = raw.decode(errors="replace").rstrip()
            self.last_lines.append(line)
            if not self.program.quiet:
                say(f"{self.program.name:<6} | {line}")
