"""A statement's own balance column: which balance closes each day, whatever the order of the rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

TOLERANCE_SHARE = 0.2


@dataclass(frozen=True, slots=True)
class Booked:
    """A row in minor units: its day, amount, and the balance that the file gives after it."""

    on: date
    amount: int
    balance: int


@dataclass(frozen=True, slots=True)
class KnownBalance:
    """The balance at the end of a day."""

    on: date
    balance: int


def known_balances(booked: Sequence[Booked]) -> list[KnownBalance]:
    """Return the opening balance (the day before the first row) and the closing one of each month's last day.

    Banks list rows oldest first or newest first, and shuffle those of one day; some round. So the row that closes a
    day is the one whose balance comes nearest to the day before's plus everything that happened. A column that does not
    follow the amounts at all is no running balance, and gives nothing.
    """
    if not booked:
        return []
    days = [(on, list(rows)) for on, rows in groupby(sorted(booked, key=lambda row: row.on), key=lambda row: row.on)]
    newest_first = booked[0].on > booked[-1].on
    closings, misses = _closings(days, newest_first)
    if misses > TOLERANCE_SHARE * len(days):
        return []
    first_on, first_rows = days[0]
    opening = closings[first_on] - sum(row.amount for row in first_rows)
    month_ends = {on.replace(day=1): on for on in sorted(closings)}
    return [KnownBalance(first_on - timedelta(days=1), opening)] + [
        KnownBalance(on, closings[on]) for on in sorted(month_ends.values())
    ]


def _closings(days: Sequence[tuple[date, Sequence[Booked]]], newest_first: bool) -> tuple[dict[date, int], int]:
    closings: dict[date, int] = {}
    misses, before = 0, None
    for on, rows in days:
        moved = sum(row.amount for row in rows)
        if before is None:
            closing = _first_closing(rows, moved, newest_first)
        else:
            expected = before + moved
            closing = min((row.balance for row in rows), key=lambda balance: abs(balance - expected))
            misses += abs(closing - expected) > max(100, abs(moved) // 100)
        closings[on] = before = closing
    return closings, misses


def _first_closing(rows: Sequence[Booked], moved: int, newest_first: bool) -> int:
    """Without a day before: the balance whose opening is where a row started from; by file order if several are."""
    ordered = list(rows) if newest_first else list(rows)[::-1]
    starts = [row.balance - row.amount for row in rows]
    return min(
        (row.balance for row in ordered), key=lambda balance: min(abs(balance - moved - start) for start in starts)
    )
