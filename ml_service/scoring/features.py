"""What the score looks at: pure functions of an account's months and the loan asked for, free of any currency.

Nothing about the person is a feature: no sex, no age, no marital status, no address.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter, gt, sub

from ml_service.schemas import Loan, MonthOfAccount

RECENT_MONTHS, HALF_YEAR = 3, 6
LARGEST = 50.0  # ratios are cut here: beyond it there is nothing to tell apart


@dataclass(frozen=True)
class Months:
    """The months of an account side by side, oldest first: each figure a list."""

    inflow: list[float]
    outflow: list[float]
    closing_balance: list[float]
    min_balance: list[float]
    days_negative: list[int]
    overdraft_fees: list[int]

    @classmethod
    def of(cls, months: Sequence[MonthOfAccount]) -> Months:
        """Put rows side by side."""
        return cls(*(list(map(attrgetter(name), months)) for name in FIGURES))

    def __len__(self) -> int:
        return len(self.inflow)

    @cached_property
    def income(self) -> float:
        """Mean inflow of a month."""
        return sum(self.inflow) / len(self)

    @cached_property
    def spending(self) -> float:
        """Mean outflow of a month."""
        return sum(self.outflow) / len(self)

    @cached_property
    def net(self) -> list[float]:
        """Inflow less outflow."""
        return list(map(sub, self.inflow, self.outflow))


FIGURES = ("inflow", "outflow", "closing_balance", "min_balance", "days_negative", "overdraft_fees")


@dataclass(frozen=True)
class Feature:
    """One input of the scorecard.

    Attributes:
        name: Column in tables and cards.
        of: Computes it; NaN where it cannot be known.
        monotone: -1 when a larger value may only lower the probability of default, 1 when only raise it.
        code: Reason code when it costs points.
        text: The reason in plain words.
        by_month: Whether it takes the single months; the others are known from totals too.
    """

    name: str
    of: Callable[[Months, Loan | None], float]
    monotone: int
    code: str
    text: str
    by_month: bool = False


def lowest_balance(months: Months, loan: Loan | None) -> float:
    """Lowest balance of all months, in months of spending."""
    return _ratio(min(months.min_balance), months.spending)


def in_the_red(months: Months, loan: Loan | None) -> float:
    """1 when the account was overdrawn or charged for it, else 0."""
    return float(any(months.days_negative) or any(months.overdraft_fees) or min(months.min_balance) < 0)


def usual_low(months: Months, loan: Loan | None) -> float:
    """Mean of the lowest balances of the months, in months of spending."""
    return _ratio(sum(months.min_balance) / len(months), months.spending)


def recent_low(months: Months, loan: Loan | None) -> float:
    """Lowest balance of the last three months, in months of spending."""
    return _ratio(min(months.min_balance[-RECENT_MONTHS:]), months.spending)


def mean_balance(months: Months, loan: Loan | None) -> float:
    """Mean of the balances at the ends of the months, in months of spending."""
    return _ratio(sum(months.closing_balance) / len(months), months.spending)


def liquidity(months: Months, loan: Loan | None) -> float:
    """Balance at the end of the last month, in months of spending."""
    return _ratio(months.closing_balance[-1], months.spending)


def savings(months: Months, loan: Loan | None) -> float:
    """Share of the inflow that stayed."""
    inflow = sum(months.inflow)
    return _ratio(inflow - sum(months.outflow), inflow)


def recent_net(months: Months, loan: Loan | None) -> float:
    """Net flow of the last three months, in months of income."""
    return _ratio(sum(months.net[-RECENT_MONTHS:]), months.income)


def months_of_loss(months: Months, loan: Loan | None) -> float:
    """Share of the months in which more went out than came in."""
    return float(sum(map(gt, months.outflow, months.inflow)) / len(months))


def income_variation(months: Months, loan: Loan | None) -> float:
    """Standard deviation of the monthly inflow over its mean; the first month, often a part of one, left out."""
    flows = months.inflow[1:]
    mean = sum(flows) / len(flows)
    return _ratio(math.sqrt(sum([(flow - mean) ** 2 for flow in flows]) / len(flows)), mean)


def payment_burden(months: Months, loan: Loan | None) -> float:
    """Monthly payment of the loan asked for over the mean monthly inflow; 0 without a loan."""
    return 0.0 if loan is None else _ratio(loan.payment, months.income)


def loan_size(months: Months, loan: Loan | None) -> float:
    """Amount of the loan asked for over a year's inflow; 0 without a loan."""
    return 0.0 if loan is None else _ratio(loan.amount, 12 * months.income)


