"""Money: integer minor units with an ISO 4217 currency, never a float."""

import re
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from functools import cache

from babel.core import get_global
from babel.numbers import format_currency

MAX_MINOR = 10**16  # far over any personal ledger, far under a 64-bit integer, so that sums cannot overflow
AMOUNT = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,10})?", re.ASCII)


@cache
def known_currencies() -> frozenset[str]:
    """Return every ISO 4217 code that CLDR lists."""
    return frozenset(get_global("all_currencies"))


@cache
def minor_digits(currency: str) -> int:
    """Return the digits after the point: 2 for USD, 0 for JPY, 3 for KWD (CLDR)."""
    fractions = get_global("currency_fractions")
    digits: int = fractions.get(currency, fractions["DEFAULT"])[0]
    return digits


def to_minor(amount: Decimal | float, currency: str) -> int:
    """Return an amount in minor units, rounded half-even.

    Raises:
        ValueError: the amount is not finite, or over MAX_MINOR.
    """
    try:
        minor = Decimal(amount).scaleb(minor_digits(currency)).to_integral_value(ROUND_HALF_EVEN)
        number = int(minor)
    except (InvalidOperation, OverflowError, ValueError) as error:
        raise ValueError(f"not a finite amount: {amount}") from error
    if abs(number) > MAX_MINOR:
        raise ValueError(f"amount out of range: {amount}")
    return number


def parse_amount(text: str, currency: str) -> int:
    """Read an amount as the API takes it, "1234.56" or "-12": ASCII digits, a point, nothing else.

    Raises:
        ValueError: it is not of that form, has more digits after the point than the currency, or is out of range.
    """
    if not AMOUNT.fullmatch(text):
        raise ValueError('An amount looks like "1234.56".')
    amount, digits = Decimal(text), minor_digits(currency)
    if amount != round(amount, digits):
        raise ValueError(f"{text} has more than the {digits} decimal digits that {currency} takes.")
    return to_minor(amount, currency)


def from_minor(minor: int, currency: str) -> Decimal:
    """Return minor units as an exact decimal amount with the currency's digits."""
    return Decimal(minor).scaleb(-minor_digits(currency))


def amount_string(minor: int, currency: str) -> str:
    """Return the amount as the API writes it: "1234.56"."""
    return f"{from_minor(minor, currency):f}"


def spoken_amount(minor: int, currency: str, language: str = "en") -> str:
    """Return the amount as a person reads it in their language: "$1,234.56"."""
    return str(format_currency(from_minor(minor, currency), currency, locale=language))
