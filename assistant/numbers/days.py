"""Days in a sentence: numbers, months and weekdays that stand together become one."""

import re
from decimal import Decimal

from assistant.numbers.mention import Day
from assistant.numbers.number import Node, Number
from assistant.numbers.tokens import Item
from assistant.spoken.tongue import words

ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", re.ASCII)
NUMERIC = re.compile(r"(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}|\d{2}))?", re.ASCII)
BETWEEN_PARTS = frozenset({",", "'"})
OF = frozenset({"of", "de", "del", "the", "el", "dia", "के", "की", "का", "వ", "తేదీ", "వ తేదీ"})
IN_YEAR = frozenset(words("in of since for en de desde del year ano साल सन सन् during tax through until"))
BEFORE_MONTH = frozenset(words("in since of by until for last this next from to during through en de"))
YEAR_AFTER = frozenset({"में", "के", "का", "की", "से", "लो", "లో", "tax", "ला"})


def dated(nodes: list[Node]) -> list[Node]:
    """Return the nodes with days in place of their parts; a day is an Item with the role "date"."""
    out: list[Node] = []
    at = 0
    while at < len(nodes):
        node = nodes[at]
        if isinstance(node, Item) and node.role == "month":
            at = _month(nodes, at, out)
        elif isinstance(node, Item) and node.role == "weekday":
            at = _weekday(nodes, at, out)
        else:
            out.append(node)
            at += 1
    return out


def _month(nodes: list[Node], at: int, out: list[Node]) -> int:
    month = nodes[at]
    assert isinstance(month, Item)  # noqa: S101 - the caller looked
    number = int(str(month.value))
    left, begin = _day_before(out)
    following, after = _skip(nodes, at + 1)
    day, year, end, after_day = None, None, month.end, at + 1
    if left is not None:
        day = left
        del out[begin:]
        year, end, after_day = _year(nodes, at + 1, month.end)
    elif isinstance(following, Number) and (found := _day_and_year(following)):
        day, year = found
        end, after_day = following.end, after + 1
        if year is None:
            year, end, after_day = _year(nodes, after + 1, end)
    else:
        year, end, after_day = _year(nodes, at + 1, month.end)
    if day is None and year is None and month.text in {"may", "march", "mar", "sep", "dec", "jan"} and not _named(out):
        out.append(month)
        return at + 1
    start = month.start if left is None else left_start(nodes, at)
    weekday = _weekday_before(out)
    role = "date" if day is not None else "named_month"
    out.append(Item(role, "", start, end, month.gap, Day(year=year, month=number, day=day, weekday=weekday)))
    return after_day


def left_start(nodes: list[Node], at: int) -> int:
    """Return where the day before a month begins."""
    while at > 0:
        at -= 1
        node = nodes[at]
        if isinstance(node, Number):
            return node.start
    return nodes[0].start


def _named(out: list[Node]) -> bool:
    """Tell whether "may" or "march" is the month: behind a preposition."""
    before = out[-1] if out else None
    return isinstance(before, Item) and before.text in BEFORE_MONTH


def _day_before(out: list[Node]) -> tuple[int | None, int]:
    """Return the day of the month that ends what was read so far, and where it begins."""
    at = len(out) - 1
    while at >= 0 and isinstance(out[at], Item) and out[at].text in OF:  # type: ignore[union-attr]  # an Item
        at -= 1
    node = out[at] if at >= 0 else None
    if not isinstance(node, Number) or len(out) - at > 3:
        return None, 0
    value = _day(node)
    if value is None:
        return None, 0
    if node.joined:
        return None, 0
    return value, at


def _day(number: Number) -> int | None:
    if len(number.values) != 1 or number.values[0] % 1 or not 1 <= number.values[0] <= 31 or number.fraction:
        return None
    return int(number.values[0])


def _day_and_year(number: Number) -> tuple[int, int | None] | None:
    """Return the day, and the year where both were said in one breath: "twenty-seven twenty twenty-six"."""
    if not number.joined:
        day = _day(number)
        return (day, None) if day else None
    day = _day(number.parts[0])
    rest = "".join(str(part.values[0]) for part in number.parts[1:] if part.values)
    if day and rest.isdigit() and _is_year(Decimal(rest)):
        return day, int(rest)
    return None


def is_year(number: Number) -> bool:
    """Tell whether a number may be a year: four digits, ungrouped, or said as years are."""
    return len(number.values) == 1 and _is_year(number.values[0]) and (number.raw == "" or number.raw.isdigit())


def _is_year(value: Decimal) -> bool:
    return value % 1 == 0 and 1900 <= value <= 2100


def _skip(nodes: list[Node], at: int) -> tuple[Node | None, int]:
    while at < len(nodes) and isinstance(nodes[at], Item) and (nodes[at].text in OF or nodes[at].text in BETWEEN_PARTS):  # type: ignore[union-attr]  # an Item
        at += 1
    return (nodes[at] if at < len(nodes) else None), at


def _year(nodes: list[Node], at: int, end: int) -> tuple[int | None, int, int]:
    """Return a year that follows, where it ends, and what comes next."""
    node, index = _skip(nodes, at)
    if (
        isinstance(node, Number)
        and len(node.values) == 1
        and _is_year(node.values[0])
        and index - at <= 2
        and not node.ordinal
    ):
        follower = nodes[index + 1] if index + 1 < len(nodes) else None
        if not (isinstance(follower, Item) and follower.role in {"currency", "percent", "symbol"}):
            return int(node.values[0]), node.end, index + 1
    return None, end, at


def _weekday_before(out: list[Node]) -> int | None:
    """Take a weekday off the end of what was read, with the comma behind it."""
    at = len(out) - 1
    while at >= 0 and isinstance(out[at], Item) and (out[at].text in OF or out[at].text == ","):  # type: ignore[union-attr]  # an Item
        at -= 1
    node = out[at] if at >= 0 else None
    if isinstance(node, Item) and node.role == "weekday" and len(out) - at <= 3:
        del out[at:]
        return int(str(node.value))
    return None


def _weekday(nodes: list[Node], at: int, out: list[Node]) -> int:
    """Read "Friday the twenty-seventh"; a weekday before a month waits for it."""
    weekday = nodes[at]
    assert isinstance(weekday, Item)  # noqa: S101 - the caller looked
    following, after = _skip(nodes, at + 1)
    if isinstance(following, Number):
        day = _day(following)
        beyond, _ = _skip(nodes, after + 1)
        if day and not (isinstance(beyond, Item) and beyond.role == "month") and _bare(nodes, after + 1):
            value = Day(day=day, weekday=int(str(weekday.value)))
            out.append(Item("date", "", weekday.start, following.end, weekday.gap, value))
            return after + 1
    out.append(weekday)
    return at + 1


def _bare(nodes: list[Node], at: int) -> bool:
    node = nodes[at] if at < len(nodes) else None
    return not (
        isinstance(node, Item) and node.role in {"currency", "percent", "duration", "distance", "points", "symbol"}
    )


def numeric(text: str, language: str) -> Day | None:
    """Return the day that digits with strokes, dots or dashes are: 2026-11-27, 27/11/2026."""
    if match := ISO.fullmatch(text):
        return Day(year=int(match[1]), month=int(match[2]), day=int(match[3]))
    match = NUMERIC.fullmatch(text)
    if not match:
        return None
    first, second = int(match[1]), int(match[2])
    year = int(match[3]) + (2000 if match[3] and len(match[3]) == 2 else 0) if match[3] else None
    if language == "en":
        return Day(year=year, month=first, day=second, either=True)
    return Day(year=year, month=second, day=first)
