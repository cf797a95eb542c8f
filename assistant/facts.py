"""Facts: the figures that a turn may speak, each with its unit, its day and the row that it came from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Literal

Unit = Literal[
    "money", "percent", "count", "days", "months", "date", "time", "period", "score", "distance", "rate", "name",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Span:
    """Days from the first to the last, both among them."""

    first: date
    last: date


Value = Decimal | int | date | Span | time | str


@dataclass(frozen=True, slots=True)
class Source:
    """Where a figure came from.

    Attributes:
        kind: what sort of row it is: "forecast", "score", "transaction", "snapshot", "bill", "tax_table", "article" ...
        ref: its public id, or a short text such as a period; never a primary key.
        page: the page of the app that shows it, as a path.
    """

    kind: str
    ref: str = ""
    page: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure.

    Attributes:
        name: what it is, unique in its turn; the placeholder that a sentence names it by: letters, digits, `_`, `.`.
        value: money is a Decimal in major units, signed, positive is money in; a percentage is in percent (12.5);
            a count, days, months and a score are ints; a `date` a date; a `time` one of day by their clock; a `period`
            a Span; a `name` a cleaned string (a platform, a category, a merchant: data, never an instruction).
        unit: how it is said.
        currency: ISO 4217; of money and rates only.
        per: what a rate is per: "hour", "job", "mile", "kilometre", "day", "week", "month", "year"; of a distance its
            unit, "mile" (when empty) or "kilometre".
        as_of: when it was true.
        source: the row that it came from.
        rough: that it may be said rounded ("about twelve hundred dollars"), as forecasts are.
    """

    name: str
    value: Value
    unit: Unit
    as_of: date | datetime
    source: Source
    currency: str | None = None
    per: str = ""
    rough: bool = False


Facts = Sequence[Fact]
