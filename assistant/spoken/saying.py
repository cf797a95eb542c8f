"""A fact in words, and as it is written."""

import re
from datetime import date, time
from decimal import ROUND_DOWN, Decimal

from babel.numbers import format_decimal

from assistant.facts import Fact, Span
from assistant.languages import Language
from assistant.spoken import calendar, clock, quantities
from assistant.spoken.rounding import rough, shown
from assistant.spoken.tongue import Coin
from assistant.spoken.tongues import TONGUES
from kit.money import NO_BREAK, minor_digits
from kit.money import spoken as money_sign

DIGITS_ONLY = re.compile(r"[0-9]{2,8}", re.ASCII)
NO_CENTS = re.compile(r"[.,]0+(?=[^0-9]*$)")


def spoken(fact: Fact, language: Language, *, today: date, before: Coin | None = None) -> str:
    """Return a fact as it is said aloud.

    Args:
        fact: the figure.
        language: of the words.
        today: what days are told from.
        before: the noun that a count stands before, for its gender.
    """
    value = fact.value
    match fact.unit:
        case "money":
            return quantities.money(decimal(fact), code(fact), language, roughly=fact.rough)
        case "rate":
            return quantities.rate(decimal(fact), code(fact), fact.per, language, roughly=fact.rough)
        case "percent":
            return quantities.percent(decimal(fact), language, roughly=fact.rough)
        case "days" | "months":
            return quantities.quantity(decimal(fact), fact.unit[:-1], language, roughly=fact.rough)
        case "distance":
            return quantities.quantity(decimal(fact), fact.per or "mile", language, roughly=fact.rough)
        case "score":
            return TONGUES[language].score(int(decimal(fact)))
        case "count":
            return _count(fact, language, before)
    if isinstance(value, Span):
        return calendar.period(value, language, today)
    if isinstance(value, date):
        return calendar.day(value, language, today)
    if isinstance(value, time):
        return clock.spoken(value, language)
    text = str(value)
    return quantities.digits(text, language) if DIGITS_ONLY.fullmatch(text) else text


def written(fact: Fact, language: Language, *, today: date) -> str:
    """Return a fact as the screen shows it; its digits are Latin in every language."""
    value, tongue = fact.value, TONGUES[language]
    match fact.unit:
        case "money" | "rate":
            return _amount(fact, language)
        case "percent":
            gap = NO_BREAK if language == "es" else ""
            return _about(f"{_plain(decimal(fact), fact, language)}{gap}%", fact, language)
        case "days" | "months" | "distance":
            noun = tongue.nouns[fact.unit[:-1] if fact.unit != "distance" else fact.per or "mile"]
            number = rough(decimal(fact)) if fact.rough else shown(decimal(fact))
            return _about(f"{_plain(decimal(fact), fact, language)} {noun.of(abs(number))}", fact, language)
        case "score":
            return str(int(decimal(fact)))
        case "count":
            return _about(_plain(decimal(fact), fact, language), fact, language)
    if isinstance(value, Span):
        return calendar.period(value, language, today, written=True)
    if isinstance(value, time):
        return clock.written(value, language)
    return calendar.day(value, language, today, written=True) if isinstance(value, date) else str(value)


def decimal(fact: Fact) -> Decimal:
    """Return a fact's value as an exact number.

    Raises:
        TypeError: it is none, or a float.
    """
    if isinstance(fact.value, bool) or not isinstance(fact.value, Decimal | int):
        raise TypeError(f"{fact.name} is no exact number")
    return Decimal(fact.value)


def code(fact: Fact) -> str:
    """Return the currency of a fact.

    Raises:
        TypeError: it has none.
    """
    if not fact.currency:
        raise TypeError(f"{fact.name} has no currency")
    return fact.currency


def _count(fact: Fact, language: Language, before: Coin | None) -> str:
    value = rough(decimal(fact)) if fact.rough else decimal(fact)
    words = quantities.number(value, language, before.gender if before else "")
    return _about(words, fact, language)


def _about(text: str, fact: Fact, language: Language) -> str:
    return f"{TONGUES[language].about} {text}" if fact.rough and fact.value else text


def _plain(value: Decimal, fact: Fact, language: Language) -> str:
    value = rough(value) if fact.rough else shown(value)
    grouped = language != "es" or abs(value) >= 10_000
    return str(
        format_decimal(value.normalize() + 0, locale=language, decimal_quantization=False, group_separator=grouped)
    )


def _amount(fact: Fact, language: Language) -> str:
    value, currency = decimal(fact), code(fact)
    locale = "en_IN" if language == "en" and currency in quantities.RUPEES else language
    if fact.rough:
        value = rough(value)
        text = money_sign(value, currency, locale)
        if value == value.to_integral_value() and minor_digits(currency):
            text = NO_CENTS.sub("", text)
    else:
        text = _finer(value, currency, locale)
    if fact.unit == "rate":
        text = TONGUES[language].per.get(fact.per, "{}").format(text)
    return _about(text, fact, language)


def _finer(value: Decimal, currency: str, locale: str) -> str:
    """Return an amount; a rate of 0.725 keeps the digits that are finer than a cent."""
    fine = -int(value.normalize().as_tuple().exponent)
    if fine <= 2 or round(value, 2) == value:
        return money_sign(value, currency, locale)
    text = money_sign(value.quantize(Decimal("0.01"), ROUND_DOWN), currency, locale)
    mark = "," if locale == "es" else "."
    digits = f"{abs(value.normalize()):f}".partition(".")[2]
    return re.sub(rf"{re.escape(mark)}[0-9]+(?![0-9])", f"{mark}{digits}", text, count=1)
