"""What the ML service is asked about: a user's flows by the day, and their months, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from finance.days import Days
from finance.flows import Kind

MAX_DAYS = 730  # the ML service looks no further back
NOT_OWN = frozenset({Kind.DEBT_IN, Kind.DEBT_OUT, Kind.TRANSFER})


@dataclass(frozen=True, slots=True)
class DailySeries:
    """Flows by the day in minor units, oldest first; `start` is the first day."""

    start: date
    inflow: list[int]
    outflow: list[int]

    @property
    def as_of(self) -> date:
        """The last day."""
        return self.start + timedelta(days=len(self.inflow) - 1)


def daily_series(days: Days) -> DailySeries:
    """Return the flows of every day up to the last, at most of two years.

    Money borrowed and money moved between own accounts is not income that comes again, so neither is counted in;
    repayments are, because they do come again.
    """
    skipped = max(0, days.size - MAX_DAYS)
    inflow = days.came(days.kinds.keys() - {Kind.TRANSFER, Kind.DEBT_IN})
    outflow = days.went(days.kinds.keys() - {Kind.TRANSFER})
    return DailySeries(date.fromordinal(days.first + skipped), inflow[skipped:], outflow[skipped:])


def scheduled_after(days: Days, *, as_of: date) -> list[tuple[date, int]]:
    """Return the flows that the ledger already holds for days to come, as (day, signed minor units)."""
    return [(flow.on, flow.net) for flow in days.flows(after=as_of) if flow.kind != Kind.TRANSFER and flow.net]


def not_own(days: Days) -> dict[date, int]:
    """Return, for each day on which it changes, how much of the balance is borrowed or was moved in from elsewhere.

    Loans and transfers must never raise a score: what they added, less what went back, is taken off the balance.
    """
    borrowed = moved = 0
    found: dict[date, int] = {}
    for flow in days.flows(NOT_OWN):
        if flow.kind == Kind.DEBT_IN:
            borrowed += flow.net
        elif flow.kind == Kind.DEBT_OUT:
            borrowed = max(0, borrowed + flow.net)
        else:
            moved = max(0, moved + flow.net)
        found[flow.on] = borrowed + moved
    return found


def daily_levels(changes: Mapping[date, int], first: date, last: date) -> list[int]:
    """Carry the last known level of each day forward over first..last; shape (days,)."""
    levels: list[int] = []
    level, start = 0, first.toordinal()
    for on in sorted(changes):
        if on > last:
            break
        levels += [level] * (on.toordinal() - start - len(levels))
        level = changes[on]
    return levels + [level] * (last.toordinal() + 1 - start - len(levels))
