"""What may be promised to somebody who wants to be called: in a moment, at a time, or not, and why."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from accounts.models import User
from assistant.proposals.calling import Outlook
from voice.calls import costs
from voice.models import Call, Ring
from voice.outbound import allowed, caps, quiet

SOON = timedelta(minutes=1)  # "in a moment" is said only where a minute later is still no quiet hour


def outlook(user: User, now: datetime, on: date | None = None) -> Outlook:
    """Tell whether a call back would be placed, and when; the same rules that the ring is held to."""
    why = allowed.why_not(Ring(user=user, purpose=Call.Purpose.CALL_BACK), now=now)
    if why:
        return Outlook(why)
    at = _opening(user, now, on)
    placed = at or now
    if over := caps.full_until(user, at=placed) or costs.full_until(user, at=placed):
        return Outlook("no_more_today", again=quiet.opening(quiet.settings_of(user), user.time_zone, over))
    return Outlook(at=at)


def _opening(user: User, now: datetime, on: date | None) -> datetime | None:
    """Return when the call would be placed; None where that is in a moment."""
    zone = ZoneInfo(user.time_zone)
    begins = now if on is None or on <= now.astimezone(zone).date() else datetime.combine(on, time(), zone)
    soon = max(begins, now + SOON)
    said = quiet.settings_of(user)
    opens = quiet.opening(said, user.time_zone, soon)
    return None if opens == soon and begins == now else opens
