"""What a word does in a sentence, as far as numbers go."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Role = Literal[
    "small",  # 0 to 99, or 1.5: whatever has a word of its own
    "one",  # one, un, ek: a number beside a noun that is counted, else an article or a pronoun
    "article",  # a, an: one in front of "hundred" or "dollar"
    "hundred",
    "hundreds",  # doscientos, నూట: hundreds in one word
    "scale",
    "dozen",
    "ordinal",
    "fraction",
    "plus",  # "and a half": added
    "prefix",  # साढ़े: added to the number behind it
    "and",
    "point",
    "oh",
    "vague",  # hundreds of, a few thousand: no figure, yet it tells one
    "multiple",
    "currency",
    "percent",
    "points",
    "duration",
    "distance",
    "per",
    "month",
    "weekday",
    "day",  # today, tomorrow
    "span",  # last month
    "about",
    "minus",
    "deficit",
    "as_of",
    "out_of",
    "clock",
    "filler",
    "link",  # to, or: between two numbers
    "the",
    "idiom",  # ordinary words that look like numbers
    "foreign",  # a number in a language that is none of ours
]
NUMERIC: frozenset[str] = frozenset(
    {"small", "one", "hundred", "hundreds", "scale", "dozen", "ordinal", "fraction", "prefix", "digits"}
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A word or phrase of a table.

    Attributes:
        role: what it does.
        value: a number, a set of currencies, a name: whatever the role needs.
        language: whose table it is from.
        shy: that it is an ordinary word too, and counts beside another number or a unit only.
    """

    role: Role
    value: object
    language: str
    shy: bool = False


@dataclass(frozen=True, slots=True)
class Money:
    """The currencies that a word or sign may mean, and whether it is their hundredth."""

    currencies: frozenset[str]
    hundredth: bool = False


HALF = Decimal("0.5")
