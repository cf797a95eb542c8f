"""Money: integer minor units with an ISO 4217 currency, never a float."""

import re
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from functools import cache

from babel.core import get_global
from babel.numbers import format_currency, get_currency_symbol

from kit.currency_symbols import SIGNS

MAX_MINOR = 10**16  # far over any personal ledger, far under a 64-bit integer, so that sums cannot overflow
NO_BREAK = "\N{NO-BREAK SPACE}"
FEW_GROUPS = frozenset({"es"})  # languages that part thousands from five digits on (CLDR's minimum grouping)
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
    """Return minor units as a person reads them in their language: "$1,234.56"."""
    return spoken(from_minor(minor, currency), currency, language)


def spoken(amount: Decimal, currency: str, language: str = "en") -> str:
    """Return an amount as the app shows it: with the currency's short sign, "Kč 3,276.83" or "3276,83 Kč"."""
    grouped = language not in FEW_GROUPS or abs(amount) >= 10_000
    text = str(format_currency(amount, currency, locale=language, group_separator=grouped))
    long, sign = get_currency_symbol(currency, language), SIGNS.get(currency, currency)
    before, _, after = text.partition(long)
    gap = NO_BREAK if sign[-1].isalpha() and after[:1].isdigit() else ""
    return f"{before}{sign}{gap}{after}"
