"""What may be spent: safe-to-spend, and one spend judged."""

from datetime import date
from decimal import Decimal

from assistant.facts import Fact, Span
from assistant.tools import figures
from assistant.tools.found import Found, Question
from assistant.tools.looking import Ahead, look_ahead
from finance.affordability import Affordability, NotTold, afford
from finance.outlook import STRESSED
from kit.money import to_minor


def safe_to_spend(asked: Question, *, period: Span | None = None) -> Found:
    """Tell how much the user can spend today and still keep their buffer, with a nine in ten chance.

    Args:
        period: up to when the buffer has to hold; four weeks without it.
    """
    ahead = look_ahead(asked, held=True)
    if isinstance(ahead, Found):
        return ahead
    weeks = ahead.weeks_to(period)
    minor = ahead.outlook.safe_to_spend(weeks) or 0
    template = "safe_to_spend.ok" if minor > 0 else "safe_to_spend.nothing"
    return ahead.noted(Found(template, (_money(ahead, "safe_to_spend", minor), *parts(ahead, weeks))), asked)


def parts(ahead: Ahead, weeks: int) -> tuple[Fact, ...]:
    """Return what safe-to-spend is made of: the lowest stressed balance, less the buffer and what is held back."""
    outlook = ahead.outlook
    lowest = outlook.row("running_minimum", STRESSED)[weeks - 1]
    return (
        figures.day("until", ahead.until(weeks), ahead.as_of, ahead.source),
        _money(ahead, "lowest_stressed_balance", lowest),
        _money(ahead, "buffer", outlook.buffer_minor),
        _money(ahead, "held_for_goals", outlook.held_minor - outlook.taxes_minor),
        _money(ahead, "held_for_taxes", outlook.taxes_minor),
        _money(ahead, "balance", ahead.forecast.opening_balance_minor or 0),
        figures.day("as_of", ahead.as_of, ahead.as_of, ahead.source),
    )


def affordability(
    asked: Question, *, amount: Decimal | None = None, currency: str | None = None, on: date | None = None
) -> Found:
    """Tell whether the user can afford to spend an amount, today or on a day, and if not, from when on.

    Args:
        amount: what it costs, in major units, such as "250.00".
        currency: ISO 4217 code of the amount, where the user names one.
        on: the day of the spend; today without one.
    """
    if amount is None or amount <= 0:
        return Found("affordability.ask_amount")
    if currency and asked.currencies and currency not in asked.currencies:
        return Found("affordability.other_currency")
    ahead = look_ahead(asked, held=True)
    if isinstance(ahead, Found):
        return ahead
    later = on if on and on > asked.today else None
    try:
        minor = to_minor(amount, ahead.currency)
        judged = afford(ahead.outlook, minor, later, today=asked.today)
    except NotTold:
        last = date.fromisoformat(ahead.outlook.points["minimum_ahead"]["ds"][-1])
        return Found("affordability.too_far", (figures.day("last_on", last, ahead.as_of, ahead.source),))
    except ValueError:  # out of any range
        return Found("affordability.ask_amount")
    return ahead.noted(_judged(ahead, minor, judged, dated=later is not None), asked)


def _judged(ahead: Ahead, minor: int, judged: Affordability, *, dated: bool) -> Found:
    source, as_of = ahead.source, ahead.as_of
    facts = (
        _money(ahead, "amount", minor),
        figures.day("on", judged.on, as_of, source),
        figures.percent("risk_with", round(judged.with_spend, 4), as_of, source),
        figures.percent("risk_without", round(judged.without, 4), as_of, source),
        figures.day("until", judged.until, as_of, source),
        _money(ahead, "safe_to_spend", ahead.outlook.safe_to_spend() or 0),
        _money(ahead, "buffer", ahead.outlook.buffer_minor),
        figures.day("as_of", as_of, as_of, source),
    )
    if judged.affordable:
        return Found("affordability.yes_on" if dated else "affordability.yes", facts)
    if judged.earliest_on and judged.earliest_on > judged.on:
        earliest = figures.day("earliest_on", judged.earliest_on, as_of, source)
        return Found("affordability.later", (earliest, *facts))
    if judged.earliest_on:
        earliest = figures.day("earliest_on", judged.earliest_on, as_of, source)
        return Found("affordability.sooner", (earliest, *facts))
    horizon = figures.day("last_on", judged.last_on, as_of, source)
    return Found("affordability.no", (horizon, *facts))


def _money(ahead: Ahead, name: str, minor: int) -> Fact:
    return figures.money(name, minor, ahead.currency, ahead.as_of, ahead.source)
