"""What the ML service is asked about: a user's flows by the day, and their months, as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from finance.flows import DayFlow, Kind
from kit.periods import DAY

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


def daily_series(flows: Sequence[DayFlow], *, as_of: date) -> DailySeries:
    """Spread flows over every day up to `as_of`, at most two years.

    Money borrowed and money moved between own accounts is not income that comes again, so neither is counted in;
    repayments are, because they do come again.
    """
    start = max(flows[0].on, as_of - timedelta(days=MAX_DAYS - 1))
    days = (as_of - start).days + 1
    inflow, outflow = [0] * days, [0] * days
    for flow in flows:
        index = (flow.on - start).days
        if flow.kind == Kind.TRANSFER or not 0 <= index < days:
            continue
        inflow[index] += flow.cash_in if flow.kind != Kind.DEBT_IN else 0
        outflow[index] += flow.cash_out
    return DailySeries(start, inflow, outflow)


def scheduled_after(flows: Sequence[DayFlow], *, as_of: date) -> list[tuple[date, int]]:
    """Return the flows that the ledger already holds for days to come, as (day, signed minor units)."""
    return [(flow.on, flow.net) for flow in flows if flow.on > as_of and flow.kind != Kind.TRANSFER and flow.net]


def not_own(flows: Sequence[DayFlow]) -> dict[date, int]:
    """Return, for each day on which it changes, how much of the balance is borrowed or was moved in from elsewhere.

    Loans and transfers must never raise a score: what they added, less what went back, is taken off the balance.
    """
    borrowed = moved = 0
    found: dict[date, int] = {}
    for flow in (flow for flow in flows if flow.kind in NOT_OWN):
        if flow.kind == Kind.DEBT_IN:
            borrowed += flow.net
        elif flow.kind == Kind.DEBT_OUT:
            borrowed = max(0, borrowed + flow.net)
        else:
            moved = max(0, moved + flow.net)
        found[flow.on] = borrowed + moved
    return found


def daily_levels(changes: dict[date, int], first: date, last: date) -> list[int]:
    """Carry the last known level of each day forward over first..last; shape (days,)."""
    if not changes:
        return [0] * ((last - first).days + 1)
    earlier = [on for on in changes if on < first]
    level = changes[max(earlier)] if earlier else 0
    levels: list[int] = []
    on = first
    while on <= last:
        level = changes.get(on, level)
        levels.append(level)
        on += DAY
    return levels
