"""The months that a credit score is computed from: own money only, whatever is borrowed or moved in."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from finance.balances import AccountBalances, UserBalances
from finance.days import Days
from finance.flows import DayFlow, Kind
from finance.history import not_own
from finance.scoring.credit import applicant_of
from finance.scoring.standing import Standing
from finance.snapshots import Ledger
from ml_service.schemas import MonthOfAccount

FIRST, DAYS = date(2026, 1, 1), 120
BACK = (Kind.DEBT_OUT, Kind.TRANSFER)
day = st.integers(0, DAYS - 1)
amount = st.integers(1, 500_000)
FLOWS = st.lists(
    st.tuples(day, st.sampled_from([Kind.EARNING, Kind.EXPENSE, Kind.PERSONAL, Kind.DEBT_IN, *BACK]), amount),
    max_size=40,
)


def flow(offset: int, kind: str, cents: int, *, out: bool) -> DayFlow:
    return DayFlow(FIRST + timedelta(days=offset), kind, 0 if out else cents, cents if out else 0, 1)


def months(flows: list[DayFlow]) -> list[MonthOfAccount]:
    """The months of a ledger of four months that starts with 1,000.00."""
    last = FIRST + timedelta(days=DAYS - 1)
    ordered = sorted(flows, key=lambda one: one.on)
    changes: dict[date, int] = {}
    for one in ordered:
        changes[one.on] = changes.get(one.on, 0) + one.net
    balances = AccountBalances.made_of([(FIRST - timedelta(days=1), 100_000)], sorted(changes.items()))
    standing = Standing(
        currency="EUR",
        as_of=last,
        ledger=Ledger(Days.of(flows), FIRST, last),
        balances=UserBalances({1: balances}),
        buffer_minor=0,
        daily_target_minor=None,
        planned_weekdays=[],
        outlook=None,
        taken_in=not_own(Days.of(flows)),
    )
    return applicant_of(standing, overdraft_fees={}, unique_id="ana").months


@given(rows=FLOWS, on=day, kind=st.sampled_from([Kind.DEBT_IN, Kind.TRANSFER]), cents=amount)
def test_money_borrowed_or_moved_in_makes_no_month_look_better(
    rows: list[tuple[int, str, int]], on: int, kind: str, cents: int
) -> None:
    """What is paid back afterwards is own money again, so nothing is paid back here once the money is in."""
    flows = [
        flow(offset, one, size, out=one not in (Kind.EARNING, Kind.DEBT_IN))
        for offset, one, size in rows
        if not (one in BACK and offset >= on)
    ]
    for before, after in zip(months(flows), months([*flows, flow(on, kind, cents, out=False)]), strict=True):
        assert after.inflow == before.inflow
        assert after.outflow >= before.outflow
        assert after.n_transactions == before.n_transactions
        assert after.closing_balance <= before.closing_balance
        assert after.min_balance <= before.min_balance
        assert after.days_negative >= before.days_negative


@given(rows=FLOWS, on=day, cents=amount)
def test_a_loan_paid_in_adds_no_more_than_is_paid_back_on_it(
    rows: list[tuple[int, str, int]], on: int, cents: int
) -> None:
    flows = [flow(offset, one, size, out=one not in (Kind.EARNING, Kind.DEBT_IN)) for offset, one, size in rows]
    repaid = sum(size for offset, one, size in rows if one == Kind.DEBT_OUT and offset >= on) / 100
    for before, after in zip(months(flows), months([*flows, flow(on, Kind.DEBT_IN, cents, out=False)]), strict=True):
        assert after.closing_balance <= before.closing_balance + min(repaid, cents / 100) + 1e-9
