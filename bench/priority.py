"""How long people wait for a forecast while a night is under way: `make bench-priority`.

On servers of its own, a night of many chunks keeps every worker process busy from the first second. Meanwhile people,
one every second and a half, bring something new and ask for their weekly forecast, as an import does. Measured is the
time from the request to the answer, beside the same without a night; and whether anybody had to wait for the night's
end.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from bench import _report, _servers, _stack
from bench.batch import servers

USERS, ASKED, EVERY_S = 4_000, 40, 1.5
PATIENCE_S = 600.0


@dataclass(frozen=True)
class Waits:
    """What people waited, in seconds, and how many chunks of the night were left when the last was answered."""

    seconds: Sequence[float]
    chunks_done: int
    chunks_left: int

    def at(self, share: float) -> float:
        """Return the wait that this share of the people did not exceed."""
        return sorted(self.seconds)[min(len(self.seconds) - 1, int(share * len(self.seconds)))]


def main() -> None:
    """Measure with a night and without, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--users", type=int, default=USERS, help="users of the night")
    parser.add_argument("--asked", type=int, default=ASKED, help="people who ask meanwhile")
    parser.add_argument("--processes", type=int, default=1, help="processes of the one worker, for both queues")
    parser.add_argument("--chunk", type=int, default=None, help="users a chunk; the product's by default")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="giglens-bench-") as name, servers(Path(name)) as environment:
        os.environ.update(environment)
        _prepare(asked.users + asked.asked)
        options = ["--pool", "prefork", "--concurrency", str(asked.processes), "--queues", "celery,nights"]
        command = [sys.executable, "-m", "celery", "--app", "gig_lens", "--quiet", "worker", *options]
        with _servers.process(command, environment, Path(name) / "worker.log"):
            quiet = waits(asked.asked, users=0)
            busy = waits(asked.asked, users=asked.users, chunk=asked.chunk)
    _print(quiet, busy, asked.processes)


def _prepare(users: int) -> None:
    import django

    django.setup()
    from bench import _ledgers

    _ledgers.write(users)


def waits(people: int, *, users: int, chunk: int | None = None) -> Waits:
    """Let people ask, beside a night of so many users, and return what they waited."""
    from django.utils import timezone

    from accounts.models import User
    from bench import _ledgers
    from finance.models import Forecast, RunChunk
    from finance.nights import hints, runs

    _ledgers.let_due(users)
    RunChunk.objects.all().delete()
    slot, size = date(2026, 11, 1) + timedelta(days=users), chunk or runs.CHUNK_USERS
    run = runs.open_run(slot=slot, now=timezone.now(), chunk_users=size)
    hints.tick(now=timezone.now())
    if users:
        _stack.wait_for(run.chunks.filter(status="running").exists, seconds=PATIENCE_S, what="no chunk was claimed")
    asked: dict[int, float] = {}
    seconds: dict[int, float] = {}

    def look() -> bool:
        hints.tick(now=timezone.now())
        waiting = Forecast.objects.filter(pk__in=asked.keys() - seconds.keys(), status="ready")
        for pk in waiting.values_list("pk", flat=True):
            seconds[pk] = time.perf_counter() - asked[pk]
        return len(seconds) == people

    for user in User.objects.order_by("-pk")[:people]:  # the last ones, whom the night has no chunk for
        pk = _ask(user)
        asked[pk] = time.perf_counter()
        while time.perf_counter() < asked[pk] + EVERY_S:
            look()
            time.sleep(0.05)
    _stack.wait_for(look, seconds=PATIENCE_S, what="people were not answered")
    left = run.chunks.open().count()
    return Waits(list(seconds.values()), run.chunks.count() - left, left)


def _ask(user: object) -> int:
    from django.utils import timezone

    from finance import forecasts
    from finance.models import Forecast

    trigger = Forecast.Trigger.USER
    row = forecasts.request(user=user, period="weekly", currency="USD", trigger=trigger, now=timezone.now())  # type: ignore[arg-type]  # a user, of a project set up after this module was read
    return row.pk


def _print(quiet: Waits, busy: Waits, processes: int) -> None:
    head = ["", "people", "p50 s", "p95 s", "most s", "chunks done meanwhile", "chunks left then"]
    found = {"no night": quiet, "a night": busy}
    rows = [
        [
            name,
            len(one.seconds),
            *(f"{one.at(share):.2f}" for share in (0.5, 0.95, 1)),
            one.chunks_done,
            one.chunks_left,
        ]
        for name, one in found.items()
    ]
    _report.show(f"Waiting for one's own forecast, {processes} worker process(es)", head, rows)
    told = {
        name.replace(" ", "_"): {
            "p50_s": round(one.at(0.5), 2),
            "p95_s": round(one.at(0.95), 2),
            "most_s": round(one.at(1), 2),
            "people": len(one.seconds),
            "chunks_done": one.chunks_done,
            "chunks_left": one.chunks_left,
        }
        for name, one in found.items()
    }
    _report.finish(told | {"processes": processes})


if __name__ == "__main__":
    main()
