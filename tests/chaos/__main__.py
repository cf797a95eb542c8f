"""`python -m tests.chaos --seed 7`: nights under faults. The same seed plans the same faults in the same order.

On a PostgreSQL, a Valkey without persistence, an ML service behind a garbling proxy and a Celery worker of its own,
nights run one after another while processes are killed, clocks are set wrong and people bring new transactions. After
every so many faults things are mended, a last night runs, and every invariant is checked. Exits with 1 when one is
broken.
"""

import argparse
import json
import os
import random
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from tests.chaos import nights
from tests.chaos.faults import COUNTS, recovery, strike
from tests.chaos.proxy import FaultProxy, proxy
from tests.chaos.world import World, wait_until, world

USERS, DAYS = 120, 84
PROGRESS_S = 15.0  # how long a fault waits for the work to have gone on since the one before
SETTLE_S = 240.0


@dataclass
class Found:
    """What happened, and what was wrong in the end."""

    seed: int
    faults: Counter[str] = field(default_factory=Counter)
    answers: Counter[str] = field(default_factory=Counter)
    nights: int = 0
    changes: int = 0
    checks: int = 0
    chunks: int = 0
    attempts: int = 0
    most_attempts: int = 0
    forecasts: int = 0
    most_hints: int = 0
    ready_s: list[float | None] = field(default_factory=list)
    goes_on_s: list[float | None] = field(default_factory=list)
    settled_s: list[float | None] = field(default_factory=list)
    load: list[float] = field(default_factory=list)  # of the machine, which tells what seconds are worth
    broken: dict[str, list[str]] = field(default_factory=dict)


def main() -> None:
    """Plan, let it happen, mend, check, and again."""
    asked = _asked()
    print(f"seed {asked.seed}", flush=True)  # noqa: T201 - so that it can be done again
    plan = [kind for kind in COUNTS for _ in range(getattr(asked, kind))]
    chance = random.Random(asked.seed)  # noqa: S311 - has to be repeatable
    chance.shuffle(plan)
    found, ends_at = Found(asked.seed), time.monotonic() + 60 * asked.minutes
    os.environ["LOG_LEVEL"] = "ERROR"
    with (
        tempfile.TemporaryDirectory(prefix="giglens-chaos-") as folder,
        world(Path(folder)) as made,
        proxy(made.proxy_port, made.ml_port, seed=asked.seed, share=asked.garbled) as garbling,
    ):
        _begin()
        while plan and not found.broken and time.monotonic() < ends_at:
            garbling.share = asked.garbled
            stretch = [plan.pop() for _ in range(min(asked.check_every, len(plan)))]
            _happen(made, stretch, chance, found, ends_at=ends_at)
            _check(made, garbling, found)
    print(json.dumps(vars(found)))  # noqa: T201 - what programs read
    sys.exit(1 if found.broken else 0)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    for kind, count in COUNTS.items():
        parser.add_argument(f"--{kind}", type=int, default=count, help="how often it happens")
    parser.add_argument("--minutes", type=float, default=120.0, help="no new fault after so long")
    parser.add_argument("--garbled", type=float, default=0.08, help="share of ML's answers that the proxy garbles")
    parser.add_argument("--check-every", type=int, default=25, help="faults between two checks of the invariants")
    return parser.parse_args()


def _begin() -> None:
    import django

    django.setup()
    nights.let_live(USERS, DAYS)


def _happen(made: World, stretch: list[str], chance: random.Random, found: Found, *, ends_at: float) -> None:
    """Let one fault follow the other, each only once work has gone on since the last."""
    seen = (0, 0)
    for kind in stretch:
        if time.monotonic() > ends_at:
            return
        pause, person = chance.uniform(0.0, 1.0), chance.randrange(USERS)
        _live(found, person)
        seen = _await_progress(seen, found)
        until = time.monotonic() + pause
        while time.monotonic() < until:
            found.most_hints = max(found.most_hints, nights.tick())
            time.sleep(0.1)
        strike(made, kind, chance)
        found.faults[kind] += 1
        if kind == "everything":
            ready, goes_on = recovery(made, partial(_bring, found, person))
            found.ready_s.append(ready and round(ready, 1))
            found.goes_on_s.append(goes_on and round(goes_on, 1))
        made.mend()


def _live(found: Found, person: int) -> None:
    """Open a night if none is under way, and let somebody bring a transaction; what is down may fail either."""
    with suppress(Exception):
        found.nights += nights.next_night()
        _bring(found, person)


def _bring(found: Found, person: int) -> None:
    nights.change(person, found.changes)
    found.changes += 1


def _await_progress(seen: tuple[int, int], found: Found) -> tuple[int, int]:
    def worked() -> bool:
        found.most_hints = max(found.most_hints, nights.tick())
        found.nights += nights.next_night()
        return nights.claims() > seen

    wait_until(worked, PROGRESS_S)
    with suppress(Exception):
        return nights.claims()
    return seen


def _check(made: World, garbling: FaultProxy, found: Found) -> None:
    """Mend everything but the clocks, let the night end and, if it must, another one run; then check."""
    from finance.ml import MLClient
    from finance.models import Forecast, RunChunk
    from kit import clock
    from tests.chaos.invariants import broken

    garbling.share = 0.0

    def quiet() -> bool:
        made.mend()
        return nights.quiet()

    seconds = wait_until(quiet, SETTLE_S)
    found.settled_s.append(seconds and round(seconds, 1))
    client = MLClient(base_url=f"http://127.0.0.1:{made.ml_port}")
    attempts = list(RunChunk.objects.values_list("fence", flat=True))
    found.chunks, found.attempts, found.most_attempts = len(attempts), sum(attempts), max(attempts, default=0)
    found.forecasts = Forecast.objects.ready().count()
    found.answers = Counter(garbling.met)
    found.broken = broken(client, now=clock.shared_now())
    found.checks += 1
    found.load.append(round(os.getloadavg()[1], 1))
    if found.broken:
        sys.stderr.write(made.last_words())
    sys.stderr.write(f"{found.faults.total()} faults, {found.nights} nights: {found.broken or 'all is well'}\n")


if __name__ == "__main__":
    main()
