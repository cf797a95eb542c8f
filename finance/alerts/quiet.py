"""When not to disturb: quiet hours by the clock on the wall where the user lives. Pure."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From one time of day up to another, over midnight where the first is later; none where they are the same."""

    begin: time
    end: time
    zone: ZoneInfo

    def hold(self, at: datetime) -> bool:
        """Tell whether an instant lies within, by the clock on the wall."""
        clock = at.astimezone(self.zone).time()
        if self.begin <= self.end:
            return self.begin <= clock < self.end
        return clock >= self.begin or clock < self.end

    def after(self, at: datetime) -> datetime:
        """Return the instant itself if it is not within, else the first whole minute that is not.

        Clocks jump: an end that is skipped in spring, or comes twice in autumn, is found by looking at the clock.
        """
        if not self.hold(at):
            return at
        local = at.astimezone(self.zone)
        day = local.date() if local.time() < self.end else local.date() + timedelta(days=1)
        # An end that the clock skips is read by the offset before the jump: then it is a later time, and not within.
        over = datetime.combine(day, self.end, self.zone).astimezone(UTC)
        while self.hold(over) or over < at:
            over += MINUTE
        return over

    def next_day(self, at: datetime) -> datetime:
        """Return the first instant of the next day that is not within."""
        tomorrow = at.astimezone(self.zone).date() + timedelta(days=1)
        return self.after(datetime.combine(tomorrow, time(), self.zone).astimezone(UTC))

    def day_of(self, at: datetime) -> tuple[datetime, datetime]:
        """Return where the day of an instant begins and ends."""
        day = at.astimezone(self.zone).date()
        first = datetime.combine(day, time(), self.zone)
        return first.astimezone(UTC), datetime.combine(day + timedelta(days=1), time(), self.zone).astimezone(UTC)
