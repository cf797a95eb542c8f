"""Forecasts as they are kept: a short head, then every amount as a whole number of minor units, in one row of bytes.

The service packs whole groups of accounts at once; the web code keeps the bytes as they came and unpacks the parts that
it shows. Needs the standard library only: the web code imports it.

A row is `P`, the bytes of a number (`4` or `8`), two bytes for the length of the head, the head as JSON, the numbers of
all parts in the head's order, and the chances of a shortfall as doubles; everything little-endian. Or it is `J` and
JSON: figures of a shape that is not ours, which somebody's archive may hold.
"""

import json
import struct
import sys
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import Any

PARTS = ("inflow", "outflow", "net", "balance", "running_minimum", "daily_balance", "minimum_ahead")
BY_DAY = ("daily_balance", "minimum_ahead")
_START = struct.Struct("<cBH")
_CODES = {4: "i", 8: "q"}
_SWAPPED = sys.byteorder == "big"


@dataclass(frozen=True, slots=True)
class Part:
    """Where one part's numbers are: `rows` quantile paths of `columns`, after its mean if it has one."""

    name: str
    has_mean: bool
    rows: int
    columns: int

    @property
    def numbers(self) -> int:
        """How many there are."""
        return (self.rows + self.has_mean) * self.columns


@dataclass(frozen=True)
class Head:
    """What rows of one shape have in common.

    Attributes:
        quantiles: levels of the parts by the period.
        ds: first day of each period, as ISO dates.
        parts: in the order of their numbers.
        levels: quantile levels of the parts by the day.
        first: the first day ahead, of the parts by the day.
        chances: how many chances of a shortfall follow; none where no balance is known.
    """

    quantiles: tuple[float, ...]
    ds: tuple[str, ...]
    parts: tuple[Part, ...]
    levels: tuple[float, ...] = ()
    first: str = ""
    chances: int = 0

    @cached_property
    def encoded(self) -> bytes:
        """The head as it stands in a row."""
        parts = [[part.name, int(part.has_mean), part.rows, part.columns] for part in self.parts]
        words = [self.quantiles, self.ds, parts, self.levels, self.first, self.chances]
        return json.dumps(words, separators=(",", ":")).encode()

    @classmethod
    def decoded(cls, text: bytes) -> "Head":
        """Read what `encoded` wrote."""
        quantiles, ds, parts, levels, first, chances = json.loads(text)
        made = tuple(Part(name, bool(has_mean), rows, columns) for name, has_mean, rows, columns in parts)
        return cls(tuple(quantiles), tuple(ds), made, tuple(levels), first, chances)

    def row(self, numbers: bytes, width: int, chances: bytes) -> bytes:
        """Return a whole row from its little-endian numbers and chances."""
        return b"".join((_START.pack(b"P", width, len(self.encoded)), self.encoded, numbers, chances))


_head = lru_cache(maxsize=256)(Head.decoded)


@lru_cache(maxsize=256)
def _days(first: str, columns: int) -> tuple[str, ...]:
    start = date.fromisoformat(first)
    return tuple((start + timedelta(days=ahead)).isoformat() for ahead in range(columns))


