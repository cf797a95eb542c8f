"""At most so many calls a day: to one person, by their calendar, and to everybody. Counted before a call is placed."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import F

from accounts.models import User
from kit.errors import Refusal
from voice.models import CallDay


class TooManyCalls(Refusal):
    """The day's calls are used up: a person's, or everybody's."""

    code, status = "too_many_calls", 429

    def __init__(self, until: datetime, *, mine: bool) -> None:
        when = "tomorrow" if mine else "after midnight, UTC"
        super().__init__(f"Enough calls for today: try again {when}.", details={"again_at": until.isoformat()})


@transaction.atomic
def count(user: User, *, now: datetime) -> None:
    """Count a call that is about to be placed: conditional UPDATEs, so that of many at once none goes over.

    Raises:
        TooManyCalls: it would be one too many; nothing was counted.
    """
    for owner, zone, most in _caps(user):
        on = now.astimezone(zone).date()
        if not _one_more(owner, on, most):
            raise TooManyCalls(midnight(on, zone), mine=owner is not None)


def full_until(user: User, *, at: datetime) -> datetime | None:
    """Return until when no call may be placed any more on the day of an instant; None where there is room."""
    ends = [
        midnight(on, zone)
        for owner, zone, most in _caps(user)
        if CallDay.objects.of(owner, on=(on := at.astimezone(zone).date())).filter(calls__gte=most).exists() or most < 1
    ]
    return max(ends, default=None)


def midnight(on: date, zone: tzinfo) -> datetime:
    """Return when a day is over."""
    return datetime.combine(on + timedelta(days=1), time(), zone).astimezone(UTC)


def _caps(user: User) -> tuple[tuple[int | None, tzinfo, int], ...]:
    mine = (user.pk, ZoneInfo(user.time_zone), settings.RINGS_PER_USER_DAY)
    return (mine, (None, UTC, settings.RINGS_PER_DAY))


def _one_more(user_id: int | None, on: date, most: int) -> bool:
    room = CallDay.objects.of(user_id, on=on).filter(calls__lt=most)
    if room.update(calls=F("calls") + 1):
        return True
    CallDay.objects.bulk_create([CallDay(user_id=user_id, on=on)], ignore_conflicts=True)
    return bool(room.update(calls=F("calls") + 1))  # not the day's first call, else: the cap
