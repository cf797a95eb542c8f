"""What goes on while things break: nights, one after another, people who bring transactions, and beat."""

import time
from datetime import date, timedelta
from functools import partial

ZONES = (
    "Europe/Prague",
    "America/New_York",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "America/St_Johns",
    "Asia/Kathmandu",
)
CHUNK_USERS = 4
SWEEP_S = 10.0  # beat's 30; much oftener, and workers would have nothing but the sweeper's hints to read
FIRST = date(2027, 3, 20)  # eight days before Europe's clocks go forward, six after America's have


def let_live(users: int, days: int) -> None:
    """Write so many ledgers, their owners all over the world."""
    from accounts.models import User
    from bench import _ledgers

    _ledgers.write(users, days=days)
    for number, zone in enumerate(ZONES):
        mine = [pk for pk in User.objects.values_list("pk", flat=True) if pk % len(ZONES) == number]
        User.objects.filter(pk__in=mine).update(time_zone=zone)


def next_night() -> int:
    """Open the next night when the last one is over, everybody due; returns how many were opened."""
    from django.db.models import F

    from finance.models import Book
    from finance.nights import runs
    from kit import clock

    if runs.under_way() is not None:
        return 0
    Book.objects.update(changes=F("changes") + 1)
    runs.open_run(slot=_after_the_newest(), now=clock.shared_now(), chunk_users=CHUNK_USERS)
    return 1


def _after_the_newest() -> date:
    from finance.models import Run

    newest = Run.objects.order_by("-slot").first()
    return newest.slot + timedelta(days=1) if newest else FIRST


def change(person: int, number: int) -> None:
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


_swept = [0.0]


def tick() -> int:
    """Do what beat does, oftener; returns how many hints are under way, and 0 while something that it needs is away."""
    from django.db import connection

    from finance import tasks
    from finance.models import Run
    from finance.nights import hints
    from kit import clock

    try:
        hints.tick(now=clock.shared_now())
        if time.monotonic() > _swept[0] + SWEEP_S:
            _swept[0] = time.monotonic()
            tasks.sweep_forecasts()
        return max(Run.objects.values_list("hints", flat=True), default=0)
    except Exception:  # beat would fail as well, and tick again
        connection.close()
        return 0


def claims() -> tuple[int, int]:
    """Return how often chunks and forecasts of people have been claimed so far."""
    from django.db.models import Sum

    from finance.models import Forecast, RunChunk

    chunks = RunChunk.objects.aggregate(n=Sum("fence"))["n"] or 0
    return chunks, Forecast.objects.filter(slot=None).aggregate(n=Sum("attempts"))["n"] or 0


def quiet() -> bool:
    """Tell whether nothing is left to do; opens one more night when somebody is still due."""
    from finance.models import Book, Forecast
    from finance.nights import runs
    from kit import clock

    tick()
    due = partial(Book.objects.due(now=clock.shared_now()).exists)
    if runs.under_way() is None and due():
        runs.open_run(slot=_after_the_newest(), now=clock.shared_now(), chunk_users=CHUNK_USERS)
    return not (runs.under_way() or due() or Forecast.objects.pending().exists())
