"""Credit score, 300-850: the months that the ML service scores, taken from the ledger."""

from datetime import date
from typing import Any

from django.db.models import Count
from django.db.models.functions import TruncMonth

from accounts.models import User
from finance import flows as sums
from finance.models import Transaction
from finance.scoring.components import NotEnough
from finance.scoring.standing import Standing
from finance.sorting.kinds import OVERDRAFT
from kit.money import minor_digits
from kit.periods import period_end
from ml_service import schemas

MIN_MONTHS, MAX_MONTHS = 3, 36


def applicant_of(standing: Standing, *, overdraft_fees: dict[date, int], unique_id: str) -> schemas.Applicant:
    """Return the applicant as the service wants it: full months on own money, oldest first.

    Args:
        standing: the ledger; loans paid out and transfers are left out of every figure.
        overdraft_fees: number of such fees by the first day of their month.
        unique_id: names the applicant in the answer.

    Raises:
        NotEnough: under three full months, or no balance known.
    """
    starts = standing.ledger.full_months(until=standing.as_of, at_most=MAX_MONTHS)
    if len(starts) < MIN_MONTHS:
        raise NotEnough("It takes three full calendar months of statements.")
    months = [_month(standing, start, overdraft_fees.get(start, 0)) for start in starts]
    # Checked whole: month by month costs twice as much.
    return schemas.Applicant.model_validate({"unique_id": unique_id, "as_of": standing.as_of, "months": months})


def overdraft_fees_by_month(user: User, currency: str) -> dict[date, int]:
    """Count the fees that the bank took for an overdrawn account, by the first day of their month."""
    fees = Transaction.objects.for_user(user).in_currency(currency).filter(category=OVERDRAFT)
    counts = fees.annotate(month=TruncMonth("posted_on")).values("month").annotate(n=Count("id")).order_by("month")
    return {row["month"]: row["n"] for row in counts}


def _month(standing: Standing, start: date, fees: int) -> dict[str, Any]:
    balances = standing.own_daily_balances(start, period_end(start, "monthly"))
    if balances is None:
        raise NotEnough("Tell us the balance of your accounts: this statement does not say it.")
    flows, lowest = standing.ledger.month(start), min(balances)
    own = [flow for flow in flows if flow.kind not in (sums.Kind.TRANSFER, sums.Kind.DEBT_IN)]
    unit = 10 ** minor_digits(standing.currency)
    return {
        "month": start.isoformat()[:7],
        "inflow": sums.own_cash_in(flows) / unit,
        "outflow": sums.cash_out(flows) / unit,
        "closing_balance": balances[-1] / unit,
        "min_balance": lowest / unit,
        "days_negative": sum(balance < 0 for balance in balances) if lowest < 0 else 0,
        "n_transactions": sum(flow.number for flow in own),
        "overdraft_fees": fees,
    }
