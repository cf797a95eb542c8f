"""A night of forecasts from end to end: `make bench-batch`.

On a PostgreSQL, a Valkey and an ML service of its own: users with a year of daily transactions, a run of a night opened
for 1,000, 10,000 and 100,000 of them, and Celery workers that claim its chunks: read, asked, scored, written. The floor
beside it is the plain way, in the same run and on the same servers: a task for each user and period, which reads that
user's ledger and asks the ML service about it alone.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from bench import _report, _servers, _stack
from gig_lens.local import BASE_DIR

SIZES = (1_000, 10_000, 100_000)
PLAIN_USERS = 200
WORKERS = 2
PATIENCE_S = 3_600.0
MIB = 2**20


@dataclass(frozen=True)
class Night:
    """One run: users, seconds from opening it to its end, seconds of all workers by stage, and the most memory."""

    users: int
    seconds: float
    stages: dict[str, float]
    worker_mib: float
    ml_mib: float

    @property
    def pace(self) -> float:
        """Users a second."""
        return self.users / self.seconds


def main() -> None:
    """Measure every size and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--users", type=int, nargs="+", default=list(SIZES), help="sizes of the nights, rising")
    wanted = parser.parse_args().users
    with tempfile.TemporaryDirectory(prefix="giglens-bench-") as name, servers(Path(name)) as environment:
        os.environ.update(environment)
        _prepare(max(wanted))
        with worker(Path(name), environment) as family:
            nights = [_night(number, users, family) for number, users in enumerate(wanted)]
            plain = _plain(min(PLAIN_USERS, max(wanted)))
    _print(nights, plain)


@contextmanager
def servers(folder: Path) -> Iterator[dict[str, str]]:
    """Start everything but the workers; yields the environment that leads to it."""
    with ExitStack() as stack:
        var = folder / "var"
        var.mkdir()
        environment = _servers.with_secrets(_stack.embedded(var))
        environment["DATABASE_URL"] = stack.enter_context(_servers.postgres(folder))
        environment["REDIS_URL"] = stack.enter_context(_servers.valkey(folder))
        environment["ML_URL"] = stack.enter_context(_servers.ml(folder, environment))
        subprocess.run(
            [sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=BASE_DIR, env=environment, check=True
        )
        yield environment


@contextmanager
def worker(folder: Path, environment: dict[str, str]) -> Iterator[psutil.Process]:
    """Start a Celery worker as on a server: a process a core."""
    options = ["--pool", "prefork", "--concurrency", str(WORKERS), "--queues", "celery,nights"]
    command = [sys.executable, "-m", "celery", "--app", "gig_lens", "--quiet", "worker", *options]
    with _servers.process(command, environment, folder / "worker.log") as family:
        yield family


def _prepare(users: int) -> None:
    import django

    django.setup()
    from bench import _ledgers

    started = time.perf_counter()
    _ledgers.write(users)
    sys.stderr.write(f"{users} ledgers of a year written in {time.perf_counter() - started:.0f} s\n")


def _night(number: int, users: int, family: psutil.Process) -> Night:
    from datetime import date, timedelta

    from django.utils import timezone

    from bench import _ledgers
    from finance.models import Run
    from finance.nights import hints, runs

    _ledgers.let_due(users)
    started, seen = time.perf_counter(), Peak(family)
    with seen:
        run = runs.open_run(slot=date(2026, 11, 1) + timedelta(days=number), now=timezone.now())
        hints.tick(now=timezone.now())
        _stack.wait_for(
            lambda: Run.objects.get(pk=run.pk).status == Run.Status.DONE,
            seconds=PATIENCE_S,
            what=f"a night of {users} users was not over",
            pause_s=0.05,
        )
        seconds = time.perf_counter() - started
    stages: Counter[str] = Counter()
    for chunk in run.chunks.all():
        stages.update(chunk.seconds)
    computed = sum(chunk.computed for chunk in run.chunks.all())
    if not run.users == computed == users:
        raise RuntimeError(f"of {users} users {run.users} were due and {computed} computed")
    night = Night(users, seconds, dict(stages), seen.worker / MIB, seen.ml / MIB)
    sys.stderr.write(f"{users} users: {seconds:.1f} s, {night.pace:.0f} a second\n")
    return night


def _plain(users: int) -> float:
    """Return the users a second of a task for each user and period."""
    from django.utils import timezone

    from accounts.models import User
    from finance import forecasts
    from finance.models import Forecast
    from finance.snapshots import PERIODS

    started = time.perf_counter()
    for user in User.objects.order_by("pk")[:users]:
        for period in PERIODS:
            forecasts.request(
                user=user, period=period, currency="USD", trigger=Forecast.Trigger.OPERATOR, now=timezone.now()
            )
    _stack.wait_for(
        lambda: not Forecast.objects.pending().exists(), seconds=PATIENCE_S, what="the plain way was not done"
    )
    return users / (time.perf_counter() - started)


class Peak:
    """The most memory that the workers and the ML service held, in bytes, sampled."""

    def __init__(self, family: psutil.Process) -> None:
        self.family, self.worker, self.ml = family, 0, 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(0.5):
            members = self.family.children(recursive=True)
            self.worker = max([self.worker, *(_held(one) for one in members)])
            services = [one for one in psutil.Process().children() if "uvicorn" in " ".join(one.cmdline())]
            self.ml = max([self.ml, *(_held(one) for one in services)])


def _held(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.NoSuchProcess:
        return 0


def _print(nights: list[Night], plain: float) -> None:
    names = list(dict.fromkeys(stage for night in nights for stage in night.stages))
    head = ["users", "seconds", "users a second", *(name.replace("_", " ") for name in names), "worker", "ML"]
    rows = []
    for night in nights:
        total = sum(night.stages.values())
        shares = [f"{100 * night.stages.get(name, 0) / total:.0f}%" for name in names]
        memory = [f"{night.worker_mib:.0f} MiB", f"{night.ml_mib:.0f} MiB"]
        rows.append([night.users, f"{night.seconds:.1f}", f"{night.pace:.0f}", *shares, *memory])
    ratio = nights[-1].pace / plain
    _report.show("A night, with the share of each stage in the seconds of the workers", head, rows)
    beside = [["task a user", f"{plain:.1f}"], ["chunks", f"{nights[-1].pace:.0f}"], ["ratio", f"{ratio:.0f}"]]
    _report.show("The plain way beside it", ["", "users a second"], beside)
    found = [asdict(night) | {"users_per_second": round(night.pace, 1)} for night in nights]
    _report.finish({"nights": found, "plain_users_per_second": round(plain, 2), "ratio": round(ratio, 1)})


if __name__ == "__main__":
    main()
