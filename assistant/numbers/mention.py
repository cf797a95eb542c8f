"""What a sentence says in numbers: each mention with where it stands and all that it may mean."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

Kind = Literal[
    "number", "money", "rate", "percent", "fraction", "points", "duration", "distance", "ordinal", "out_of", "date",
    "month", "year", "period", "time", "vague", "multiple", "strange",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Day:
    """A day as far as it was said: "Friday the twenty-seventh" has no month.

    Attributes:
        offsets: days from today, any of them: Hindi कल is tomorrow or yesterday.
        either: that day and month may be the other way round (03/04).
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    offsets: tuple[int, ...] = ()
    either: bool = False

    def fits(self, on: date, today: date) -> bool:
        """Tell whether a day is the one that was said."""
        if self.offsets:
            return (on - today).days in self.offsets
        if self.weekday is not None and on.weekday() != self.weekday:
            return False
        if self.year is not None and on.year != self.year:
            return False
        if self.year is None and abs(on - today) > (timedelta(days=8) if self.month is None else timedelta(days=366)):
            # a bare weekday is one of these days; a bare day of the month, one of this month or the next
            return self.day is not None and self.weekday is None and abs(on - today) < timedelta(days=32)
        if self.either and (self.month, self.day) == (on.day, on.month):
            return True
        return self.month in {None, on.month} and self.day in {None, on.day}


Value = Decimal | Day | str | None


@dataclass(frozen=True, slots=True)
class Mention:
    """One figure of a sentence.

    Attributes:
        start, end: where it stands in the text as given.
        text: the words.
        kind: what sort of figure it is.
        values: what it may be; empty when it cannot be read.
        currencies: of money and rates: those that the word or sign may mean.
        unit: of a duration day, week ...; of a distance mile or kilometre; of a rate what it is per.
        per: of money: the calendar unit it is said to come by.
        about: that it is said to be rounded.
        joined: said in pieces; `digits` are its digits.
        deficit: that words beside it say that it is lacking or owed.
    """

    start: int
    end: int
    text: str
    kind: Kind
    values: tuple[Value, ...] = ()
    currencies: frozenset[str] = frozenset()
    unit: str = ""
    about: bool = False
    joined: bool = False
    digits: str = ""
    deficit: bool = False
    ordinal: bool = False

    @property
    def value(self) -> Value:
        """The first reading; None when it cannot be read."""
        return self.values[0] if self.values else None
