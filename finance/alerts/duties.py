"""What has to be done by a day: bills, and whatever else yields such dates.

A source is a function of a user, a currency and two days. `SOURCES` names them all; another room (tax) adds its own
line there, and alerts and goals need to know nothing of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from accounts.models import User
from finance.models import RecurringFlow
from finance.recurring import bills
from finance.recurring.cadence import RHYTHMS, Cadence
from finance.tax.calendar import taxes_due


@dataclass(frozen=True, slots=True)
class Duty:
    """Something due.

    Attributes:
        kind: which alert it becomes: "bill_due" or "tax_due".
        subject: names it among the duties of its kind, the same from night to night.
        name: for people.
        on: the day.
        amount_minor: what it takes.
        currency: of the amount.
        slack_days: days by which the date of one and the same duty may move between two looks.
        source: where it is known from, as evidence says it.
        wanted: its owner told of it or confirmed it, so they hear of it however small it is.
    """

    kind: str
    subject: str
    name: str
    on: date
    amount_minor: int
    currency: str
    slack_days: int = 0
    source: str = "bills"
    wanted: bool = False


class Source(Protocol):
    """Yields what is due between two days, both included."""

    def __call__(self, user: User, currency: str, *, first: date, last: date) -> Iterable[Duty]: ...


def bill_duties(user: User, currency: str, *, first: date, last: date) -> Iterable[Duty]:
    """Yield the bills that are due, found or told; one query."""
    rows = RecurringFlow.objects.for_user(user).filter(currency=currency, direction=RecurringFlow.Direction.OUT)
    for due in bills.upcoming(rows.running(), first=first, last=last):
        flow = due.flow
        if due.on >= first:
            yield Duty(
                kind="bill_due",
                subject=str(flow.public_id),
                name=flow.shown_name,
                on=due.on,
                amount_minor=flow.typical_minor,
                currency=currency,
                slack_days=int(RHYTHMS[Cadence(flow.cadence)].mean_days / 3),
                wanted=flow.source == RecurringFlow.Source.USER or flow.decision == RecurringFlow.Decision.CONFIRMED,
            )


def tax_duties(user: User, currency: str, *, first: date, last: date) -> Iterable[Duty]:
    """Yield the days on which estimated tax is due; they are in the tax's own currency, whatever the ledger's."""
    for day in taxes_due(user, first=first, last=last, today=first):
        yield Duty("tax_due", f"{day.year}:{day.on}", day.year, day.on, day.amount_minor, day.currency, source="tax")


SOURCES: tuple[Source, ...] = (bill_duties, tax_duties)


def duties(user: User, currency: str, *, first: date, last: date) -> list[Duty]:
    """Return what every source says is due, soonest first."""
    found = [duty for source in SOURCES for duty in source(user, currency, first=first, last=last)]
    return sorted(found, key=lambda duty: (duty.on, duty.subject))
