"""A charge that is far over what the same merchant, or the same category, has taken before."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from finance.advice.leaks.robust import Norm
from finance.advice.leaks.spending import Kind, Row
from finance.recurring.streams import counterparty, shown_name

RECENT_DAYS = 14
MERCHANT_TIMES = 5  # earlier charges of the merchant that make its norm
CATEGORY_TIMES = 20  # earlier charges of the category, where the merchant has too few
FAR = 6.0  # robust standard deviations
LEAST_SHARE = 0.5  # over the middle, in parts of it
LARGEST_SHARE = 1.2  # over the largest of before: amounts of shops have long tails
WORTH_SHARE = 0.05  # of a month's spending: how much over the middle it must be
MOST = 3
NOT_JUDGED = frozenset({"cash"})  # people draw what they need
KINDS = (Kind.EXPENSE, Kind.PERSONAL, Kind.PLATFORM_FEE)


@dataclass(frozen=True, slots=True)
class Charge:
    """An unusual charge, and what is usual."""

    row: Row
    name: str
    norm: Norm


def unusual_charges(rows: Sequence[Row], *, today: date, month_minor: int) -> list[Charge]:
    """Return the unusual charges of the last two weeks, the largest first, at most three.

    Args:
        rows: of one currency, oldest first.
        today: the day it is: what an old statement tells is not news.
        month_minor: what a month's spending is.
    """
    by_merchant: dict[str, list[float]] = defaultdict(list)
    by_category: dict[str, list[float]] = defaultdict(list)
    found: list[Charge] = []
    for row in rows:
        merchant = counterparty(row.memo)
        if row.amount_minor > 0 or row.kind not in KINDS or row.category in NOT_JUDGED or not merchant:
            continue
        amount = float(-row.amount_minor)
        if row.on > today - timedelta(days=RECENT_DAYS):
            earlier = by_merchant[merchant]
            if len(earlier) < MERCHANT_TIMES:
                earlier = by_category[row.category] if row.category else []
                earlier = earlier if len(earlier) >= CATEGORY_TIMES else []
            if earlier and _is_far(amount, earlier, month_minor):
                found.append(Charge(row, shown_name(row), Norm.of(earlier)))
        by_merchant[merchant].append(amount)
        by_category[row.category].append(amount)
    return sorted(found, key=lambda charge: charge.row.amount_minor)[:MOST]


def _is_far(amount: float, earlier: Sequence[float], month_minor: int) -> bool:
    norm = Norm.of(earlier)
    far = amount > norm.limit(least=LEAST_SHARE * norm.middle, far=FAR) and amount > LARGEST_SHARE * max(earlier)
    return far and amount - norm.middle >= WORTH_SHARE * month_minor
