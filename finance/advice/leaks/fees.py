"""Fees over the own norm: what a platform keeps of the pay, and what the bank takes."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from finance.advice.facts import Advice, Fact, amount_fact, ratio_fact
from finance.advice.leaks import impact
from finance.advice.leaks.prices import worth
from finance.advice.leaks.robust import Norm
from finance.advice.leaks.spending import BLOCK_DAYS, Kind, Row, Spending
from kit.periods import DAY, period_start

LEAST_BLOCKS = 4  # earlier spans of four weeks that make a platform's norm
LEAST_EARNINGS = 5  # pays within a span, without which its share says little
LEAST_SHARE = 0.03  # three points over the norm
SHARE_STEP = 0.05
BANK = ("bank_fee", "overdraft")
LEAST_MONTHS = 4  # earlier months that make the bank's norm
BANK_WORTH_SHARE = 0.005  # of a month's spending
YEAR_BLOCKS = 365 / BLOCK_DAYS


def fee_spikes(spending: Spending) -> list[Advice]:
    """Return advice on each platform that keeps more of the pay than it used to."""
    blocks = [_by_platform(block) for block in spending.blocks()]
    found = [_spike(spending, platform, blocks) for platform in (blocks[0] if blocks else {})]
    return [advice for advice in found if advice]


def _by_platform(block: Sequence[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in block:
        if row.platform and row.kind in (Kind.EARNING, Kind.PLATFORM_FEE):
            found[row.platform].append(row)
    return found


def _share(rows: Sequence[Row]) -> float | None:
    """Return the fee's share of the gross pay; None where there is too little pay, or no fee is told at all."""
    pay = [row.amount_minor for row in rows if row.kind == Kind.EARNING]
    fees = [row.amount_minor for row in rows if row.kind == Kind.PLATFORM_FEE]
    return -sum(fees) / sum(pay) if len(pay) >= LEAST_EARNINGS and sum(pay) > 0 and fees else None


def _spike(spending: Spending, platform: str, blocks: Sequence[dict[str, list[Row]]]) -> Advice | None:
    now = _share(blocks[0][platform])
    earlier = [share for block in blocks[1:] if (share := _share(block.get(platform, []))) is not None]
    if now is None or len(earlier) < LEAST_BLOCKS:
        return None
    norm = Norm.of(earlier)
    if now <= norm.limit(least=LEAST_SHARE):
        return None
    gross = sum(row.amount_minor for row in blocks[0][platform] if row.kind == Kind.EARNING)
    extra = round((now - norm.middle) * gross)
    fees = [row for row in blocks[0][platform] if row.kind == Kind.PLATFORM_FEE]
    evidence = [
        Fact("name", platform.replace("_", " ").title(), "text", "transactions"),
        ratio_fact("share_now", now, "transactions"),
        ratio_fact("share_usual", norm.middle, "transactions"),
        Fact("spans", str(norm.count), "count", "transactions"),
        amount_fact("extra", extra, spending.currency, "transactions"),
    ]
    yearly = round(now * gross * YEAR_BLOCKS)
    changed = impact.of_saving(
        spending.standing, round(extra * YEAR_BLOCKS / 12), work=True, yearly_before_minor=yearly
    )
    bucket = int((now - norm.middle) / SHARE_STEP)
    return Advice("fee_spike", f"fee_spike:{platform}", 3, evidence, changed, spending.shown(fees), bucket=bucket)


def bank_fees(spending: Spending) -> list[Advice]:
    """Return advice when a month's bank fees and overdraft interest are over the norm: this month's, else the last."""
    this = period_start(spending.as_of, "monthly")
    last = period_start(this - DAY, "monthly")
    for month in (this, last):
        if advice := _bank(spending, month):
            return [advice]
    return []


def _bank(spending: Spending, month: date) -> Advice | None:
    by_month: dict[date, list[Row]] = defaultdict(list)
    for row in spending.rows:
        if row.category in BANK and row.amount_minor < 0:
            by_month[period_start(row.on, "monthly")].append(row)
    covered = spending.standing.ledger.full_months(until=month - DAY, at_most=12)
    rows = by_month.get(month, [])
    if not rows or len(covered) < LEAST_MONTHS:
        return None
    taken = _sum(rows)
    norm = Norm.of([_sum(by_month.get(start, [])) for start in covered])
    if taken <= norm.limit(least=max(worth(spending), 1)):
        return None
    extra = round(taken - norm.middle)
    evidence = [
        Fact("since", month.isoformat(), "date", "transactions"),
        amount_fact("fees", taken, spending.currency, "transactions"),
        amount_fact("fees_usual", round(norm.middle), spending.currency, "transactions"),
        Fact("spans", str(norm.count), "count", "transactions"),
        amount_fact("extra", extra, spending.currency, "transactions"),
    ]
    changed = impact.of_saving(spending.standing, extra, work=True, yearly_before_minor=12 * taken)
    return Advice("bank_fees", f"bank_fees:{month}", 3, evidence, changed, spending.shown(rows), once=True)


def _sum(rows: Sequence[Row]) -> int:
    return -sum(row.amount_minor for row in rows)
