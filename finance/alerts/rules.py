"""Which facts are worth an alert. Pure: facts in, candidates out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from finance.advice.facts import EvidenceRow, Fact, amount_fact, ratio_fact
from finance.alerts.facts import Facts
from finance.alerts.unusual import unusual_charges
from finance.models import Alert, RecurringFlow
from finance.outlook import SPEND_WEEKS, STRESSED

Kind, Severity = Alert.Kind, Alert.Severity

SHORTFALL_FROM = 0.10  # the chance that safe-to-spend is made of
SHORTFALL_OVER = 0.05  # one that stands ends only below this
SHORTFALL_STEPS = (0.25, 0.50)  # each is a bucket, and an alert of its own
FRESH_DAYS = 14  # a forecast from an older ledger says too little of the four weeks ahead
BILL_LEAD_DAYS = 3
BILL_WORTH_SHARE = 0.01  # of a month's spending: a bank's monthly fee of cents is no news
TAX_LEAD_DAYS = (21, 3)  # a first word, and a last one
RISE_LEAST = 0.05
RISE_RECENT_DAYS = 14
OLD_STATEMENT_DAYS = (35, 65)
REMINDER_DAYS = 14  # how long a reminder stands


@dataclass(frozen=True, slots=True)
class Candidate:
    """An alert that the facts call for.

    Attributes:
        kind, subject: what it is, and about what.
        severity: how pressing.
        evidence: the figures of its wording.
        on: the day it is about; None for a situation, which stands until it no longer holds.
        slack_days: one of the same subject within so many days is the same; None: at any time.
        bucket: how bad; a worse one is an alert of its own.
        expires_on: after this day there is nothing left to do.
        rows: the transactions that show it.
    """

    kind: str
    subject: str
    severity: str
    evidence: Sequence[Fact]
    on: date | None = None
    slack_days: int | None = 0
    bucket: int = 0
    expires_on: date | None = None
    rows: Sequence[EvidenceRow] = ()


def candidates(facts: Facts) -> list[Candidate]:
    """Return every alert that the facts call for."""
    return [
        *shortfall_ahead(facts),
        *duties_near(facts),
        *price_rises(facts),
        *unusual(facts),
        *old_statement(facts),
        *goals_reached(facts),
        *reminded(facts),
    ]


def shortfall_ahead(facts: Facts) -> list[Candidate]:
    """Warn when the balance may fall under the buffer within four weeks."""
    outlook = facts.outlook
    fresh = facts.as_of is not None and facts.today - facts.as_of <= timedelta(days=FRESH_DAYS)
    chance = outlook.shortfall() if outlook and fresh else None
    if outlook is None or chance is None:
        return []
    lowest = outlook.lowest_point(STRESSED, days=7 * SPEND_WEEKS)
    if chance < (SHORTFALL_OVER if facts.holds(Kind.SHORTFALL) else SHORTFALL_FROM) or lowest is None:
        return []
    bucket = sum(chance >= step for step in SHORTFALL_STEPS)
    evidence = [
        ratio_fact("shortfall_probability", chance, "forecast"),
        Fact("lowest_on", lowest.on.isoformat(), "date", "forecast"),
        amount_fact("lowest_balance", lowest.amount_minor, facts.currency, "forecast"),
        amount_fact("buffer", outlook.buffer_minor, facts.currency, "forecast"),
    ]
    severity = Severity.URGENT if bucket == len(SHORTFALL_STEPS) else Severity.WARNING
    return [Candidate(Kind.SHORTFALL, facts.currency, severity, evidence, bucket=bucket)]


def duties_near(facts: Facts) -> list[Candidate]:
    """Remind of what is due: bills three days before, taxes three weeks and three days before."""
    found: list[Candidate] = []
    for duty in facts.duties:
        days = (duty.on - facts.today).days
        leads = TAX_LEAD_DAYS if duty.kind == Kind.TAX_DUE else (BILL_LEAD_DAYS,)
        small = duty.kind == Kind.BILL_DUE and duty.amount_minor < BILL_WORTH_SHARE * facts.month_minor
        if not 0 <= days <= max(leads) or (small and not duty.wanted):
            continue
        bucket = sum(days <= lead for lead in leads) - 1
        evidence = [
            Fact("name", duty.name, "text", duty.source),
            Fact("due_on", duty.on.isoformat(), "date", duty.source),
            amount_fact("amount", duty.amount_minor, duty.currency, duty.source),
        ]
        severity = Severity.WARNING if duty.kind == Kind.TAX_DUE else Severity.INFO
        slack = duty.slack_days
        found.append(Candidate(duty.kind, duty.subject, severity, evidence, duty.on, slack, bucket, expires_on=duty.on))
    return found


def price_rises(facts: Facts) -> list[Candidate]:
    """Tell of a bill that came higher than each time before, as soon as it has."""
    found: list[Candidate] = []
    flows = facts.spending.flows if facts.spending else []
    for flow in flows:
        before, since = flow.price_before_minor, flow.price_changed_on
        out = flow.direction == RecurringFlow.Direction.OUT
        if not out or before is None or since is None or flow.typical_minor < before * (1 + RISE_LEAST):
            continue
        if facts.today - since > timedelta(days=RISE_RECENT_DAYS):
            continue
        evidence = [
            Fact("name", flow.shown_name, "text", "bills"),
            amount_fact("price_before", before, facts.currency, "transactions"),
            amount_fact("price_now", flow.typical_minor, facts.currency, "transactions"),
            Fact("since", since.isoformat(), "date", "transactions"),
        ]
        rows = facts.spending.shown(facts.spending.by_id([one["transaction"] for one in flow.recent]))  # type: ignore[union-attr]  # there are flows
        until = since + timedelta(days=2 * RISE_RECENT_DAYS)
        found.append(
            Candidate(
                Kind.PRICE_RISE,
                str(flow.public_id),
                Severity.INFO,
                evidence,
                since,
                slack_days=RISE_RECENT_DAYS,
                expires_on=until,
                rows=rows[:4],
            )
        )
    return found


def unusual(facts: Facts) -> list[Candidate]:
    """Tell of a charge that is far over what this merchant or category usually takes."""
    if facts.spending is None:
        return []
    found: list[Candidate] = []
    for charge in unusual_charges(facts.spending.rows, today=facts.today, month_minor=facts.month_minor):
        evidence = [
            Fact("name", charge.name, "text", "transactions"),
            amount_fact("amount", -charge.row.amount_minor, facts.currency, "transactions"),
            amount_fact("usual", round(charge.norm.middle), facts.currency, "transactions"),
            Fact("times", str(charge.norm.count), "count", "transactions"),
            Fact("on", charge.row.on.isoformat(), "date", "transactions"),
        ]
        found.append(
            Candidate(
                Kind.UNUSUAL_CHARGE,
                str(charge.row.id),
                Severity.WARNING,
                evidence,
                charge.row.on,
                slack_days=None,
                expires_on=charge.row.on + timedelta(days=30),
                rows=facts.spending.shown([charge.row]),
            )
        )
    return found


def old_statement(facts: Facts) -> list[Candidate]:
    """Ask for a newer statement after five weeks, once more after nine, and then no more."""
    if facts.as_of is None:
        return []
    age = (facts.today - facts.as_of).days
    if age <= OLD_STATEMENT_DAYS[0]:
        return []
    bucket = sum(age > days for days in OLD_STATEMENT_DAYS) - 1
    evidence = [
        Fact("last_on", facts.as_of.isoformat(), "date", "transactions"),
        Fact("age_days", str(age), "days", "transactions"),
    ]
    return [Candidate(Kind.OLD_STATEMENT, facts.currency, Severity.INFO, evidence, bucket=bucket)]


def goals_reached(facts: Facts) -> list[Candidate]:
    """Tell, once, that a goal's amount is there."""
    found: list[Candidate] = []
    for goal in facts.reached:
        evidence = [
            Fact("name", goal.name, "text", "goals"),
            amount_fact("amount", goal.target_minor, goal.currency, "goals"),
        ]
        until = facts.today + timedelta(days=60)
        found.append(
            Candidate(Kind.GOAL_REACHED, goal.subject, Severity.INFO, evidence, facts.today, None, expires_on=until)
        )
    return found


def reminded(facts: Facts) -> list[Candidate]:
    """Tell, once, what somebody asked to be reminded of."""
    found: list[Candidate] = []
    for one in facts.reminders:
        evidence = [
            Fact("name", one.text, "text", "reminders"),
            Fact("on", one.on.isoformat(), "date", "reminders"),
        ]
        until = one.on + timedelta(days=REMINDER_DAYS)
        found.append(
            Candidate(Kind.REMINDER, str(one.public_id), Severity.INFO, evidence, one.on, None, expires_on=until)
        )
    return found
