"""A subscription or bill whose price has risen, and stayed up."""

from datetime import timedelta

from finance.advice.facts import Advice, Fact, amount_fact, ratio_fact
from finance.advice.leaks import impact
from finance.advice.leaks.spending import Kind, Spending
from finance.models import RecurringFlow
from finance.recurring.cadence import RHYTHMS, Cadence
from finance.snapshots import mean_monthly_cash_out

LEAST_RISE = 0.05  # in parts of the price before
WORTH_SHARE = 0.005  # of a month's spending: a year's extra under it is not worth a card
RECENT_DAYS = 120
TIMES_AT_NEW_PRICE = 2  # once may be an exception; the alert tells of that one
YEAR_DAYS = 365.25


def price_rises(spending: Spending) -> list[Advice]:
    """Return advice on each bill that costs more than before."""
    found = [_rise(spending, flow) for flow in spending.flows if flow.direction == RecurringFlow.Direction.OUT]
    return [advice for advice in found if advice]


def _rise(spending: Spending, flow: RecurringFlow) -> Advice | None:
    before, since = flow.price_before_minor, flow.price_changed_on
    if before is None or since is None or flow.kind not in (Kind.EXPENSE, Kind.PERSONAL):
        return None
    told = spending.by_id([one["transaction"] for one in flow.recent])
    times = sum(row.on >= since for row in told)
    rise = flow.typical_minor / before - 1
    yearly = round(YEAR_DAYS / RHYTHMS[Cadence(flow.cadence)].mean_days * (flow.typical_minor - before))
    old = since < spending.as_of - timedelta(days=RECENT_DAYS)
    if rise < LEAST_RISE or times < TIMES_AT_NEW_PRICE or old or yearly < worth(spending):
        return None
    currency = spending.currency
    evidence = [
        Fact("name", flow.shown_name, "text", "bills"),
        amount_fact("price_before", before, currency, "transactions"),
        amount_fact("price_now", flow.typical_minor, currency, "transactions"),
        ratio_fact("rise", rise, "transactions"),
        Fact("since", since.isoformat(), "date", "transactions"),
        amount_fact("yearly_extra", yearly, currency, "transactions"),
    ]
    changed = impact.of_saving(
        spending.standing,
        round(yearly / 12),
        work=flow.kind == Kind.EXPENSE,
        yearly_before_minor=round(yearly * flow.typical_minor / (flow.typical_minor - before)),
    )
    key = f"price_rise:{flow.public_id}:{since}"
    return Advice("price_rise", key, 4, evidence, changed, spending.shown(told), once=True)


def worth(spending: Spending) -> float:
    """Return what a leak must cost a year to be worth a card: a two-hundredth of a month's spending."""
    return WORTH_SHARE * (mean_monthly_cash_out(spending.standing.ledger, until=spending.as_of) or 0)
