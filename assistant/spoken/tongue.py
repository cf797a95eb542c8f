"""What a language must bring so that figures can be said in it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

Form = Literal["", "m", "f"]  # standing alone, before a masculine noun (or any noun), before a feminine one


def words(text: str) -> tuple[str, ...]:
    """Return the words of a table, which reads better as one line than as quoted strings."""
    return tuple(text.split())


@dataclass(frozen=True, slots=True)
class Coin:
    """A noun that is counted: one of it, several of it, and its gender where the language has one."""

    one: str
    many: str
    gender: Form = "m"

    def of(self, number: object) -> str:
        """Return the noun as it stands behind that number."""
        return self.one if number == 1 else self.many


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language's words.

    Attributes:
        cardinal: words of an int >= 0, as it stands before nothing, or before a noun of that form.
        indian: words of an int >= 0 in lakhs and crores; of English and Spanish for rupees.
        coins: ISO code -> (unit, hundredth or None).
        joint: between units and hundredths, "and".
        per: what a rate is per -> how that is said; `{}` stands for the money.
        nouns: day, month, mile, kilometre.
        day_words: days from today -> word.
        months, weekdays: their names, January and Monday first.
        score, year, day_of_month: an int in the words that are usual for it.
        dates: how days are put.
        spans: the periods that have a name of their own -> how they are said.
        last_days: how a number of days up to today is said.
        between: how a span from one day to another is said, `{}` twice.
        in_month: how something happened in a named month or year.
    """

    cardinal: Callable[[int, Form], str]
    indian: Callable[[int, Form], str]
    minus: str
    point: str
    percent: str
    about: str
    joint: str
    coins: Mapping[str, tuple[Coin, Coin | None]]
    per: Mapping[str, str]
    nouns: Mapping[str, Coin]
    day_words: Mapping[int, str]
    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    score: Callable[[int], str]
    year: Callable[[int], str]
    day_of_month: Callable[[int], str]
    dates: "Dates"
    spans: Mapping[str, str]
    last_days: str
    between: str
    in_month: str


@dataclass(frozen=True, slots=True)
class Dates:
    """How days are put: {weekday}, {day}, {month} and {year} are filled in, as words or as digits.

    Attributes:
        near: a day of this week or the next six days.
        far: a day of this year.
        dated: a day of another year.
    """

    near: str
    far: str
    dated: str
    written_near: str
    written_far: str
    written_dated: str
    month_of_year: str
