"""Facts from the domains' figures."""

from datetime import date, datetime, time
from decimal import ROUND_HALF_EVEN, Decimal

from assistant.facts import Fact, Source, Span
from assistant.tools.names import clean
from kit.money import from_minor

When = date | datetime


def money(name: str, minor: int, currency: str, as_of: When, source: Source, *, rough: bool = False) -> Fact:
    """Return an amount."""
    return Fact(name, from_minor(minor, currency), "money", as_of, source, currency=currency, rough=rough)


def percent(name: str, share: Decimal | float, as_of: When, source: Source, *, rough: bool = False) -> Fact:
    """Return a share or a chance in whole percent, as the app shows it."""
    value = (Decimal(str(share)) * 100).quantize(Decimal(1), ROUND_HALF_EVEN)
    return Fact(name, value, "percent", as_of, source, rough=rough)


def count(name: str, number: int, as_of: When, source: Source) -> Fact:
    """Return a number of things."""
    return Fact(name, number, "count", as_of, source)


def days(name: str, number: int, as_of: When, source: Source) -> Fact:
    """Return a number of days."""
    return Fact(name, number, "days", as_of, source)


def day(name: str, on: date, as_of: When, source: Source) -> Fact:
    """Return a day."""
    return Fact(name, on, "date", as_of, source)


def clock(name: str, at: time, as_of: When, source: Source) -> Fact:
    """Return a time of day, by the clock where they live."""
    return Fact(name, at, "time", as_of, source)


def period(name: str, span: Span, as_of: When, source: Source) -> Fact:
    """Return some days."""
    return Fact(name, span, "period", as_of, source)


def points(name: str, value: int, as_of: When, source: Source) -> Fact:
    """Return a score, or points of one."""
    return Fact(name, value, "score", as_of, source)


def named(name: str, text: str, as_of: When, source: Source, *, unnamed: str = "?") -> Fact:
    """Return a name, cleaned: text from statements may hold anything. `unnamed` is said where nothing is left."""
    return Fact(name, clean(text) or unnamed, "name", as_of, source)


def told(name: str, label: str, as_of: When, source: Source) -> Fact:
    """Return a name of our own: of a category, a reason, a score."""
    return Fact(name, label, "name", as_of, source)


def rate(name: str, minor: Decimal, currency: str, per: str, as_of: When, source: Source) -> Fact:
    """Return money by a unit of work, rounded to the currency as the app shows it."""
    return Fact(name, from_minor(round(minor), currency), "rate", as_of, source, currency=currency, per=per)


def distance(name: str, value: Decimal, unit: str, as_of: When, source: Source) -> Fact:
    """Return a distance in `km` or `mi`, with one decimal as the app shows it."""
    shown = value.quantize(Decimal("0.1"), ROUND_HALF_EVEN)
    return Fact(name, shown, "distance", as_of, source, per="mile" if unit == "mi" else "kilometre")