class Points(Mapping[str, Any]):
    """A row of bytes as what it says: unpacked part by part, when it is asked for."""

    __slots__ = ("_found", "_head", "_offset", "_where", "_width", "raw")

    def __init__(self, raw: bytes) -> None:
        """Take a row.

        Raises:
            ValueError: it is none.
        """
        self.raw = bytes(raw)
        self._found: dict[str, Any] = {}
        self._where: dict[str, tuple[int, Part]] = {}
        if self.raw[:1] == b"J":
            self._found = json.loads(self.raw[1:])
            return
        if len(self.raw) < _START.size:
            raise ValueError("not a row of packed figures")
        mark, self._width, size = _START.unpack_from(self.raw)
        if mark != b"P" or self._width not in _CODES:
            raise ValueError("not a row of packed figures")
        self._head = _head(self.raw[_START.size : _START.size + size])
        self._offset = _START.size + size
        self._place()

    def _place(self) -> None:
        head, at = self._head, self._offset
        for part in head.parts:
            self._where[part.name] = (at, part)
            at += part.numbers * self._width
        if at + 8 * head.chances != len(self.raw):
            raise ValueError("a row of packed figures is cut")
        chances = _numbers(self.raw[at:], "d") if head.chances else None
        self._found = {"quantiles": list(head.quantiles), "ds": list(head.ds), "shortfall_probability": chances}
        self._found |= dict.fromkeys(set(PARTS) - self._where.keys())

    def __getitem__(self, name: str) -> Any:
        if name not in self._found and name in self._where:
            self._found[name] = self._unpacked(*self._where[name])
        return self._found[name]

    def __iter__(self) -> Iterator[str]:
        yield from self._found.keys() | self._where.keys()

    def __len__(self) -> int:
        return len(self._found.keys() | self._where.keys())

    def __repr__(self) -> str:
        return f"Points({len(self.raw)} bytes)"

    def path(self, name: str, level: float) -> list[int]:
        """Return the path of one quantile of a part, without unpacking the others.

        Raises:
            ValueError: the part has no such level.
            TypeError: there is no such part.
        """
        if name in self._found or name not in self._where:
            part = self[name]
            return list(part["q"][part.get("quantiles", self["quantiles"]).index(level)])
        at, part = self._where[name]
        row = (self._head.levels if name in BY_DAY else self._head.quantiles).index(level) + part.has_mean
        first = at + row * part.columns * self._width
        return _numbers(self.raw[first : first + part.columns * self._width], _CODES[self._width])

    def plain(self) -> dict[str, Any]:
        """Return everything as a dictionary that JSON can hold."""
        return dict(self.items())

    def _unpacked(self, at: int, part: Part) -> dict[str, Any]:
        values = _numbers(self.raw[at : at + part.numbers * self._width], _CODES[self._width])
        found: dict[str, Any] = {}
        if part.has_mean:
            found["mean"], values = values[: part.columns], values[part.columns :]
        if part.name in BY_DAY:
            found |= {"quantiles": list(self._head.levels), "ds": list(_days(self._head.first, part.columns))}
        found["q"] = [values[first : first + part.columns] for first in range(0, len(values), part.columns)]
        return found


def _numbers(raw: bytes, code: str) -> list[Any]:
    found = array(code)
    found.frombytes(raw)
    if _SWAPPED:
        found.byteswap()
    return found.tolist()


def pack(points: Mapping[str, Any]) -> bytes:
    """Return figures as a row of bytes: what `Points` unpacks to the same."""
    if isinstance(points, Points):
        return points.raw
    try:
        packed = _packed(points)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        packed = b""
    if packed and Points(packed) == dict(points):
        return packed
    return b"J" + json.dumps(points, separators=(",", ":")).encode()


def _packed(points: Mapping[str, Any]) -> bytes:
    parts, values = [], array("q")
    by_day = [points[name] for name in BY_DAY if points[name] is not None]
    for name in PARTS:
        if (figures := points[name]) is not None:
            rows = [*([figures["mean"]] if "mean" in figures else []), *figures["q"]]
            parts.append(Part(name, "mean" in figures, len(figures["q"]), len(rows[0])))
            for row in rows:
                values.extend(row)
    chances: Sequence[float] = points["shortfall_probability"] or ()
    head = Head(
        tuple(points["quantiles"]),
        tuple(points["ds"]),
        tuple(parts),
        tuple(by_day[0]["quantiles"]) if by_day else (),
        by_day[0]["ds"][0] if by_day else "",
        len(chances),
    )
    width = 4 if not values or max(max(values), -min(values)) < 2**31 else 8
    numbers = array(_CODES[width], values)
    doubles = array("d", chances)
    if _SWAPPED:
        numbers.byteswap()
        doubles.byteswap()
    return head.row(numbers.tobytes(), width, doubles.tobytes())
