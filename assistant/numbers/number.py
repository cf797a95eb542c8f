"""A number as it stands in a text, before its unit is known."""

from dataclasses import dataclass, field
from decimal import Decimal

from assistant.numbers.tokens import Item

DIGIT_WORDS = frozenset({"small", "one", "oh"})
TOGETHER = frozenset({"", " ", "-"})  # what may stand between the words of one number


@dataclass(slots=True)
class Number:
    """A number as it stands in the text.

    Attributes:
        values: what it may be; empty when it cannot be read.
        ordinal: "third", "27th".
        joined: said in pieces, "seven twelve", "four four two one": its digits one after the other.
        parts: the pieces, when joined.
        fraction: "half", "two thirds".
        digits: its digits, where it is written in plain digits.
        raw: what it was written as, when in digits of any kind.
    """

    start: int
    end: int
    gap: str
    values: tuple[Decimal, ...]
    ordinal: bool = False
    joined: bool = False
    parts: list["Number"] = field(default_factory=list)
    fraction: bool = False
    digits: str = ""
    raw: str = ""
    vague: bool = False


Node = Item | Number
