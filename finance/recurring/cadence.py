"""How often something comes again, and on which day next."""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from statistics import median_low

MONTH_END_FROM = 28  # a day this late counts as the end of the month when it was the last one each time
MAX_SKIPPED = 3


class Cadence(StrEnum):
    """The rhythms that are looked for; prepaid phones of many countries run on four weeks."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    FOUR_WEEKLY = "four_weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A cadence in figures.

    Attributes:
        days: of a step by days; 0 where the step is by months.
        months: of a step by the calendar; 0 where it is by days.
        tolerance_days: how far off its day an occurrence may be: weekends, holidays, late payers.
        fewest: occurrences without which nothing is said.
    """

    days: int
    months: int
    tolerance_days: int
    fewest: int

    @property
    def mean_days(self) -> float:
        """The length of a step."""
        return self.days or self.months * 365.25 / 12


RHYTHMS: dict[Cadence, Rhythm] = {
    Cadence.WEEKLY: Rhythm(7, 0, 2, 4),
    Cadence.FORTNIGHTLY: Rhythm(14, 0, 3, 3),
    Cadence.FOUR_WEEKLY: Rhythm(28, 0, 1, 4),
    Cadence.MONTHLY: Rhythm(0, 1, 6, 3),
    Cadence.QUARTERLY: Rhythm(0, 3, 10, 3),
    Cadence.YEARLY: Rhythm(0, 12, 15, 2),
}


def after(on: date, cadence: Cadence, steps: int = 1, *, day: int | None = None) -> date:
    """Return the day that lies so many steps after another.

    Args:
        on: where to begin.
        cadence: the rhythm.
        steps: how many.
        day: for steps by the calendar, the day of the month to fall on (31 is the last); that of `on` by default.
    """
    rhythm = RHYTHMS[cadence]
    if rhythm.days:
        return on + timedelta(days=rhythm.days * steps)
    month = on.year * 12 + on.month - 1 + rhythm.months * steps
    year, month = divmod(month, 12)
    return date(year, month + 1, min(day or on.day, monthrange(year, month + 1)[1]))


def days_until(due_on: date, until: date, cadence: Cadence, *, day: int | None = None) -> Iterator[date]:
    """Yield the days from the first one due, up to a day."""
    steps, on = 0, due_on
    while on <= until:
        yield on
        steps += 1
        on = after(due_on, cadence, steps, day=day)


def off_by(earlier: date, later: date, cadence: Cadence) -> tuple[int, int]:
    """Return how many steps best explain the gap between two days, at most MAX_SKIPPED, and how many days are left."""
    tries = [(steps, abs((later - after(earlier, cadence, steps)).days)) for steps in range(1, MAX_SKIPPED + 1)]
    return min(tries, key=lambda one: one[1])


def usual_day(days: Sequence[date]) -> int:
    """Return the day of the month that something falls on; 31 when it is always the last.

    Days around the turn of the month are counted on from its end, so that the 31st and the 1st are neighbours.
    """
    if all(on.day >= MONTH_END_FROM and on.day == monthrange(on.year, on.month)[1] for on in days):
        return 31
    early = sum(on.day <= 7 for on in days)
    late = sum(on.day >= 25 for on in days)
    if not early or not late:
        return median_low([on.day for on in days])
    turned = median_low([on.day if on.day > 15 else on.day + 31 for on in days])
    return turned if turned <= 31 else turned - 31
