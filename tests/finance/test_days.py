"""Flows spread over the days say what the flows one by one say."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st

from finance import flows as sums
from finance.balances import AccountBalances
from finance.days import Days
from finance.flows import DayFlow, Kind
from finance.history import MAX_DAYS, NOT_OWN, daily_levels, daily_series, not_own, scheduled_after

DAY_0 = date(2026, 1, 1)
Rows = Sequence[tuple[int, str, int]]
amounts = st.integers(-500_000, 500_000).filter(bool)
ROWS = st.lists(st.tuples(st.integers(0, 900), st.sampled_from(Kind.values), amounts), max_size=40)
FIGURES = (sums.revenue, sums.operating_expenses, sums.cash_in, sums.cash_out, sums.own_cash_in, sums.debt_service)
SOME = ROWS.filter(bool)
OFFSET = st.integers(-20, 920)


def on(offset: int) -> date:
    return DAY_0 + timedelta(days=offset)


def flows_of(rows: Rows) -> list[DayFlow]:
    """Add up by day and kind, oldest first: as the database does it."""
    found: dict[tuple[date, str], DayFlow] = {}
    for offset, kind, amount in rows:
        flow = DayFlow(on(offset), kind, max(amount, 0), max(-amount, 0), 1)
        before = found.get((flow.on, kind))
        found[flow.on, kind] = flow if before is None else before.with_more(flow)
    return [found[key] for key in sorted(found)]


def added_up(rows: Rows) -> Days:
    """Add up as a night does."""
    kinds = sorted({kind for _, kind, _ in rows}, reverse=True)
    return Days.added_up(
        [
            (
                kind,
                [on(offset).toordinal() for offset, one, _ in rows if one == kind],
                [a for _, k, a in rows if k == kind],
            )
            for kind in kinds
        ]
    )


@given(ROWS)
def test_many_are_added_up_to_what_one_by_one_says(rows: Rows) -> None:
    assert added_up(rows) == Days.of(flows_of(rows))
    assert list(added_up(rows).kinds) == list(Days.of(flows_of(rows)).kinds)
    assert added_up(rows).flows() == flows_of(rows)
    assert added_up(rows).number == len(rows)


@given(SOME, OFFSET, OFFSET)
def test_a_stretch_adds_up_to_its_flows(rows: Rows, one: int, other: int) -> None:
    first, last = on(min(one, other)), on(max(one, other))
    found, within = added_up(rows).between(first, last), [flow for flow in flows_of(rows) if first <= flow.on <= last]
    for figure in (
        sums.revenue,
        sums.operating_expenses,
        sums.cash_in,
        sums.cash_out,
        sums.own_cash_in,
        sums.debt_service,
    ):
        assert figure(found) == figure(within)
    assert sum(flow.number for flow in found) == sum(flow.number for flow in within)
    earned = [flow.cash_in for flow in within if flow.kind == Kind.EARNING and flow.cash_in > 0]
    assert [amount for amount in added_up(rows).came_between(Kind.EARNING, first, last) if amount] == earned


@given(SOME, OFFSET)
def test_a_series_goes_to_the_last_day_with_a_flow(rows: Rows, today: int) -> None:
    past, known = [flow for flow in flows_of(rows) if flow.on <= on(today)], added_up(rows).until(on(today))
    if known is None:
        assert past == []
        return
    assert known == Days.of(past)
    series, as_of = daily_series(known), past[-1].on
    start = max(past[0].on, as_of - timedelta(days=MAX_DAYS - 1))
    assert (series.start, series.as_of) == (start, as_of)
    for offset, (inflow, outflow) in enumerate(zip(series.inflow, series.outflow, strict=True)):
        day = [flow for flow in past if flow.on == start + timedelta(days=offset) and flow.kind != Kind.TRANSFER]
        assert inflow == sum(flow.cash_in for flow in day if flow.kind != Kind.DEBT_IN)
        assert outflow == sum(flow.cash_out for flow in day)
    ahead = [flow for flow in flows_of(rows) if flow.on > as_of and flow.kind != Kind.TRANSFER]
    assert scheduled_after(added_up(rows), as_of=as_of) == [(flow.on, flow.net) for flow in ahead if flow.net]


@given(SOME, OFFSET, OFFSET)
def test_what_is_not_own_is_carried_from_day_to_day(rows: Rows, one: int, other: int) -> None:
    changes = not_own(added_up(rows))
    assert list(changes) == sorted({flow.on for flow in flows_of(rows) if flow.kind in NOT_OWN})
    first, last = on(min(one, other)), on(max(one, other))
    levels = daily_levels(changes, first, last)
    assert len(levels) == (last - first).days + 1
    for offset, level in enumerate(levels):
        until = [day for day in changes if day <= first + timedelta(days=offset)]
        assert level == (changes[max(until)] if until else 0)


@given(SOME, st.dictionaries(OFFSET, st.integers(-500, 500), max_size=4), OFFSET, OFFSET)
def test_balances_of_days_are_those_of_changes(rows: Rows, said: dict[int, int], one: int, other: int) -> None:
    points = [(on(offset), balance) for offset, balance in sorted(said.items())]
    changes: dict[date, int] = {}
    for flow in flows_of(rows):
        changes[flow.on] = changes.get(flow.on, 0) + flow.net
    spread = AccountBalances.spread(points, added_up(rows))
    assert spread == AccountBalances.made_of(points, sorted(changes.items()))
    assert spread.last_on == max([max(changes), *(day for day, _ in points)])
    first, last = on(min(one, other)), on(max(one, other))
    found = spread.daily(first, last)
    assert found == [spread.on(first + timedelta(days=offset)) for offset in range((last - first).days + 1)]
    if points and points[0][0] <= first:
        days = [min(changes), *(day for day in sorted(changes) if day != min(changes))]
        moved = dict(zip(days, accumulate(changes[day] for day in days), strict=True))
        (known_on, known), *_ = [point for point in reversed(points) if point[0] <= first]
        told = [max((day for day in days if day <= when), default=None) for when in (first, known_on)]
        until_first, until_known = (moved[day] if day else 0 for day in told)
        assert found[0] == known + until_first - until_known
