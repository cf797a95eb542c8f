"""At most so many calls a day: to one person, by their calendar, and to everybody. Counted before a call is placed."""

from datetime import date, datetime
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


@transaction.atomic
def count(user: User, *, now: datetime) -> None:
    """Count a call that is about to be placed: conditional UPDATEs, so that of many at once none goes over.

    Raises:
        TooManyCalls: it would be one too many; nothing was counted.
    """
    _one_more(user.pk, now.astimezone(ZoneInfo(user.time_zone)).date(), settings.RINGS_PER_USER_DAY)
    _one_more(None, now.date(), settings.RINGS_PER_DAY)


def _one_more(user_id: int | None, on: date, most: int) -> None:
    room = CallDay.objects.of(user_id, on=on).filter(calls__lt=most)
    if room.update(calls=F("calls") + 1):
        return
    CallDay.objects.bulk_create([CallDay(user_id=user_id, on=on)], ignore_conflicts=True)
    if not room.update(calls=F("calls") + 1):  # not the day's first call, then: the cap
        raise TooManyCalls("Enough calls for today.")
