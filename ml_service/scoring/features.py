"""What the score looks at: pure functions of an account's months and the loan asked for, free of any currency.

Nothing about the person is a feature: no sex, no age, no marital status, no address.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ml_service.schemas import Loan, MonthOfAccount

Months = Sequence[MonthOfAccount]

RECENT_MONTHS = 3
LARGEST = 50.0  # ratios are cut here: beyond it there is nothing to tell apart


@dataclass(frozen=True)
class Feature:
    """One input of the scorecard.

    Attributes:
        name: Column in tables and cards.
        of: Computes it; NaN where it cannot be known.
        monotone: -1 when a larger value may only lower the probability of default, 1 when only raise it.
        code: Reason code when it costs points.
        text: The reason in plain words.
    """

    name: str
    of: Callable[[Months, Loan | None], float]
    monotone: int
    code: str
    text: str


def lowest_balance(months: Months, loan: Loan | None) -> float:
    """Lowest balance of all months, in months of spending."""
    return _ratio(min(row.min_balance for row in months), _spending(months))


def in_the_red(months: Months, loan: Loan | None) -> float:
    """1 when the account was overdrawn or charged for it, else 0."""
    return float(any(row.days_negative or row.overdraft_fees or row.min_balance < 0 for row in months))


def liquidity(months: Months, loan: Loan | None) -> float:
    """Balance at the end of the last month, in months of spending."""
    return _ratio(months[-1].closing_balance, _spending(months))


def savings(months: Months, loan: Loan | None) -> float:
    """Share of the inflow that stayed."""
    inflow = sum(row.inflow for row in months)
    return _ratio(inflow - sum(row.outflow for row in months), inflow)


def recent_net(months: Months, loan: Loan | None) -> float:
    """Net flow of the last three months, in months of income."""
    recent = months[-RECENT_MONTHS:]
    return _ratio(sum(row.inflow - row.outflow for row in recent), _income(months))


def income_variation(months: Months, loan: Loan | None) -> float:
    """Standard deviation of the monthly inflow over its mean; the first month, often a part of one, left out."""
    flows = [row.inflow for row in months[1:]]
    mean = sum(flows) / len(flows)
    return _ratio(math.sqrt(sum((flow - mean) ** 2 for flow in flows) / len(flows)), mean)


def payment_burden(months: Months, loan: Loan | None) -> float:
    """Monthly payment of the loan asked for over the mean monthly inflow; 0 without a loan."""
    return 0.0 if loan is None else _ratio(loan.payment, _income(months))


def loan_size(months: Months, loan: Loan | None) -> float:
    """Amount of the loan asked for over a year's inflow; 0 without a loan."""
    return 0.0 if loan is None else _ratio(loan.amount, 12 * _income(months))


FEATURES = (
    Feature("lowest_balance", lowest_balance, -1, "LOW_MIN_BALANCE", "The balance runs down close to zero"),
    Feature("in_the_red", in_the_red, 1, "OVERDRAWN", "The account was overdrawn or charged for it"),
    Feature("liquidity", liquidity, -1, "LOW_RESERVES", "The balance covers little of a month's spending"),
    Feature("savings", savings, -1, "LOW_SAVINGS", "Little of what comes in is kept"),
    Feature("recent_net", recent_net, -1, "RECENT_OUTFLOW", "More went out than came in over the last three months"),
    Feature("income_variation", income_variation, 1, "VARIABLE_INCOME", "Income differs much from month to month"),
    Feature("payment_burden", payment_burden, 1, "HIGH_PAYMENT", "The payment takes a large part of the income"),
    Feature("loan_size", loan_size, 1, "LARGE_LOAN", "The loan is large beside a year's income"),
)


def compute(months: Months, loan: Loan | None) -> list[float]:
    """All features, in the order of `FEATURES`."""
    return [feature.of(months, loan) for feature in FEATURES]


def _income(months: Months) -> float:
    return sum(row.inflow for row in months) / len(months)


def _spending(months: Months) -> float:
    return sum(row.outflow for row in months) / len(months)


def _ratio(part: float, whole: float) -> float:
    """part / whole, cut to +-LARGEST; where whole is 0, the sign of part decides."""
    if whole > 0:
        return max(-LARGEST, min(LARGEST, part / whole))
    return math.copysign(LARGEST, part) if part else 0.0