def payment_cover(months: Months, loan: Loan | None) -> float:
    """Mean monthly net flow over the payment; the most there is without one."""
    return _cover(months, len(months), loan)


def recent_cover(months: Months, loan: Loan | None) -> float:
    """Mean net flow of the last three months over the payment."""
    return _cover(months, RECENT_MONTHS, loan)


def half_year_cover(months: Months, loan: Loan | None) -> float:
    """Mean net flow of the last six months over the payment."""
    return _cover(months, HALF_YEAR, loan)


def payments_in_reserve(months: Months, loan: Loan | None) -> float:
    """Payments that the balance at the end of the last month would make."""
    return _payments(months.closing_balance[-1], loan)


def payments_at_lowest(months: Months, loan: Loan | None) -> float:
    """Payments that the lowest balance of all months would make."""
    return _payments(min(months.min_balance), loan)


FEATURES = (
    Feature("lowest_balance", lowest_balance, -1, "LOW_MIN_BALANCE", "The balance runs down close to zero"),
    Feature("in_the_red", in_the_red, 1, "OVERDRAWN", "The account was overdrawn or charged for it"),
    Feature("liquidity", liquidity, -1, "LOW_RESERVES", "The balance covers little of a month's spending"),
    Feature("savings", savings, -1, "LOW_SAVINGS", "Little of what comes in is kept"),
    Feature(
        "recent_net", recent_net, -1, "RECENT_OUTFLOW", "More went out than came in over the last three months", True
    ),
    Feature(
        "income_variation", income_variation, 1, "VARIABLE_INCOME", "Income differs much from month to month", True
    ),
    Feature("payment_burden", payment_burden, 1, "HIGH_PAYMENT", "The payment takes a large part of the income"),
    Feature("loan_size", loan_size, 1, "LARGE_LOAN", "The loan is large beside a year's income"),
    Feature("usual_low", usual_low, -1, "LOW_EVERY_MONTH", "The balance runs low in most months", True),
    Feature("recent_low", recent_low, -1, "LOW_RECENTLY", "The balance ran low in the last three months", True),
    Feature("mean_balance", mean_balance, -1, "LOW_MEAN_BALANCE", "Month after month little is left at the end", True),
    Feature("months_of_loss", months_of_loss, 1, "MONTHS_OF_LOSS", "In many months more went out than came in", True),
    Feature("payment_cover", payment_cover, -1, "THIN_COVER", "What is left of a month hardly covers the payment"),
    Feature(
        "recent_cover", recent_cover, -1, "THIN_RECENT_COVER", "The last three months hardly cover the payment", True
    ),
    Feature(
        "half_year_cover", half_year_cover, -1, "THIN_HALF_YEAR_COVER", "Half a year hardly covers the payment", True
    ),
    Feature("payments_in_reserve", payments_in_reserve, -1, "FEW_PAYMENTS_SAVED", "The balance makes few payments"),
    Feature(
        "payments_at_lowest", payments_at_lowest, -1, "NO_PAYMENT_LEFT", "At its lowest, the balance makes few payments"
    ),
)


def compute(months: Months, loan: Loan | None) -> list[float]:
    """All features, in the order of `FEATURES`."""
    return [feature.of(months, loan) for feature in FEATURES]


def _cover(months: Months, last: int, loan: Loan | None) -> float:
    """How many payments the mean net flow of the last months would make."""
    if loan is None:
        return LARGEST
    net = months.net[-last:]
    return _payments(sum(net) / len(net), loan)


def _payments(amount: float, loan: Loan | None) -> float:
    """How many payments an amount makes, at most LARGEST, as where there is nothing to pay; -1 for a lack of money.

    Over a lack of money a larger payment would look like the better one, so how much is lacking is left to others.
    """
    if loan is None or loan.payment <= 0:
        return LARGEST
    return -1.0 if amount < 0 else _ratio(amount, loan.payment)


def _ratio(part: float, whole: float) -> float:
    """part / whole, cut to +-LARGEST; where whole is 0, the sign of part decides."""
    if whole > 0:
        return max(-LARGEST, min(LARGEST, part / whole))
    return math.copysign(LARGEST, part) if part else 0.0
