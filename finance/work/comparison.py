"""Platforms compared: what is left of each after fees, by the job, the hour and the distance. Pure."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from finance.work.days import DayWork

WEEK = timedelta(days=7)
USUAL_DAYS = 90


@dataclass(frozen=True, slots=True)
class Rate:
    """Net by some unit of work, in minor units; None with the reason.

    Attributes:
        covered: the share of the net that comes from days on which the unit is told.
        reason: empty, `not_told` (no statement says), `zero` (told, and none), `no_work`.
    """

    minor: Decimal | None
    covered: Decimal | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Week:
    """A week, Monday to Sunday, and what it brought."""

    starts_on: date
    net: int
    days: int


@dataclass(frozen=True, slots=True)
class Weekday:
    """All Mondays, or all Tuesdays ... of a period; 1 is Monday."""

    weekday: int
    net: int
    days: int
    per_hour: Rate


@dataclass(frozen=True, slots=True)
class Change:
    """Against the as many days before; `ratio` None with the reason `short_history` or `nothing_before`."""

    net_before: int
    ratio: Decimal | None
    reason: str = ""


@dataclass(frozen=True)
class Compared:
    """One platform, or all of them, over a period."""

    platform: str
    gross: int
    tip: int
    fee: int
    refunds: int
    from_bank: int
    fee_share: Decimal | None
    fee_reason: str
    days_worked: int
    jobs: int | None
    minutes: int | None
    distance_m: int | None
    per_job: Rate
    per_hour: Rate
    per_km: Rate
    weekdays: list[Weekday]
    best_week: Week | None
    worst_week: Week | None
    change: Change

    @property
    def net(self) -> int:
        """Gross and tips less fees."""
        return self.gross + self.tip - self.fee

    @property
    def told_twice(self) -> bool:
        """Whether both the platform's own statement and a bank's tell earnings: a deposit may be unmatched."""
        return bool(self.platform) and 0 < self.from_bank < self.gross + self.tip


@dataclass(frozen=True)
class Period:
    """The days that are looked at, and from when on the ledger tells anything."""

    first: date
    last: date
    history_from: date

    @property
    def before(self) -> tuple[date, date]:
        """The as many days before."""
        return self.first - (self.last - self.first) - timedelta(days=1), self.first - timedelta(days=1)


def period_of(first: date | None, last: date | None, known: tuple[date, date], *, today: date) -> Period:
    """Return the days to look at; without them the 90 days up to the last earning.

    Args:
        first: The first day that is asked for.
        last: The last one.
        known: The first and the last day with earnings.
        today: The day it is.
    """
    last = last or max(min(known[1], today), first or known[0])
    return Period(first or last - timedelta(days=USUAL_DAYS - 1), last, known[0])


def compare(days: Sequence[DayWork], period: Period) -> tuple[list[Compared], Compared]:
    """Compare the platforms of a period.

    Args:
        days: Platform-days of the period and of the one before.
        period: What is looked at.

    Returns:
        Each platform, the one that leaves most first, and all of them together.
    """
    by_platform: dict[str, list[DayWork]] = defaultdict(list)
    for day in days:
        by_platform[day.platform].append(day)
    each = [_compared(name, mine, period) for name, mine in by_platform.items()]
    shown = [one for one in each if one.gross or one.tip or one.fee or one.refunds]
    return sorted(shown, key=lambda one: (-one.net, one.platform)), _compared("", days, period)


def _compared(platform: str, days: Sequence[DayWork], period: Period) -> Compared:
    mine = [day for day in days if period.first <= day.on <= period.last]
    gross, tip, fee = (sum(getattr(day, name) for day in mine) for name in ("gross", "tip", "fee"))
    from_bank = sum(day.from_bank for day in mine)
    fee_share, fee_reason = _fee_share(gross, fee, from_bank, gross + tip)
    worst, best = _weeks(mine, period)
    return Compared(
        platform=platform,
        gross=gross,
        tip=tip,
        fee=fee,
        refunds=sum(day.refunds for day in mine),
        from_bank=from_bank,
        fee_share=fee_share,
        fee_reason=fee_reason,
        days_worked=_days_worked(mine),
        jobs=_told(mine, _jobs),
        minutes=_told(mine, _minutes),
        distance_m=_told(mine, _distance),
        per_job=_rate(mine, _jobs, 1),
        per_hour=_rate(mine, _minutes, 60),
        per_km=_rate(mine, _distance, 1000),
        weekdays=_weekdays(mine),
        best_week=best,
        worst_week=worst,
        change=_change(sum(day.net for day in mine), days, period),
    )


def _fee_share(gross: int, fee: int, from_bank: int, earned: int) -> tuple[Decimal | None, str]:
    """Return fee / gross; a bank tells what was left of the fee and not the fee, so nothing can be said of it."""
    if gross <= 0:
        return None, "no_work"
    if from_bank >= earned and not fee:
        return None, "bank_tells_net"
    return Decimal(fee) / gross, ""


def _jobs(day: DayWork) -> int | None:
    return day.jobs


def _minutes(day: DayWork) -> int | None:
    return day.minutes


def _distance(day: DayWork) -> int | None:
    return day.distance_m


def _told(days: Iterable[DayWork], unit: Callable[[DayWork], int | None]) -> int | None:
    told = [amount for day in days if (amount := unit(day)) is not None]
    return sum(told) if told else None


def _rate(days: Sequence[DayWork], unit: Callable[[DayWork], int | None], each: int) -> Rate:
    """Divide the net of the days on which a unit is told by the units of these days."""
    told = [day for day in days if unit(day) is not None]
    if not told:
        return Rate(None, None, "not_told" if days else "no_work")
    amount = sum(unit(day) or 0 for day in told)
    if not amount:
        return Rate(None, None, "zero")
    net, whole = sum(day.net for day in told), sum(day.net for day in days)
    covered = Decimal(net) / whole if whole > 0 else None
    return Rate(Decimal(net) * each / amount, covered)


def _days_worked(days: Iterable[DayWork]) -> int:
    return len({day.on for day in days if day.worked})


def _weekdays(days: Iterable[DayWork]) -> list[Weekday]:
    found: dict[int, list[DayWork]] = {number: [] for number in range(1, 8)}
    for day in days:
        found[day.on.isoweekday()].append(day)
    return [
        Weekday(number, sum(day.net for day in mine), _days_worked(mine), _rate(mine, _minutes, 60))
        for number, mine in found.items()
    ]


def _weeks(days: Iterable[DayWork], period: Period) -> tuple[Week | None, Week | None]:
    """Return the worst and the best of the whole weeks with work; None when there is nothing to choose from."""
    found: dict[date, list[DayWork]] = defaultdict(list)
    for day in days:
        found[day.on - timedelta(days=day.on.weekday())].append(day)
    weeks = [
        Week(monday, sum(day.net for day in mine), _days_worked(mine))
        for monday, mine in found.items()
        if period.first <= monday and monday + WEEK - timedelta(days=1) <= period.last and _days_worked(mine)
    ]
    if len(weeks) < 2:
        return None, None
    return min(weeks, key=lambda week: week.net), max(weeks, key=lambda week: week.net)


def _change(net: int, days: Iterable[DayWork], period: Period) -> Change:
    first, last = period.before
    before = sum(day.net for day in days if first <= day.on <= last)
    if period.history_from > first:
        return Change(before, None, "short_history")
    if before <= 0:
        return Change(before, None, "nothing_before")
    return Change(before, Decimal(net) / before - 1)
