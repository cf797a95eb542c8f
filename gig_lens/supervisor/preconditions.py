"""What must be true before anything starts; each refusal is one line that says what to do."""

import errno
import fcntl
import os
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bootstrap import Trouble

NEEDED_BYTES = 200_000_000  # database, queue and logs of a first evening


def check_port(port: int, variable: str) -> None:
    """Refuse a port that another program listens on.

    Raises:
        Trouble: it is taken, or we may not use it.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            why = (
                "is in use by another program"
                if error.errno == errno.EADDRINUSE
                else f"cannot be used ({error.strerror})"
            )
            raise Trouble(f"Port {port} {why}: choose another, for example {variable}={port + 10} make run") from error


def check_disk(folder: Path) -> None:
    """Refuse a disk that would fill up at once."""
    free = shutil.disk_usage(folder).free
    if free < NEEDED_BYTES:
        needed = f"{NEEDED_BYTES / 1e6:.0f} MB are needed: make room first."
        raise Trouble(f"The disk of {folder} has {free / 1e6:.0f} MB free, {needed}")


@contextmanager
def only_one(var: Path, address: str) -> Iterator[None]:
    """Hold the lock of this folder while we run.

    Raises:
        Trouble: another supervisor holds it.
    """
    with (var / "up.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            lock.seek(0)
            raise Trouble(
                f"GigLens already runs from this folder ({lock.read().strip()}): stop that one first with Ctrl-C."
            ) from error
        lock.truncate(0)
        lock.write(f"process {os.getpid()}, {address}")
        lock.flush()
        yield
