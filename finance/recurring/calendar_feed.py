"""A calendar of bills and pay behind a secret address, for calendar apps that cannot log in (RFC 5545)."""

import secrets
from datetime import date, datetime, timedelta

from django.db import transaction
from icalendar import Calendar, Event

from accounts import audit
from accounts.models import User
from finance.models import CalendarFeed, RecurringFlow
from finance.recurring.bills import Due, upcoming
from finance.tax.calendar import TaxDay, taxes_due
from kit.crypto import secret_digest
from kit.money import spoken_amount

DAYS_AHEAD = 120
TAX_WORDS = {"en": "Estimated tax", "es": "Impuesto estimado"}


def open_feed(user: User) -> str:
    """Give the user's calendar a new address, which closes the one before; returns the secret, kept nowhere."""
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        CalendarFeed.objects.update_or_create(user=user, defaults={"token_sha256": secret_digest(secret)})
        audit.record(user, "calendar.opened", undo=audit.request_of("DELETE", "calendar"))
    return secret


def close_feed(user: User) -> None:
    """Take the address away; nothing happens where there is none."""
    with transaction.atomic():
        if CalendarFeed.objects.filter(user=user).delete()[0]:
            audit.record(user, "calendar.closed")


def whose(secret: str) -> User | None:
    """Return the active user that an address belongs to."""
    feed = (
        CalendarFeed.objects.filter(token_sha256=secret_digest(secret), user__is_active=True)
        .select_related("user")
        .first()
    )
    return feed.user if feed else None


def calendar(user: User, *, now: datetime) -> bytes:
    """Write the days on which the user's bills and pay are expected, as iCalendar."""
    book = Calendar()
    book.add("prodid", "-//GigLens//Bills//EN")
    book.add("version", "2.0")
    book.add("x-wr-calname", "GigLens")
    book.add("refresh-interval", timedelta(hours=12), parameters={"VALUE": "DURATION"})
    rows = RecurringFlow.objects.for_user(user).running()
    for due in upcoming(rows, first=now.date(), last=now.date() + timedelta(days=DAYS_AHEAD)):
        book.add_component(_event(due, user.language, now))
    for tax in taxes_due(user, first=now.date(), last=now.date() + timedelta(days=DAYS_AHEAD), today=now.date()):
        book.add_component(_tax_event(tax, user.language, now))
    return bytes(book.to_ical())


def _event(due: Due, language: str, now: datetime) -> Event:
    flow = due.flow
    sign = "+" if flow.direction > 0 else "-"
    summary = f"{flow.shown_name}: {sign}{spoken_amount(flow.typical_minor, flow.currency, language)}"
    return _day(f"{flow.public_id}-{due.on.isoformat()}", due.on, summary, now)


def _tax_event(tax: TaxDay, language: str, now: datetime) -> Event:
    summary = f"{TAX_WORDS.get(language, TAX_WORDS['en'])}: -{spoken_amount(tax.amount_minor, tax.currency, language)}"
    return _day(f"tax-{tax.year}-{tax.on.isoformat()}", tax.on, summary, now)


def _day(uid: str, on: date, summary: str, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{uid}@giglens")
    event.add("dtstamp", now)
    event.add("dtstart", on)
    event.add("dtend", on + timedelta(days=1))
    event.add("summary", summary)
    event.add("transp", "TRANSPARENT")
    return event
