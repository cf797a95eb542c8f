"""Dates as banks write them; whether the day or the month comes first is decided over the whole column."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from itertools import groupby

from babel import Locale

from finance.statements.parsed import NotAStatement

LANGUAGES = ("en", "es", "de", "fr", "it", "pt", "nl", "cs", "pl", "sv", "da", "nb", "fi", "hu", "ro", "tr")
LONGEST = 60  # of a date with its time; what patterns cost grows with the length
EARLIEST, LATEST = date(1970, 1, 1), date(2100, 1, 1)
ZONE = r"([AaPp]\.?[Mm]\.?|Z|UTC|[+-]\d{2}:?\d{2}(\s[A-Z]{2,5})?)?"
TIME = re.compile(rf"[T ,]+\d{{1,2}}[:.]\d{{2}}([:.]\d{{2}}([.,]\d+)?)?\s*{ZONE}$")
YEAR_FIRST = re.compile(r"(\d{4})[-/.年 ]\s?(\d{1,2})[-/.月 ]\s?(\d{1,2})日?", re.ASCII)
COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})", re.ASCII)
YEAR_LAST = re.compile(r"(\d{1,2})[-/. ]\s?(\d{1,2})[-/.' ]\s?(\d{4}|\d{2})\.?", re.ASCII)
DAY_NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[-/. ]*(?:de )?([^\W\d_]+)\.?,?[-/. ]*(?:de )?'?(\d{4}|\d{2})", re.I)
MONTH_NAMED = re.compile(r"([^\W\d_]+)\.?[-/. ]*(\d{1,2})(?:st|nd|rd|th)?,?[-/. ]+'?(\d{4}|\d{2})", re.I)
AMBIGUOUS = (
    "In this file it cannot be told whether dates are written day first or month first. "
    "Say which (day_first), or upload a longer statement."
)


@dataclass(frozen=True, slots=True)
class DateOrder:
    """How a column's dates are to be read; None where the order never matters."""

    day_first: bool | None

    def read(self, cell: str) -> date | None:
        """Read one date; None when it is none."""
        return _read(cell, self.day_first is not False)


@lru_cache(maxsize=4096)  # a statement has many rows of few days
def _read(cell: str, day_first: bool) -> date | None:
    if len(cell) > LONGEST:
        return None
    text = TIME.sub("", cell.strip())
    found = _plain(text)
    if found is not None:
        return found
    match = YEAR_LAST.fullmatch(text)
    if match is None:
        return None
    first, second, year = match.groups()
    day, month = (first, second) if day_first else (second, first)
    return calendar_day(_year(year), int(month), int(day))


def date_order(cells: Sequence[str], *, day_first: bool | None = None, refuse: bool = True) -> DateOrder:
    """Decide the order from every cell of a column.

    Args:
        cells: the column.
        day_first: what the user said, which wins.
        refuse: raise when it cannot be told, rather than read the day first.

    Raises:
        NotAStatement: both orders fit equally well.
    """
    # One after the other the same says nothing, and clear forms need no deciding.
    numeric = [cell for cell, _ in groupby(cells) if not _clear(cell)]
    if day_first is not None or not any(DateOrder(True).read(c) or DateOrder(False).read(c) for c in numeric):
        return DateOrder(day_first)
    by_day, by_month = ([DateOrder(first).read(cell) for cell in numeric] for first in (True, False))
    fits = sum(found is not None for found in by_day) - sum(found is not None for found in by_month)
    if fits:
        return DateOrder(fits > 0)
    if by_day == by_month:
        return DateOrder(True)
    steps = _jumps(by_month) - _jumps(by_day)
    if steps:
        return DateOrder(steps > 0)
    if any("." in cell for cell in numeric):  # points between numbers are day first wherever they are used
        return DateOrder(True)
    if refuse:
        raise NotAStatement(AMBIGUOUS, code="ambiguous_dates")
    return DateOrder(True)


def _jumps(found: Sequence[date | None]) -> int:
    """Count days between neighbours: statements are in order, so the right reading jumps least."""
    known = [day for day in found if day]
    return sum(abs((later - earlier).days) for earlier, later in zip(known, known[1:], strict=False))


@lru_cache(maxsize=4096)
def _clear(cell: str) -> bool:
    return len(cell) <= LONGEST and _plain(TIME.sub("", cell.strip())) is not None


def _plain(text: str) -> date | None:
    """Read the forms whose order is clear."""
    if match := YEAR_FIRST.fullmatch(text) or COMPACT.fullmatch(text):
        return calendar_day(int(match[1]), int(match[2]), int(match[3]))
    if (match := DAY_NAMED.fullmatch(text)) and (month := months().get(match[2].lower())):
        return calendar_day(_year(match[3]), month, int(match[1]))
    if (match := MONTH_NAMED.fullmatch(text)) and (month := months().get(match[1].lower())):
        return calendar_day(_year(match[3]), month, int(match[2]))
    return None


def _year(text: str) -> int:
    year = int(text)
    return year if year > 99 else year + (2000 if year < 70 else 1900)


def calendar_day(year: int, month: int, day: int) -> date | None:
    """Return the day, or None where there is none or no bank statement can be of it."""
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if EARLIEST <= found <= LATEST else None


@cache
def months() -> dict[str, int]:
    """Return month names and their short forms, in lower case, of the languages of common bank files."""
    found: dict[str, int] = {}
    for language in LANGUAGES:
        locale = Locale(language)
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in locale.months[context][width].items():
                    found.setdefault(name.lower().rstrip("."), number)
    return found | {"sept": 9}
