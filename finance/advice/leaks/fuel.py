"""Fuel over the own norm: for each kilometre where the driving is told, else for each day worked."""

from collections.abc import Sequence

from finance.advice.facts import Advice, Fact, amount_fact, ratio_fact
from finance.advice.leaks import impact
from finance.advice.leaks.fees import YEAR_BLOCKS
from finance.advice.leaks.robust import Norm
from finance.advice.leaks.spending import Kind, Row, Spending

LEAST_BLOCKS = 5  # earlier spans of four weeks that make the norm
LEAST_SHARE = 0.15  # over the norm, in parts of it
SHARE_STEP = 0.15
LEAST_DAYS = 4  # worked, or 100 km driven, in a span: under it a tank decides the figure
LEAST_KM = 100
LEAST_FILLS = 2


def fuel_over_norm(spending: Spending) -> list[Advice]:
    """Return advice when the last four weeks' fuel is over the norm; one card, by distance if that is told."""
    blocks = spending.blocks()
    for unit, measure in (("km", _kilometres), ("day", _days)):
        rates = [_rate(block, measure(block)) for block in blocks]
        earlier = [rate for rate in rates[1:] if rate is not None]
        if rates and rates[0] is not None and len(earlier) >= LEAST_BLOCKS:
            return _judged(spending, blocks[0], unit, rates[0], Norm.of(earlier), measure(blocks[0]))
    return []


def _kilometres(block: Sequence[Row]) -> float:
    told = sum(row.distance_m or 0 for row in block) / 1000
    return told if told >= LEAST_KM else 0


def _days(block: Sequence[Row]) -> float:
    worked = len({row.on for row in block if row.kind == Kind.EARNING and row.amount_minor > 0})
    return worked if worked >= LEAST_DAYS else 0


def _fuel(block: Sequence[Row]) -> list[Row]:
    return [row for row in block if row.category == "fuel" and row.amount_minor < 0]


def _rate(block: Sequence[Row], units: float) -> float | None:
    """Return the minor units of fuel for one kilometre or day; None where there is too little to say."""
    fills = _fuel(block)
    return -sum(row.amount_minor for row in fills) / units if len(fills) >= LEAST_FILLS and units else None


def _judged(spending: Spending, block: Sequence[Row], unit: str, now: float, norm: Norm, units: float) -> list[Advice]:
    if now <= norm.limit(least=LEAST_SHARE * norm.middle):
        return []
    extra = round((now - norm.middle) * units)
    over = now / norm.middle - 1
    currency = spending.currency
    evidence = [
        amount_fact("rate_now", round(now), currency, "transactions"),
        amount_fact("rate_usual", round(norm.middle), currency, "transactions"),
        ratio_fact("rise", over, "transactions"),
        Fact("spans", str(norm.count), "count", "transactions"),
        amount_fact("extra", extra, currency, "transactions"),
    ]
    yearly = round(now * units * YEAR_BLOCKS)
    changed = impact.of_saving(
        spending.standing, round(extra * YEAR_BLOCKS / 12), work=True, yearly_before_minor=yearly
    )
    bucket = int(over / SHARE_STEP)
    rows = spending.shown(_fuel(block))
    return [Advice(f"fuel_per_{unit}", "fuel_over_norm", 3, evidence, changed, rows, bucket=bucket)]
