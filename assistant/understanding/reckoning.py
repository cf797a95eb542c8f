"""The grammar of days and periods: which runs of signs say when, and when that is."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.facts import Span
from assistant.understanding import moments
from assistant.understanding.moments import DAY
from assistant.understanding.signs import MONTHS, WEEKDAYS, Sign

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Reckoning:
    """From where days are counted, and which way one without a year lies."""

    today: date
    future: bool


Build = Callable[["Reading"], tuple[Span, date | None] | None]


@dataclass(frozen=True, slots=True)
class Reading:
    """The signs that a rule of the grammar fits."""

    signs: Sequence[Sign]
    at: Reckoning

    def get(self, letters: str) -> Sign | None:
        """Return the first sign with one of the letters."""
        return next((sign for sign in self.signs if sign.letter in letters), None)

    def count(self) -> int:
        """Return how many units are meant."""
        found = self.get("#12")
        if found is None:
            return 1
        return {"1": 1, "2": 2}.get(found.letter, found.number)

    def which(self) -> str:
        """Return last, this, next or coming."""
        found = self.get("ltncL")
        return {"l": "last", "t": "this", "n": "next", "c": "coming", "L": "last2"}[found.letter] if found else ""


def bare_unit(reading: Reading) -> tuple[Span, date | None] | None:
    unit = reading.get("u")
    if unit is None or (unit.means == "day" and not reading.get("t")):
        return None
    steps = {"last": -1, "last2": -2, "next": 1}.get(reading.which(), 0)
    if reading.which() == "coming":
        steps = 0 if unit.means == "weekend" else 1
    if unit.means == "weekend" and not reading.which() and not reading.at.future:
        steps = 0 if reading.at.today.weekday() >= SATURDAY else -1  # what was earned "over the weekend"
    span = moments.span_of(moments.shift(reading.at.today.replace(day=min(reading.at.today.day, 28)), unit.means, steps)
                           if unit.means in {"month", "quarter", "year"}
                           else moments.shift(reading.at.today, unit.means, steps), unit.means)  # fmt: skip
    if reading.get("r"):
        return Span(span.first, max(span.first, reading.at.today)), None
    return span, span.last if steps < 0 else max(span.first, reading.at.today)


def _many(reading: Reading) -> tuple[Span, date | None] | None:
    unit, count = reading.get("u"), reading.count()
    if unit is None or not 0 < count < 1_000:
        return None
    if reading.which() == "last":
        return moments.trailing(reading.at.today, unit.means, count), None
    found = moments.ahead(reading.at.today, unit.means, count)
    return found, found.last


def _ago(reading: Reading) -> tuple[Span, date | None] | None:
    unit = reading.get("u")
    if unit is None:
        return None
    day = moments.shift(reading.at.today, unit.means, -reading.count())
    return moments.span_of(day, unit.means), day


def _later(reading: Reading) -> tuple[Span, date | None] | None:
    unit = reading.get("u")
    if unit is None:
        return None
    day = moments.shift(reading.at.today, unit.means, reading.count())
    return Span(day, day), day


def _edge(reading: Reading) -> tuple[Span, date | None] | None:
    """The end, beginning or middle of a unit or month."""
    month = reading.get("m")
    named = reading.get("z")
    if month:
        span = moments.month_near(reading.at.today, MONTHS.index(month.means) + 1, future=reading.at.future)
    elif named:
        span = moments.span_of(reading.at.today, named.means.removesuffix("end"))
    else:
        found = bare_unit(reading)
        if found is None:
            return None
        span = found[0]
    if reading.get("k"):
        day = span.first
    elif reading.get("v"):
        day = span.first + (span.last - span.first) // 2
    else:
        day = span.last
    return Span(day, day), day


def _weekday(reading: Reading) -> tuple[Span, date | None] | None:
    sign = reading.get("w")
    if sign is None:
        return None
    which = reading.which() or ("coming" if reading.at.future else "last")
    day = moments.weekday(reading.at.today, WEEKDAYS.index(sign.means), which)
    return Span(day, day), day


def _date(reading: Reading) -> tuple[Span, date | None] | None:
    number, month, year = reading.get("#o1"), reading.get("m"), reading.get("y")
    if number is None:
        return None
    day = 1 if number.letter == "1" else number.number
    if not 1 <= day <= 31:
        return None
    found: date | None
    if month and year:
        found = moments.day_of(year.number, MONTHS.index(month.means) + 1, day)
    else:
        number_of = MONTHS.index(month.means) + 1 if month else None
        unit = reading.get("u")
        if unit:
            base = moments.shift(
                reading.at.today.replace(day=1), "month", {"last": -1, "next": 1}.get(reading.which(), 0)
            )
            found = moments.day_of(base.year, base.month, day)
        else:
            found = moments.day_near(reading.at.today, day, number_of, future=reading.at.future)
    return (Span(found, found), found) if found else None


def _days(reading: Reading) -> tuple[Span, date | None] | None:
    """From the 5th to the 10th of May."""
    month, year = reading.get("m"), reading.get("y")
    days = [sign.number for sign in reading.signs if sign.letter in "#o"]
    if month is None or len(days) != 2:
        return None
    number = MONTHS.index(month.means) + 1
    in_year = year.number if year else moments.month_near(reading.at.today, number, future=reading.at.future).first.year
    first, last = (moments.day_of(in_year, number, day) for day in days)
    return (Span(first, last), last) if first and last and first <= last else None


def _month(reading: Reading) -> tuple[Span, date | None] | None:
    month, year = reading.get("m"), reading.get("y")
    if month is None:
        return None
    number = MONTHS.index(month.means) + 1
    if year:
        span = moments.month_span(year.number, number)
    else:
        which = reading.which()
        future = {"last": False, "next": True, "coming": True}.get(which, reading.at.future)
        span = moments.month_near(reading.at.today, number, future=future)
        if which == "last" and span.last >= reading.at.today:
            span = moments.month_span(span.first.year - 1, number)
        if which == "next" and span.first <= reading.at.today:
            span = moments.month_span(span.first.year + 1, number)
    if reading.get("r"):
        return Span(span.first, reading.at.today), None
    return span, max(span.first, reading.at.today) if span.last >= reading.at.today else span.last


def _quarter(reading: Reading) -> tuple[Span, date | None] | None:
    sign, year = reading.get("q"), reading.get("y")
    if sign is None:
        return None
    number = int(sign.means[1])
    if year:
        span = moments.quarter_span(year.number, number)
    else:
        span = moments.quarter_span(reading.at.today.year, number)
        if not reading.at.future and span.first > reading.at.today:
            span = moments.quarter_span(reading.at.today.year - 1, number)
        if reading.at.future and span.last < reading.at.today:
            span = moments.quarter_span(reading.at.today.year + 1, number)
    return span, span.last


def _year(reading: Reading) -> tuple[Span, date | None] | None:
    year = reading.get("y")
    if year is None or not 2000 <= year.number <= reading.at.today.year + 5:
        return None
    return Span(date(year.number, 1, 1), date(year.number, 12, 31)), None


def _near(reading: Reading) -> tuple[Span, date | None] | None:
    sign = reading.get("d")
    if sign is None:
        return None
    way = 1 if reading.at.future else -1
    days = {
        "today": 0,
        "tomorrow": 1,
        "yesterday": -1,
        "overmorrow": 2,
        "ereyesterday": -2,
        "kal": way,
        "parson": 2 * way,
    }
    day = reading.at.today + days[sign.means] * DAY
    return Span(day, day), day


def _written(reading: Reading) -> tuple[Span, date | None] | None:
    """A date in digits: 2026-12-05, 5/12, 5.12.2026. The day comes first unless it cannot."""
    sign = reading.get("Z")
    if sign is None:
        return None
    parts = [int(part) for part in re.split(r"[/.-]", sign.means)]
    if parts[0] > 31:
        found = moments.day_of(parts[0], parts[1], parts[2])
    else:
        day, month = (parts[0], parts[1]) if parts[1] <= 12 else (parts[1], parts[0])
        if len(parts) == 3:
            found = moments.day_of(parts[2] + (2000 if parts[2] < 100 else 0), month, day)
        else:
            found = moments.day_near(reading.at.today, day, month, future=reading.at.future) if month <= 12 else None
    return (Span(found, found), found) if found else None


N = "[#12]"
# The longest reading wins, the earlier rule among equals. Skipped words may stand between any two signs.
RULES: tuple[tuple[str, Build], ...] = (
    (f"[lnc]{N}u|{N}[lnc]u|{N}u[lnc]", _many),
    (f"{N}ug|g{N}u|{N}ul|gu|ug", _ago),
    (f"i{N}u|{N}ui|{N}uh|h{N}u|{N}uhi", _later),
    ("[ekv][tnlc]?u[tnlc]?|[tnlc]?u[ekv]|[ekv]m|m[ekv]|z|[tnl]z", _edge),
    ("[ltnc]?w|w[ltnc]", _weekday),
    ("[sbf]?[#o][xas][#o]my?x?|[sbf]?m[#o][xas][#o]y?x?", _days),
    ("(?:j?[#o1]m|m[#o]|j[#o]m)(?:[_i]*y)?", _date),
    ("o(?:[tnl]u)?|j#|#j|[tnl]uj?#j?|[tnl]u#j|oj|jo|[#o][tnl]u", _date),
    ("[ltnc]?m[lnc]?(?:y)?|m[lnc]?r|rm|m(?:i*)y", _month),
    ("[ltn]?u[Lltn]?r|r[ltn]?u[lt]?|[Lltnc]u|u[Lltnc]|uLl", bare_unit),
    ("u", bare_unit),
    ("qi*y?|q", _quarter),
    ("iy|sy|uy|ty|yu|yi|ys", _year),
    ("d", _near),
    ("Z", _written),
)
RULES_READ = [(re.compile(f"(?:{rule})"), make) for rule, make in RULES]
