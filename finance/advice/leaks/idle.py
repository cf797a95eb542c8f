"""A bill for a platform that brings nothing any more. Of other bills no statement says whether they are used."""

from datetime import timedelta

from finance.advice.facts import Advice, Fact, amount_fact
from finance.advice.leaks import impact
from finance.advice.leaks.prices import YEAR_DAYS, worth
from finance.advice.leaks.spending import Kind, Row, Spending
from finance.models import RecurringFlow
from finance.recurring.cadence import RHYTHMS, Cadence

SILENT_DAYS = 60  # since the platform last paid
EARNED_BEFORE = 5  # times that it paid before
PAID_SINCE = 2  # charges since it stopped


def idle_platforms(spending: Spending) -> list[Advice]:
    """Return advice on each bill of a platform that has paid nothing for two months."""
    bills = [flow for flow in spending.flows if flow.platform and flow.direction == RecurringFlow.Direction.OUT]
    found = [_idle(spending, flow) for flow in bills]
    return [advice for advice in found if advice]


def _idle(spending: Spending, flow: RecurringFlow) -> Advice | None:
    pays = [row for row in spending.rows if row.platform == flow.platform and _is_pay(row)]
    told = spending.by_id([one["transaction"] for one in flow.recent])
    if len(pays) < EARNED_BEFORE or spending.as_of - pays[-1].on < timedelta(days=SILENT_DAYS):
        return None
    since = [row for row in told if row.on > pays[-1].on]
    yearly = round(YEAR_DAYS / RHYTHMS[Cadence(flow.cadence)].mean_days * flow.typical_minor)
    if len(since) < PAID_SINCE or yearly < worth(spending):
        return None
    evidence = [
        Fact("name", flow.shown_name, "text", "bills"),
        amount_fact("price_now", flow.typical_minor, spending.currency, "transactions"),
        Fact("times", str(len(since)), "count", "transactions"),
        Fact("last_on", pays[-1].on.isoformat(), "date", "transactions"),
        amount_fact("yearly_extra", yearly, spending.currency, "transactions"),
    ]
    changed = impact.of_saving(spending.standing, round(yearly / 12), work=True, yearly_before_minor=yearly)
    rows = spending.shown([*since, pays[-1]])
    return Advice("idle_platform", f"idle_platform:{flow.public_id}", 3, evidence, changed, rows, once=True)


def _is_pay(row: Row) -> bool:
    return row.kind == Kind.EARNING and row.amount_minor > 0
