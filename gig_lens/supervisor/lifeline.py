"""The supervisor's end of the pipe to the guard (guard.py): what must not outlive us, however we go."""

import contextlib
import os
import subprocess
import sys
from pathlib import Path

GUARD = Path(__file__).with_name("guard.py")


class Lifeline:
    """A guard process of our own, told about each process group that we start."""

    def __init__(self) -> None:
        reading, self._writing = os.pipe()
        command = [sys.executable, "-I", "-S", str(GUARD)]
        self._guard = subprocess.Popen(command, stdin=reading, start_new_session=True)  # noqa: S603 - our own file
        os.close(reading)

    def hold(self, group: int) -> None:
        """Have this process group ended should we vanish."""
        os.write(self._writing, f"+{group}\n".encode())

    def release(self, group: int) -> None:
        """It has ended: its number may soon be somebody else's."""
        with contextlib.suppress(BrokenPipeError):  # the guard was killed: there is nothing to tell
            os.write(self._writing, f"-{group}\n".encode())

    def close(self) -> None:
        """Let the guard go."""
        os.close(self._writing)
        self._guard.wait()
