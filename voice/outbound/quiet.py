"""When somebody may be rung: from 8:00 to 21:00 by the clock where they live, and less where they say so."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from accounts.models import User
from finance.alerts.quiet import QuietHours
from voice.models import CallSettings

EARLIEST, LATEST = time(8, 0), time(21, 0)


def settings_of(user: User) -> CallSettings:
    """Return what somebody said, or what holds while they have said nothing; unsaved then."""
    return CallSettings.objects.filter(user=user).select_related("number").first() or CallSettings(user=user)


def hours_of(said: CallSettings, zone: str) -> QuietHours:
    """Return when not to ring: the law's hours, and the person's own where they are stricter."""
    return QuietHours(min(said.latest, LATEST), max(said.earliest, EARLIEST), ZoneInfo(zone))


def opening(said: CallSettings, zone: str, at: datetime) -> datetime:
    """Return an instant itself if somebody may be rung then, else when they next may."""
    return hours_of(said, zone).after(at)


def open_at(said: CallSettings, zone: str, at: datetime) -> bool:
    """Tell whether somebody may be rung at an instant."""
    return not hours_of(said, zone).hold(at)


def briefing_day(said: CallSettings, zone: str, at: datetime, *, window: timedelta) -> date | None:
    """Return the day of the briefing whose hour it is at an instant, by the clock where they live; else None."""
    local = at.astimezone(ZoneInfo(zone))
    begins = datetime.combine(local.date(), said.briefing_at, ZoneInfo(zone))
    on_time = local.isoweekday() == said.briefing_weekday and timedelta(0) <= at - begins < window
    return local.date() if on_time else None
