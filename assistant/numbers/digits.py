"""Numbers in digits: grouped and with decimals in the ways that languages write them."""

import re
from decimal import Decimal

from assistant.languages import Language
from assistant.numbers.plain import THIN

WESTERN = {sep: re.compile(rf"[0-9]{{1,3}}(?:{re.escape(sep)}[0-9]{{3}})+") for sep in (",", ".", "'", THIN)}
INDIAN = re.compile(r"[0-9]{1,2}(?:,[0-9]{2})*,[0-9]{3}")
LONGEST = 24


def values(text: str, language: Language) -> tuple[Decimal, ...]:
    """Return what digits may mean, at most two readings; none when they are grouped as nobody groups.

    A comma groups in English, Hindi and Telugu; in Spanish a point does in Spain and a comma in Mexico.
    """
    if len(text) > LONGEST or "/" in text or ":" in text:
        return ()
    if text.isdigit():
        return (Decimal(text),)
    marks = [char for char in text if not char.isdigit()]
    if len(set(marks)) > 2 or (len(set(marks)) == 2 and marks.count(marks[-1]) > 1):
        return ()
    if len(set(marks)) == 2:
        whole, decimals = text.rsplit(marks[-1], 1)
        units = _grouped(whole, marks[0])
        return () if units is None or marks[-1] not in ".," else (Decimal(f"{units}.{decimals}"),)
    mark = marks[0]
    grouped = _grouped(text, mark)
    if len(marks) > 1 or mark not in ".,":
        return () if grouped is None else (Decimal(grouped),)
    return _one_mark(text, mark, grouped, language)


def _one_mark(text: str, mark: str, grouped: str | None, language: Language) -> tuple[Decimal, ...]:
    whole, _, decimals = text.partition(mark)
    decimal = Decimal(f"{whole}.{decimals}")
    if grouped is None:
        return (decimal,)
    if language == "es":
        return (Decimal(grouped),) if mark == "." else (decimal, Decimal(grouped))
    return (Decimal(grouped),) if mark == "," else (decimal,)


def _grouped(text: str, mark: str) -> str | None:
    """Return digits without their grouping; None when they are not grouped properly."""
    if text.isdigit():
        return text
    pattern = WESTERN.get(mark)
    if (pattern and pattern.fullmatch(text)) or (mark == "," and INDIAN.fullmatch(text)):
        return text.replace(mark, "")
    return None
