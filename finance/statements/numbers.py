"""Amounts as banks write them; the decimal sign is decided over the whole column."""

import re
from collections.abc import Iterable
from decimal import Decimal

SIGNS_OF_MONEY = re.compile(
    r"(?i)^(?:[A-Z]{3}|Rs\.?|Kč|zł|kr\.?|R\$|US\$|CA\$|A\$|[$€£¥₹₽₩₺₴฿₫₦])\s*|\s*(?:[A-Z]{3}|Rs\.?|Kč|zł|kr\.?|[$€£¥₹₽₩₺₴฿₫₦])$"
)
SPACES = re.compile(r"[\s\u00a0\u202f\u2009'’`]")
DIGITS = re.compile(r"\d+(?:[.,]\d+)*|[.,]\d+", re.ASCII)
SIDE = re.compile(r"(?i)\s*\b(cr|dr|c|d|credit|debit|h|s)\.?$", re.ASCII)
LONGEST = 60
OUT_SIDES = {"dr", "d", "debit", "s"}


def split_sign(cell: str) -> tuple[int, str] | None:
    """Return (sign, digits with separators) of an amount; None when it is none."""
    if len(cell) > LONGEST:
        return None  # no amount; and what patterns cost grows with the length
    text, sign = cell.strip().replace("\u2212", "-").replace("\u2013", "-"), 1
    if side := SIDE.search(text):
        sign, text = (-1 if side[1].lower() in OUT_SIDES else 1), text[: side.start()]
    if text.startswith("(") and text.endswith(")"):
        sign, text = -sign, text[1:-1]
    text, sign = _minus(text, sign)
    text = SIGNS_OF_MONEY.sub("", SIGNS_OF_MONEY.sub("", text.strip())).strip()
    text, sign = _minus(text, sign)
    digits = SPACES.sub("", text)
    return (sign, digits) if DIGITS.fullmatch(digits) else None


def _minus(text: str, sign: int) -> tuple[str, int]:
    text = text.strip()
    if text.startswith("-") or text.endswith("-"):
        return text.strip("-"), -sign
    return text.strip("+"), sign


# Most amounts of most files; they need no second look.
PLAIN = {sign: re.compile(rf"-?[0-9]{{1,15}}\{sign}[0-9]{{2}}", re.ASCII) for sign in ".,"}


def decimal_sign(cells: Iterable[str]) -> str:
    """Return "." or ",": whichever the column's cells give evidence for.

    A sign that comes twice, or before the other one, or with three digits behind it and nothing else to go by, groups
    thousands.
    """
    evidence = {".": 0, ",": 0}
    grouping = {".": 0, ",": 0}
    for cell in cells:
        plain = next((sign for sign in ".," if PLAIN[sign].fullmatch(cell)), None)
        if plain:
            evidence[plain] += 1
            continue
        parts = split_sign(cell)
        if parts is None:
            continue
        digits = parts[1]
        marks = [sign for sign in digits if sign in ".,"]
        if len(set(marks)) == 2:
            evidence[marks[-1]] += 1
        elif len(marks) > 1:
            grouping[marks[0]] += 1
        elif marks:
            whole, _, rest = digits.partition(marks[0])
            (grouping if len(rest) == 3 and 0 < len(whole) <= 3 and whole != "0" else evidence)[marks[0]] += 1
    if evidence["."] != evidence[","]:
        return "." if evidence["."] > evidence[","] else ","
    return "," if grouping["."] > grouping[","] else "."


def read_amount(cell: str, decimal: str) -> Decimal | None:
    """Read one amount exactly; None when it is none, or not grouped as that decimal sign demands."""
    if PLAIN[decimal].fullmatch(cell):
        return Decimal(cell.replace(",", "."))
    parts = split_sign(cell)
    if parts is None:
        return None
    sign, digits = parts
    whole, _, rest = digits.partition(decimal)
    group = "," if decimal == "." else "."
    if group in rest or decimal in rest:
        return None
    groups = whole.split(group)
    if len(groups) > 1 and not _grouped(groups):
        return None
    return sign * Decimal("".join(groups) + (f".{rest}" if rest else "") or "0")


def _grouped(groups: list[str]) -> bool:
    """Tell whether digits are grouped by thousands, or as lakhs are: 1,23,456. The last group has three digits."""
    return 1 <= len(groups[0]) <= 3 and all(2 <= len(part) <= 3 for part in groups[1:-1]) and len(groups[-1]) == 3
