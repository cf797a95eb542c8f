"""Whose earnings a table tells, and where each thing stands in it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from finance.statements.columns import folded
from finance.statements.dates import date_order
from finance.statements.earnings import MONEY, Places
from finance.statements.layouts import Layout, LayoutColumns, layouts
from finance.statements.mapping import TableMapping
from finance.statements.numbers import decimal_sign
from finance.statements.table import MAX_PREAMBLE, Line

Roles = dict[str, list[int]]
DISTANCE_WORDS: dict[str, Literal["km", "mi"]] = {
    word: unit  # type: ignore[misc]  # the values are these two
    for unit, words in {"km": "km kilometers kilometres kms", "mi": "mi mile miles"}.items()
    for word in words.split()
}


@dataclass(frozen=True)
class Found:
    """A layout that fits: its header's place, its columns, and what people are told."""

    header: int
    places: Places
    told: dict[str, object]


def find_layout(lines: Sequence[Line], *, day_first: bool | None) -> Found | None:
    """Return the first platform whose words stand in one of the first lines; None for any other table.

    Raises:
        NotAStatement: the order of days and months cannot be told.
    """
    for index, line in enumerate(lines[:MAX_PREAMBLE]):
        header = [folded(cell) for cell in line.cells]
        for layout in layouts():
            if _fits(layout, header):
                roles = _roles(layout.columns, header)
                if roles.get("date"):
                    return _found(index, layout, roles, header, lines[index + 1 :], day_first)
    return None


def places_of_mapping(lines: Sequence[Line], mapping: TableMapping, *, day_first: bool | None) -> Places:
    """Return the places that a person named."""
    said = mapping.columns.model_dump(exclude_none=True)
    roles = {role: place if isinstance(place, list) else [place] for role, place in said.items()}
    return Places(
        platform=mapping.platform,
        title=mapping.platform.replace("_", " ").capitalize() or "Earnings",
        columns=roles,
        order=date_order(_cells(lines, roles["date"]), day_first=day_first),
        decimal=mapping.decimal or _decimal(lines, roles),
        types={},
        pays_each_line="net" in roles and "payout" not in roles,
        job_each_line=False,
        distance_unit=mapping.distance_unit,
        time_unit=mapping.time_unit,
    )


def without_footer(lines: Sequence[Line], places: Places) -> tuple[Sequence[Line], int]:
    """Leave off the last lines without any digit where the date stands: totals and remarks."""
    end = len(lines)
    while end and not any(sign.isdigit() for sign in places.first(lines[end - 1], "date")):
        end -= 1
    return (lines[:end], len(lines) - end) if end else (lines, 0)


def _fits(layout: Layout, header: Sequence[str]) -> bool:
    return all(_alternatives(words) & set(header) for words in layout.needs) and not any(
        _alternatives(words) & set(header) for words in layout.without
    )


def _alternatives(words: str) -> set[str]:
    return {folded(word) for word in words.split("|")}


def _roles(columns: LayoutColumns, header: Sequence[str]) -> Roles:
    """Find the columns; of alternatives the one that is named first is taken, and no column serves twice."""
    roles: Roles = {}
    for role, wanted in columns.model_dump().items():
        for words in wanted:
            places = (header.index(word) for word in map(folded, words.split("|")) if word in header)
            place = next(places, None)
            if place is not None and place not in roles.get(role, []):
                roles.setdefault(role, []).append(place)
    return roles


def _found(
    index: int, layout: Layout, roles: Roles, header: Sequence[str], lines: Sequence[Line], day_first: bool | None
) -> Found:
    said = day_first if day_first is not None else layout.day_first
    order = date_order(_cells(lines, roles["date"]), day_first=said)
    distance_words = {word for place in roles.get("distance", []) for word in header[place].split()}
    named = [unit for word, unit in DISTANCE_WORDS.items() if word in distance_words]
    places = Places(
        platform=layout.platform,
        title=layout.title,
        columns=roles,
        order=order,
        decimal=_decimal(lines, roles),
        types={folded(word): part for word, part in layout.types.items()},
        pays_each_line=layout.payout == "each_line",
        job_each_line=layout.jobs == "each_line",
        distance_unit=named[0] if named else layout.distance_unit,
        time_unit=_time_unit(header, roles.get("time", []), layout.time_unit),
        paused_unit=_time_unit(header, roles.get("paused", []), layout.time_unit),
    )
    if not places.platform:
        places = replace(places, platform=_named_platform(lines, header))
    told: dict[str, object] = {"columns": roles, "decimal": places.decimal, "day_first": order.day_first}
    return Found(index, places, told)


def _time_unit(header: Sequence[str], places: Sequence[int], usual: str) -> str:
    words = {word for place in places for word in header[place].split()}
    return "minutes" if words & {"minutes", "min", "mins"} else usual


def _named_platform(lines: Sequence[Line], header: Sequence[str]) -> str:
    """Return the one platform that a column of that name tells throughout."""
    if "platform" not in header:
        return ""
    said = {folded(cell) for cell in _cells(lines, [header.index("platform")])}
    return said.pop().replace(" ", "_")[:40] if len(said) == 1 else ""


def _cells(lines: Sequence[Line], places: Sequence[int]) -> list[str]:
    return [line.cells[place] for line in lines for place in places if place < len(line.cells) and line.cells[place]]


def _decimal(lines: Sequence[Line], roles: Roles) -> str:
    return decimal_sign(cell for role in MONEY for cell in _cells(lines, roles.get(role, [])))
