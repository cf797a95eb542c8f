"""Everything that a night runs on, as processes that can be killed and started again."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

from bench import _servers, _stack
from gig_lens.local import BASE_DIR
from tests.chaos import clocks

LEASE_S = 6


class Server:
    """A process of this world."""

    def __init__(self, command: Sequence[str], environment: dict[str, str], log: Path) -> None:
        self._command, self._environment, self._log = command, environment, log
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, if it is not running."""
        if self.process is None or self.process.poll() is not None:
            with self._log.open("ab") as lines:
                self.process = subprocess.Popen(
                    self._command, cwd=BASE_DIR, env=self._environment, stdout=lines, stderr=lines
                )

    def kill(self, *, child_only: bool = False, choose: Callable[[Sequence[psutil.Process]], psutil.Process]) -> None:
        """Kill it with everything that it has started, or one of these."""
        if self.process is None:
            return
        with suppress(psutil.NoSuchProcess):
            children = psutil.Process(self.process.pid).children(recursive=True)
            victims = [choose(children)] if child_only and children else children
            for victim in victims:
                with suppress(psutil.NoSuchProcess):
                    victim.send_signal(signal.SIGKILL)
        if not child_only:
            self.process.kill()
            self.process.wait()


class World:
    """PostgreSQL, Valkey without persistence, the ML service behind a port for its proxy, and a Celery worker."""

    def __init__(self, folder: Path, environment: dict[str, str], *, processes: int) -> None:
        self.folder = folder
        self.ml_port, self.proxy_port = _stack.free_port(), _stack.free_port()
        self.clocks = folder / "clocks.json"
        self._postgres = _servers.Postgres(folder)
        socket = folder / "valkey.sock"
        self.environment = environment | {
            "DATABASE_URL": self._postgres.url,
            "REDIS_URL": f"unix://{socket}",
            "ML_URL": f"http://127.0.0.1:{self.proxy_port}",
            "NIGHT_LEASE_S": str(LEASE_S),
            "OMP_NUM_THREADS": "1",
            "DJANGO_SETTINGS_MODULE": "tests.chaos.settings",
            clocks.VARIABLE: str(self.clocks),
        }
        uvicorn = ["-m", "uvicorn", "ml_service.main:app", "--port", str(self.ml_port), "--log-level", "warning"]
        celery = ["-m", "celery", "--app", "gig_lens", "--quiet", "worker", "--pool", "prefork"]
        self.broker = self._server(_servers.valkey_command(socket, folder), "valkey")
        self.ml = self._server([sys.executable, *uvicorn], "ml")
        self.worker = self._server(
            [sys.executable, *celery, "--concurrency", str(processes), "--queues", "celery,nights"], "worker"
        )

    def _server(self, command: Sequence[str], name: str) -> Server:
        return Server(command, self.environment, self.folder / f"{name}.log")

    def begin(self) -> None:
        """Start all of it on an empty database."""
        self._postgres.start()
        self.broker.start()
        self.ml.start()
        migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
        subprocess.run(migrate, cwd=BASE_DIR, env=self.environment, check=True)
        self.worker.start()

    def mend(self) -> None:
        """Start again whatever is not running."""
        for server in (self.broker, self.ml, self.worker):
            server.start()

    def stop_database(self) -> None:
        """Stop PostgreSQL at once, as a power cut would, and start it again."""
        self._postgres.stop()
        self._postgres.start()

    def last_words(self) -> str:
        """Return the ends of the logs."""
        logs = sorted(self.folder.glob("*.log"))
        return "\n".join(f"--- {log.name}\n{log.read_text(errors='replace')[-4_000:]}" for log in logs) + "\n"

    def end(self) -> None:
        """Stop everything."""
        for server in (self.worker, self.ml, self.broker):
            server.kill(choose=lambda found: found[0])
        self._postgres.stop()


@contextmanager
def world(folder: Path, *, processes: int = 2) -> Iterator[World]:
    """Make one, and end it."""
    var = folder / "var"
    var.mkdir()
    made = World(folder, _servers.with_secrets(_stack.embedded(var)), processes=processes)
    try:
        made.begin()
        os.environ.update(made.environment)
        yield made
    finally:
        made.end()


def wait_until(condition: Callable[[], bool], seconds: float) -> float | None:
    """Return the seconds until it was so; None when it was not in time. Errors count as not yet."""
    started = time.monotonic()
    while time.monotonic() - started < seconds:
        with suppress(Exception):
            if condition():
                return time.monotonic() - started
        time.sleep(0.1)
    return None
