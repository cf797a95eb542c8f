"""Flows spread over the days: of each kind what came and what went on every day, from the first to the last.

What is asked of a ledger are sums of stretches of days, and these are sums of slices: a year takes microseconds. The
request of one user and the night of all are answered from here.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import add, sub

from finance.flows import DayFlow

Entry = tuple[str, Sequence[int], Sequence[int]]


@dataclass(frozen=True, slots=True)
class OfKind:
    """One kind of transaction, a number for each day: minor units that came and that went, and how many they were."""

    came: list[int]
    went: list[int]
    number: list[int]

    @classmethod
    def blank(cls, size: int) -> "OfKind":
        """Return days without anything."""
        return cls([0] * size, [0] * size, [0] * size)

    def until(self, size: int) -> "OfKind":
        """Return the first so many days."""
        return OfKind(self.came[:size], self.went[:size], self.number[:size])


@dataclass(frozen=True, slots=True)
class Days:
    """Every day of a ledger in one currency.

    Attributes:
        first: the first day's ordinal.
        size: how many days there are; something was moved on the first and on the last.
        kinds: what was moved, by kind, in the order of their names.
    """

    first: int
    size: int
    kinds: Mapping[str, OfKind]

    @classmethod
    def of(cls, flows: Iterable[DayFlow]) -> "Days":
        """Spread flows, in whatever order."""
        found = [(flow.on.toordinal(), flow) for flow in flows]
        days = cls._blank([day for day, _ in found], {flow.kind for _, flow in found})
        for day, flow in found:
            kind, at = days.kinds[flow.kind], day - days.first
            kind.came[at] += flow.cash_in
            kind.went[at] += flow.cash_out
            kind.number[at] += flow.number
        return days

    @classmethod
    def added_up(cls, entries: Sequence[Entry]) -> "Days":
        """Add up transactions: of each kind their days, as ordinals and in no order, and their signed amounts."""
        ends = [end for _, on, _ in entries for end in (min(on), max(on))]
        days = cls._blank(ends, {kind for kind, *_ in entries})
        first = days.first
        for name, on, amounts in entries:
            kind = days.kinds[name]
            came, went, number = kind.came, kind.went, kind.number
            for day, amount in zip(on, amounts, strict=True):
                at = day - first
                number[at] += 1
                if amount > 0:
                    came[at] += amount
                else:
                    went[at] -= amount
        return days

    @classmethod
    def _blank(cls, on: Sequence[int], kinds: Collection[str]) -> "Days":
        if not on:
            return cls(1, 0, {})
        first = min(on)
        size = max(on) - first + 1
        return cls(first, size, {kind: OfKind.blank(size) for kind in sorted(kinds)})

    @property
    def first_on(self) -> date:
        """The first day."""
        return date.fromordinal(self.first)

    @property
    def last_on(self) -> date:
        """The last day."""
        return date.fromordinal(self.first + self.size - 1)

    @property
    def number(self) -> int:
        """How many transactions there are."""
        return sum(sum(kind.number) for kind in self.kinds.values())

    def between(self, first: date, last: date) -> list[DayFlow]:
        """Return what the days first..last moved, a flow of each kind, told as of the first and without jobs."""
        lower, upper = self._stretch(first, last)
        return [
            DayFlow(first, name, sum(kind.came[lower:upper]), sum(kind.went[lower:upper]), number)
            for name, kind in self.kinds.items()
            if (number := sum(kind.number[lower:upper]))
        ]

    def flows(self, names: Collection[str] | None = None, *, after: date | None = None) -> list[DayFlow]:
        """Return the flows by day and kind, oldest first: of some kinds or of all, of the days after one or of all."""
        kinds = [(name, kind) for name, kind in self.kinds.items() if names is None or name in names]
        start = 0 if after is None else max(0, after.toordinal() + 1 - self.first)
        return [
            DayFlow(date.fromordinal(self.first + at), name, kind.came[at], kind.went[at], kind.number[at])
            for at in (range(start, self.size) if kinds else ())
            for name, kind in kinds
            if kind.number[at]
        ]

    def until(self, last: date) -> "Days | None":
        """Return the days up to the last on or before `last` on which something was moved; None without one."""
        size = min(self.size, last.toordinal() - self.first + 1)
        while size > 0 and not any(kind.number[size - 1] for kind in self.kinds.values()):
            size -= 1
        if size <= 0:
            return None
        if size == self.size:
            return self
        cut = {name: kind.until(size) for name, kind in self.kinds.items()}
        return Days(self.first, size, {name: kind for name, kind in cut.items() if any(kind.number)})

    def came(self, names: Iterable[str]) -> list[int]:
        """Return what came on each day, of some kinds together."""
        return _together([self.kinds[name].came for name in names if name in self.kinds], self.size)

    def went(self, names: Iterable[str]) -> list[int]:
        """Return what went on each day, of some kinds together."""
        return _together([self.kinds[name].went for name in names if name in self.kinds], self.size)

    def came_between(self, name: str, first: date, last: date) -> list[int]:
        """Return what came of one kind on each of the days first..last that the ledger has."""
        lower, upper = self._stretch(first, last)
        return self.kinds[name].came[lower:upper] if name in self.kinds else []

    def net(self) -> list[int]:
        """Return what each day changed the balance by."""
        return list(map(sub, self.came(self.kinds), self.went(self.kinds)))

    def _stretch(self, first: date, last: date) -> tuple[int, int]:
        lower, upper = first.toordinal() - self.first, last.toordinal() - self.first + 1
        return max(0, lower), max(0, upper)


def _together(parts: Iterable[list[int]], size: int) -> list[int]:
    """Add up day by day; most kinds only come or only go."""
    moved = [part for part in parts if any(part)]
    found = list(moved[0]) if moved else [0] * size
    for part in moved[1:]:
        found = list(map(add, found, part))
    return found
