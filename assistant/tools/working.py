"""The work itself: which platform pays best, and what was driven."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

from assistant.facts import Fact, Source, Span
from assistant.tools import figures
from assistant.tools.found import Found, Question
from assistant.tools.names import titled
from finance.work.comparison import Compared, Rate, compare, period_of
from finance.work.days import days_of_work, earning_days
from finance.work.mileage import country_of, mileage_year

PLATFORMS = Source("platform", "", "/work#platforms")


def platforms(asked: Question, *, period: Span | None = None) -> Found:
    """Tell which platform pays best after its fees: by the hour where statements tell hours, else by the job or in all.

    Args:
        period: the days; the ninety days up to the last earning without it.
    """
    known = earning_days(asked.user, asked.currency) if asked.currency else None
    if asked.currency is None or known is None:
        return Found("platforms.none" if asked.currency else "no_statements")
    first, last = (period.first, period.last) if period else (None, None)
    looked = period_of(first, last, known, today=asked.today)
    each, _ = compare(days_of_work(asked.user, asked.currency, looked.first, looked.last), looked)
    named = [one for one in each if one.platform]
    span = figures.period("period", Span(looked.first, looked.last), looked.last, PLATFORMS)
    if not named:
        return Found("platforms.none_named", (span,))
    ways: list[tuple[str, str, Callable[[Compared], Rate]]] = [
        ("platforms.by_hour", "hour", lambda one: one.per_hour),
        ("platforms.by_job", "job", lambda one: one.per_job),
    ]
    for template, per, rate in ways:
        told = [one for one in named if rate(one).minor is not None]
        if len(named) > 1 and len(told) > 1:
            ranked = sorted(told, key=lambda one: -(rate(one).minor or 0))
            return Found(template, (*_ranked(ranked, asked.currency, looked.last, per, rate), span))
    facts = _by_net(named, asked.currency, looked.last)
    return Found("platforms.by_net" if len(named) > 1 else "platforms.single", (*facts, span))


def _ranked(
    ranked: Sequence[Compared], currency: str, last: date, per: str, rate: Callable[[Compared], Rate]
) -> list[Fact]:
    facts: list[Fact] = []
    for one, prefix in zip(ranked, ("best", "next"), strict=False):
        facts.append(figures.named(f"{prefix}_platform", titled(one.platform), last, PLATFORMS))
        facts.append(figures.rate(f"{prefix}_rate", rate(one).minor or Decimal(0), currency, per, last, PLATFORMS))
    return facts


def _by_net(named: Sequence[Compared], currency: str, last: date) -> list[Fact]:
    facts: list[Fact] = []
    for one, prefix in zip(named, ("best", "next"), strict=False):
        facts.append(figures.named(f"{prefix}_platform", titled(one.platform), last, PLATFORMS))
        facts.append(figures.money(f"{prefix}_net", one.net, currency, last, PLATFORMS))
    return facts


def mileage(asked: Question, *, period: Span | None = None) -> Found:
    """Tell how far the user drove on business in a year, and what that deducts from taxes.

    Args:
        period: a day or more of the year that is meant; this year without it.
    """
    year = (period.last if period else asked.today).year
    found = mileage_year(asked.user, year, country=country_of(asked.user))
    source = Source("trip", str(year), "/work#mileage")
    span = figures.period("mileage_year", Span(date(year, 1, 1), date(year, 12, 31)), asked.today, source)
    if not found.business:
        return Found("mileage.none", (span,))
    driven = figures.distance("business_distance", found.business, found.unit, asked.today, source)
    deduction = found.deduction_minor
    if deduction is None or found.currency is None:
        return Found(f"mileage.{found.reason or 'no_country'}", (driven, span))
    return Found(
        "mileage.ok", (driven, figures.money("deduction", deduction, found.currency, asked.today, source), span)
    )
