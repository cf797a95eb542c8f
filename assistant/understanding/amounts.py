"""Amounts, counts and distances in a message."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from assistant.languages import Language
from assistant.understanding.folding import Token

CURRENCIES = {
    "$": "USD", "dollar": "USD", "dollars": "USD", "usd": "USD", "bucks": "USD", "buck": "USD", "dolares": "USD",
    "dolar": "USD", "dalar": "USD", "dolar ": "USD", "€": "EUR", "euro": "EUR", "euros": "EUR", "eur": "EUR",
    "£": "GBP", "pound": "GBP", "pounds": "GBP", "quid": "GBP", "gbp": "GBP", "libras": "GBP",
    "₹": "INR", "rupee": "INR", "rupees": "INR", "rs": "INR", "inr": "INR", "rupe": "INR", "rupaya": "INR",
    "rupiya": "INR", "rupayalu": "INR", "rupalu": "INR", "rupayala": "INR", "rupias": "INR",
    "peso": "MXN", "pesos": "MXN", "mxn": "MXN",
}  # fmt: skip
DISTANCES = {"mile", "miles", "mi", "km", "kms", "kilometer", "kilometers", "kilometre", "kilometres", "k's"}
_NUMBER = re.compile(r"\d{1,3}(?:,\d{2,3})+(?:\.\d+)?|\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a message: tokens from `first` to `last`, that one not among them."""

    kind: Literal["money", "count", "distance"]
    value: Decimal
    first: int
    last: int
    currency: str | None = None


def numbers_in(words: Sequence[Token], language: Language) -> list[Number]:
    """Return the numbers of a message."""
    found = []
    for place, word in enumerate(words):
        if not _NUMBER.fullmatch(word.text):
            continue
        value = Decimal(word.text.replace(",", ""))
        first, last = place, place + 1
        after = words[last].fold if last < len(words) else ""
        before = words[first - 1].text if first else ""
        if after in {"k"} and words[last].start == word.end:
            value, last = value * 1000, last + 1
            after = words[last].fold if last < len(words) else ""
        if after in DISTANCES:
            found.append(Number("distance", value, first, last + 1))
        elif after in CURRENCIES:
            found.append(Number("money", value, first, last + 1, CURRENCIES[after]))
        elif before in CURRENCIES:
            found.append(Number("money", value, first - 1, last, CURRENCIES[before]))
        else:
            found.append(Number("count", value, first, last))
    return found
