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
        if self.year is None and not self._near(on, today):
            return False
        if self.either and (self.month, self.day) == (on.day, on.month):
            return True
        return self.month in {None, on.month} and self.day in {None, on.day}

    def _near(self, on: date, today: date) -> bool:
        """Tell whether a day without a year is meant: of this year or half a year around; a weekday, of these days."""
        away = abs(on - today)
        if self.month is not None:
            return on.year == today.year or away <= timedelta(days=183)
        return away <= timedelta(days=8 if self.weekday is not None else 32)

    def resolved(self, today: date) -> date | None:
        """Return the one day that is most likely meant."""
        if self.offsets:
            return today + timedelta(days=self.offsets[0])
        if self.month is not None and self.day is not None:
            try:
                return date(self.year or today.year, self.month, self.day)
            except ValueError:
                return None  # the 31st of a month of 30 days
        ahead = (today + timedelta(days=away) for away in (*range(32), *range(-1, -32, -1)))
        return next((on for on in ahead if self.fits(on, today)), None)


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
