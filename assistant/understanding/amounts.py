"""Amounts, counts and distances in a message, as the one reader of numbers (assistant/numbers) finds them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from assistant.languages import Language
from assistant.numbers import Day, Mention, mentions
from assistant.understanding.colloquial import in_reader_words
from assistant.understanding.folding import Token

LAST_OF_A_MONTH = 31
USUAL = ("USD", "EUR", "GBP", "INR", "MXN")  # of the currencies that a word may mean, where the user's own is none


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a message: tokens from `first` to `last`, that one not among them.

    Attributes:
        currencies: those that the word or sign may mean; none where nothing says that it is money.
        day: of a date, what was said of it.
    """

    kind: Literal["money", "count", "distance", "duration", "ordinal", "date", "other"]
    value: Decimal
    first: int
    last: int
    currencies: frozenset[str] = frozenset()
    day: Day | None = None

    def currency(self, own: str) -> str:
        """Return the currency that is meant: the user's own where it may be."""
        if not self.currencies or own in self.currencies:
            return own
        return next((code for code in USUAL if code in self.currencies), min(self.currencies))


KINDS: dict[str, Literal["money", "count", "distance", "duration", "ordinal", "date"]] = {
    "money": "money",
    "number": "count",
    "distance": "distance",
    "duration": "duration",
    "ordinal": "ordinal",
    "date": "date",
    "year": "count",
}


def numbers_in(message: str, words: Sequence[Token], language: Language) -> list[Number]:
    """Return the numbers of a message, in their order."""
    message, words = in_reader_words(message, words, language)
    apart = (one for one in mentions(message, language) if not message[one.start - 1 : one.start].isalpha())
    found = (_number(mention, words) for mention in apart)
    return [number for number in found if number is not None]


def _number(mention: Mention, words: Sequence[Token]) -> Number | None:
    inside = [place for place, word in enumerate(words) if word.start < mention.end and word.end > mention.start]
    if not inside:
        return None
    value, first, last = mention.value, inside[0], inside[-1] + 1
    if isinstance(value, Day):
        return Number("date", Decimal(0), first, last, day=value)
    if not isinstance(value, Decimal):
        return None
    late = mention.kind == "ordinal" and value > LAST_OF_A_MONTH  # "took 45 on Monday"
    return Number("count" if late else KINDS.get(mention.kind, "other"), value, first, last, mention.currencies)
