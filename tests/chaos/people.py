"""`python -m tests.chaos.people`: a night keeps the only worker process busy, and people ask for forecasts meanwhile.

Told in chunks, not in seconds, so that it holds on any machine: how many chunks were claimed between somebody's
question and the start of its answer, and how many of the night were left when the last of them was answered.
"""

import json
import os
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.chaos import nights
from tests.chaos.proxy import proxy
from tests.chaos.world import World, wait_until, world

USERS, PEOPLE, DAYS = 200, 5, 84
PATIENCE_S = 180.0


def main() -> None:
    """Let it happen, and tell."""
    os.environ["LOG_LEVEL"] = "ERROR"
    with (
        tempfile.TemporaryDirectory(prefix="giglens-chaos-") as folder,
        world(Path(folder), processes=1) as made,
        proxy(made.proxy_port, made.ml_port, seed=1, share=0.0),
    ):
        import django

        django.setup()
        nights.let_live(USERS, DAYS)
        print(json.dumps(_ask(made)))  # noqa: T201 - what programs read


def _ask(made: World) -> dict[str, Any]:
    from accounts.models import User
    from finance import forecasts
    from finance.models import Book, Forecast, Run
    from kit import clock

    people = list(User.objects.order_by("-pk")[:PEOPLE])
    Book.objects.filter(user__in=people).delete()  # the night has no chunk for them
    nights.next_night()
    nights.tick()
    chunks = Run.objects.get().chunks
    if wait_until(lambda: chunks.filter(status="done").count() > 2, PATIENCE_S) is None:
        raise TimeoutError("the night did not begin")
    asked = []
    for person in people:
        before = chunks.exclude(started_at=None).count()
        row = forecasts.request(
            user=person, period="weekly", currency="USD", trigger=Forecast.Trigger.USER, now=clock.shared_now()
        )
        asked.append(row.pk)
        wait_until(lambda: chunks.exclude(started_at=None).count() > before, PATIENCE_S)  # noqa: B023 - used at once
        time.sleep(0.2)
    answered = Forecast.objects.filter(pk__in=asked, status="ready", started_at__isnull=False)
    wait_until(lambda: answered.count() == PEOPLE, PATIENCE_S)
    left = chunks.exclude(status="done").count()
    rows = list(answered)
    return {
        "people": PEOPLE,
        "answered": len(rows),
        "chunks": chunks.count(),
        "chunks_left": left,
        "chunks_before_each": [
            chunks.filter(started_at__gt=row.requested_at, started_at__lt=row.started_at).count() for row in rows
        ],
        "begun_after_s": [
            round((row.started_at - row.requested_at).total_seconds(), 2) for row in rows if row.started_at
        ],
    }


if __name__ == "__main__":
    main()
