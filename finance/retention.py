"""Which forecasts are kept: two more a user each night would be gigabytes that nobody reads.

Everything is kept for two weeks. Of what is older, what anybody may still ask for is kept: the newest of all, which is
what people see, and for a user's own backtest the newest of each week (of weekly ones) or month (of monthly ones), as
far back as a backtest looks. What failed is kept as long as it is the last word.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import attrgetter

from finance.backtest import MOST_PERIODS, PERIOD_DAYS
from finance.models import Forecast
from kit.periods import period_start

KEEP_ALL = timedelta(days=14)
REACH = timedelta(days=2)  # what became two weeks old since the night before last; a night may have been missed
USERS_AT_ONCE = 500
DELETED_AT_ONCE = 1_000
Status = Forecast.Status


@dataclass(frozen=True, slots=True)
class Kept:
    """What decides about a forecast."""

    id: int
    user: int
    currency: str
    period: str
    status: str
    as_of: date | None
    changes: int
    started_at: datetime | None
    requested_at: datetime


COLUMNS = ("id", "user_id", "currency", "period", "status", "as_of", "changes", "started_at", "requested_at")
of_one_line = attrgetter("user", "currency", "period")


def superfluous(rows: Iterable[Kept], *, now: datetime) -> list[int]:
    """Return the ids of those that nobody asks for any more. Pure."""
    found: list[int] = []
    for (_, _, period), line in groupby(sorted(rows, key=of_one_line), key=of_one_line):
        found += _of_line(period, list(line), now=now)
    return found


def _of_line(period: str, rows: Sequence[Kept], *, now: datetime) -> list[int]:
    ready = [row for row in rows if row.status == Status.READY and row.as_of and row.started_at]
    shown = max(ready, key=attrgetter("changes", "started_at", "id"), default=None)
    wanted = {max(rows, key=attrgetter("id")).id}
    if shown is not None and shown.as_of is not None:
        wanted.add(shown.id)
        reach = shown.as_of - timedelta(days=(MOST_PERIODS + 1) * PERIOD_DAYS[period])
        newest: dict[date, Kept] = {}
        for row in sorted(ready, key=attrgetter("as_of", "id")):
            if row.as_of is not None and row.as_of >= reach:
                newest[period_start(row.as_of, "weekly" if period == "weekly" else "monthly")] = row
        wanted |= {row.id for row in newest.values()}
    over = (row for row in rows if row.status in (Status.READY, Status.FAILED) and row.requested_at < now - KEEP_ALL)
    return [row.id for row in over if row.id not in wanted]


def prune(*, now: datetime, after: int = 0, limit: int = USERS_AT_ONCE) -> tuple[int, int | None]:
    """Delete what is superfluous of the next users; returns how many rows, and after whom to go on (None: all done).

    Looked at are the users of whom something has become two weeks old lately, found by an index; of these, everything.
    Whoever is missed is found again when their next forecast becomes two weeks old.
    """
    aged = Forecast.objects.filter(
        status__in=[Status.READY, Status.FAILED],
        requested_at__gte=now - KEEP_ALL - REACH,
        requested_at__lt=now - KEEP_ALL,
        user__gt=after,
    )
    users = list(aged.order_by("user_id").values_list("user_id", flat=True).distinct()[:limit])
    rows = Forecast.objects.filter(user__in=users).order_by().values_list(*COLUMNS)
    doomed = superfluous((Kept(*row) for row in rows.iterator(chunk_size=10_000)), now=now)
    for first in range(0, len(doomed), DELETED_AT_ONCE):
        Forecast.objects.filter(pk__in=doomed[first : first + DELETED_AT_ONCE]).delete()
    return len(doomed), users[-1] if len(users) == limit else None
