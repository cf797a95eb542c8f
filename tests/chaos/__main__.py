"""`python -m tests.chaos --seed 7`: nights under faults. The same seed plans the same faults.

On a PostgreSQL, a Valkey without persistence, an ML service behind a garbling proxy and a Celery worker of its own,
nights run one after another while processes are killed and people bring new transactions. Then everything is mended,
a last night runs, and every invariant is checked. Exits with 1 when one is broken.
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
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.chaos.proxy import proxy
from tests.chaos.world import World, wait_until, world

USERS, DAYS, CHUNK_USERS = 120, 84, 4
READY_S = 30.0
SETTLE_S = 240.0
KINDS = ("worker", "child", "broker", "flush", "database", "ml", "everything")


def main() -> None:
    """Plan, let it happen, mend, check."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    for kind, count in zip(KINDS, (200, 200, 50, 10, 30, 50, 20), strict=True):
        parser.add_argument(f"--{kind}", type=int, default=count, help="how often it is killed, stopped or emptied")
    parser.add_argument("--minutes", type=float, default=60.0, help="no new fault after so long")
    parser.add_argument("--garbled", type=float, default=0.08, help="share of ML's answers that the proxy garbles")
    asked = parser.parse_args()
    print(f"seed {asked.seed}", flush=True)  # noqa: T201 - so that it can be done again
    plan = [kind for kind in KINDS for _ in range(getattr(asked, kind))]
    chance = random.Random(asked.seed)  # noqa: S311 - has to be repeatable
    chance.shuffle(plan)
    with (
        tempfile.TemporaryDirectory(prefix="giglens-chaos-") as folder,
        world(Path(folder)) as made,
        proxy(made.proxy_port, made.ml_port, seed=asked.seed, share=asked.garbled) as garbling,
    ):
        found = _happen(made, plan, chance, minutes=asked.minutes)
        garbling.share = 0.0
        found |= _settle(made) | {"seed": asked.seed, "answers": dict(garbling.met)}
    print(json.dumps(found))  # noqa: T201 - what programs read
    sys.exit(1 if found["broken"] else 0)


def _happen(made: World, plan: list[str], chance: random.Random, *, minutes: float) -> dict[str, Any]:
    import django

    django.setup()
    from bench import _ledgers

    _ledgers.write(USERS, days=DAYS)
    done, back, most_hints, nights = Counter[str](), [], 0, 0
    ends_at = time.monotonic() + 60 * minutes
    for kind in plan:
        if time.monotonic() > ends_at:
            break
        pause = time.monotonic() + chance.uniform(0.2, 1.2)
        person = chance.randrange(USERS)
        with suppress(Exception):  # whatever is down at the moment is what this is about
            nights += _next_night(nights)
            _change(person, done["changes"])
            done["changes"] += 1
        while time.monotonic() < pause:
            most_hints = max(most_hints, _tick())
            time.sleep(0.1)
        _strike(made, kind, chance)
        done[kind] += 1
        if kind == "everything":
            back.append(_seconds_until_it_goes_on(made))
        made.mend()
    return {"faults": dict(done), "nights": nights, "most_hints": most_hints, "seconds_until_it_goes_on": back}


def _next_night(number: int) -> int:
    """Open the next night when the last one is over, everybody due; returns how many were opened."""
    from django.db.models import F
    from django.utils import timezone

    from finance.models import Book
    from finance.nights import runs

    if runs.under_way() is not None:
        return 0
    Book.objects.update(changes=F("changes") + 1)
    runs.open_run(slot=_night(number), now=timezone.now(), chunk_users=CHUNK_USERS)
    return 1


def _night(number: int) -> date:
    return date(2027, 1, 1) + timedelta(days=number)


def _change(person: int, number: int) -> None:
    """Let somebody bring a transaction, as an import does: the row, and what follows, in one transaction."""
    from django.db import transaction

    from accounts.models import User
    from finance import refresh
    from finance.models import LinkedAccount, Transaction

    with transaction.atomic():
        user = User.objects.order_by("pk")[person]
        account = LinkedAccount.objects.get(user=user)
        Transaction.objects.create(
            user=user,
            account=account,
            posted_on=date(2026, 11, 1) + timedelta(days=number % 15),
            amount_minor=1_000 + number,
            currency="USD",
            kind="earning",
            fingerprint=f"chaos-{number}",
        )
        refresh.after_change(user=user, currency="USD")


def _tick() -> int:
    """Do what beat does, oftener; returns how many hints are under way."""
    from django.db import connection
    from django.utils import timezone

    from finance import tasks
    from finance.models import Run
    from finance.nights import hints

    try:
        hints.tick(now=timezone.now())
        tasks.sweep_forecasts()
        return max(Run.objects.values_list("hints", flat=True), default=0)
    except Exception:  # the database or the broker is away: beat would fail as well, and tick again
        connection.close()
        return 0


def _strike(made: World, kind: str, chance: random.Random) -> None:
    if kind == "database":
        made.stop_database()
    elif kind == "flush":
        import redis

        with suppress(redis.RedisError):
            redis.Redis(unix_socket_path=os.environ["REDIS_URL"].removeprefix("unix://")).flushall()
    elif kind == "everything":
        for server in (made.worker, made.ml, made.broker):
            server.kill(choose=chance.choice)
        made.stop_database()
    else:
        server = {"worker": made.worker, "child": made.worker, "broker": made.broker, "ml": made.ml}[kind]
        server.kill(child_only=kind == "child", choose=chance.choice)


def _seconds_until_it_goes_on(made: World) -> float | None:
    """Start everything and return the seconds until a chunk is claimed again; None over READY_S."""
    from django.db import connection
    from django.utils import timezone

    from finance.models import RunChunk

    since = timezone.now()
    made.mend()
    connection.close()

    def claimed() -> bool:
        _tick()
        return RunChunk.objects.filter(started_at__gt=since).exists()

    seconds = wait_until(claimed, READY_S)
    return None if seconds is None else round(seconds, 1)


def _settle(made: World) -> dict[str, Any]:
    """Mend everything, let the night end and a last one run, and check."""
    from django.utils import timezone

    from finance.ml import MLClient
    from finance.models import Book, Forecast, Run, RunChunk
    from finance.nights import runs
    from tests.chaos.invariants import broken

    def quiet() -> bool:
        made.mend()
        _tick()
        if runs.under_way() is None and Book.objects.due(now=timezone.now()).exists():
            newest = Run.objects.order_by("-slot").first()
            after = newest.slot + timedelta(days=1) if newest else _night(0)
            runs.open_run(slot=after, now=timezone.now(), chunk_users=CHUNK_USERS)
        return not (
            runs.under_way() or Book.objects.due(now=timezone.now()).exists() or Forecast.objects.pending().exists()
        )

    seconds = wait_until(quiet, SETTLE_S)
    client = MLClient(base_url=f"http://127.0.0.1:{made.ml_port}")
    attempts = RunChunk.objects.values_list("fence", flat=True)
    return {
        "seconds_to_settle": seconds and round(seconds, 1),
        "chunks": len(attempts),
        "attempts": sum(attempts),
        "most_attempts": max(attempts, default=0),
        "forecasts": Forecast.objects.ready().count(),
        "broken": broken(client, now=timezone.now()),
    }


if __name__ == "__main__":
    main()
