"""A platform's earnings statement: one line becomes gross, tip, fee and payout, each a row of its own.

The platform is a wallet. Gross and tips come in, the fee goes out, and a payout leaves for the bank; so the wallet
holds what has not been paid out, and the same payout on the bank's statement is its other end.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from finance.statements.dates import DateOrder
from finance.statements.layouts import Part
from finance.statements.numbers import read_amount
from finance.statements.parsed import MAX_MEMO, MAX_ROWS, Rejected, Row, TooLarge
from finance.statements.table import Line
from kit.money import known_currencies

MONEY = ("gross", "fee", "tip", "net", "payout", "cash", "refund", "amount")
METRES = {"km": Decimal(1000), "mi": Decimal("1609.344"), "m": Decimal(1)}
UNITS = {"km": "km", "kilometers": "km", "kilometres": "km", "mi": "mi", "miles": "mi", "mile": "mi"}
CLOCK = re.compile(r"(\d{1,4}):([0-5]\d)(?::[0-5]\d)?", re.ASCII)
SPELLED = re.compile(r"(?:(\d{1,4})\s*h(?:ours?|rs?)?)?\s*(?:(\d{1,4})\s*m(?:in(?:utes?|s)?)?)?", re.ASCII | re.I)
KINDS: dict[Part, tuple[str, str]] = {
    "gross": ("earning", ""),
    "tip": ("earning", "tip"),
    "fee": ("platform_fee", "platform_fee"),
    "refund": ("refund", ""),
    "cash": ("transfer", "cash"),
    "payout": ("transfer", "payout"),
}
Sums = Mapping[str, Decimal | None]


@dataclass(frozen=True)
class Places:
    """A layout with its columns found: role -> columns, and how their cells are written."""

    platform: str
    title: str
    columns: Mapping[str, Sequence[int]]
    order: DateOrder
    decimal: str
    types: Mapping[str, Part]
    pays_each_line: bool
    job_each_line: bool
    distance_unit: str
    time_unit: str

    def first(self, line: Line, role: str) -> str:
        """Return the first cell of a role that holds something."""
        return next((cell for cell in self.cells(line, role) if cell), "")

    def cells(self, line: Line, role: str) -> list[str]:
        """Return the cells of a role."""
        return [line.cells[place] for place in self.columns.get(role, ()) if place < len(line.cells)]


class _Unreadable(Exception):
    """A cell that should hold an amount holds something else."""


def read_earnings(lines: Sequence[Line], places: Places) -> tuple[list[Row], list[Rejected]]:
    """Read every line into its parts; one that cannot be read is rejected whole.

    Raises:
        TooLarge: they are too many.
    """
    fee_sign = _fee_sign(lines, places)
    rows: list[Row] = []
    rejected: list[Rejected] = []
    for line in lines:
        found = _read_line(line, places, fee_sign)
        if isinstance(found, Rejected):
            rejected.append(found)
        else:
            rows += found
        if len(rows) > MAX_ROWS:
            raise TooLarge(
                f"The file makes more than {MAX_ROWS:,} transactions. Split it by year and upload the parts."
            )
    return rows, rejected


def _read_line(line: Line, places: Places, fee_sign: int) -> list[Row] | Rejected:
    day = places.first(line, "date")
    on = places.order.read(day)
    if on is None:
        return Rejected(line.number, f"“{day[:40]}” is not a date" if day else "There is no date", line.raw())
    try:
        sums = _sums(line, places)
    except _Unreadable as unreadable:
        return Rejected(line.number, str(unreadable), line.raw())
    parts, doubt = _parts(line, places, sums, fee_sign)
    rows = list(_rows(line, places, on, parts, doubt))
    return _with_work(rows, line, places) if rows else Rejected(line.number, "There is no amount", line.raw())


def _sums(line: Line, places: Places) -> dict[str, Decimal | None]:
    """Add up the columns of each role; None where all of them are empty."""
    sums: dict[str, Decimal | None] = {}
    for role in MONEY:
        said = [cell for cell in places.cells(line, role) if cell.strip("-–. ")]
        amounts = [read_amount(cell, places.decimal) for cell in said]
        wrong = next((cell for cell, amount in zip(said, amounts, strict=True) if amount is None), None)
        if wrong is not None:
            raise _Unreadable(f"“{wrong[:40]}” is not an amount")
        sums[role] = sum((amount for amount in amounts if amount is not None), Decimal(0)) if said else None
    return sums


def _parts(line: Line, places: Places, sums: Sums, fee_sign: int) -> tuple[dict[Part, Decimal], str]:
    """Return what each part moves in the wallet, and the reason to doubt it."""
    if places.types:
        return _typed(line, places, sums["amount"])
    gross, tip, net = sums["gross"], sums["tip"] or Decimal(0), sums["net"]
    fee = fee_sign * (sums["fee"] or Decimal(0))
    doubt = ""
    if gross is None and net is not None:
        gross = net + fee - tip
    elif gross is not None and net is not None and gross - fee + tip != net:
        doubt = f"Gross {gross} less fee {fee} plus tip {tip} is not the net {net}"
    parts: dict[Part, Decimal] = {"gross": gross or Decimal(0), "tip": tip, "fee": -fee}
    parts["refund"] = sums["refund"] or Decimal(0)
    parts["cash"] = -abs(sums["cash"] or Decimal(0))
    if places.pays_each_line:
        parts["payout"] = -(net if net is not None else (gross or Decimal(0)) - fee + tip)
    else:
        parts["payout"] = -abs(sums["payout"] or Decimal(0))
    return parts, doubt


def _typed(line: Line, places: Places, amount: Decimal | None) -> tuple[dict[Part, Decimal], str]:
    said = places.first(line, "type")
    words = " ".join(re.sub(r"[\W_]+", " ", said.lower()).split())
    part = places.types.get(words)
    if part is None:
        part = "fee" if (amount or 0) < 0 else "gross"
        return {part: amount or Decimal(0)}, f"The type “{said[:40]}” is not known"
    return {part: amount or Decimal(0)}, ""


def _rows(line: Line, places: Places, on: date, parts: Mapping[Part, Decimal], doubt: str) -> Iterator[Row]:
    memo = " ".join(" ".join(dict.fromkeys(cell for cell in places.cells(line, "memo") if cell)).split())
    currency = places.first(line, "currency").upper()
    for part, amount in parts.items():
        if amount:
            kind, category = KINDS[part]
            yield Row(
                line=line.number,
                posted_on=on,
                amount=amount,
                memo=(memo or places.title)[:MAX_MEMO],
                external_id=places.first(line, "id")[:120],
                currency=currency if currency in known_currencies() else None,
                part=part,
                kind=kind,
                category=category,
                platform=places.platform,
                doubt=doubt,
            )


def _with_work(rows: list[Row], line: Line, places: Places) -> list[Row]:
    """Write jobs, distance and time on the line's first earning, so that they are counted once."""
    paid = [index for index, row in enumerate(rows) if row.kind == "earning" and row.amount > 0]
    if not paid:
        return rows
    first, *others = paid
    jobs = read_amount(places.first(line, "jobs"), places.decimal)
    if jobs is None and places.job_each_line and rows[first].part == "gross":
        jobs = Decimal(1)
    distance = read_amount(places.first(line, "distance").lower().removesuffix("km").removesuffix("mi"), places.decimal)
    rows[first] = replace(
        rows[first],
        jobs=_count(jobs),
        distance_m=_count(distance * METRES[places.distance_unit] if distance is not None else None),
        minutes=_count(_minutes(places.first(line, "time"), places)),
    )
    for index in others if rows[first].jobs is not None else []:
        rows[index] = replace(rows[index], jobs=0)  # known, and counted already
    return rows


def _count(value: Decimal | None) -> int | None:
    """Return a whole number that the ledger can hold; anything else is not known."""
    return round(value) if value is not None and 0 <= value < 2_000_000_000 else None


def _minutes(said: str, places: Places) -> Decimal | None:
    """Read 7:30, 7h 30m, or a number in the layout's unit."""
    if match := CLOCK.fullmatch(said):
        return Decimal(int(match[1]) * 60 + int(match[2]))
    if (match := SPELLED.fullmatch(said.strip())) and (match[1] or match[2]):
        return Decimal(int(match[1] or 0) * 60 + int(match[2] or 0))
    number = read_amount(said, places.decimal)
    return number * (60 if places.time_unit == "hours" else 1) if number is not None else None


def _fee_sign(lines: Sequence[Line], places: Places) -> int:
    """Tell whether fees are written as positive (1) or as negative (-1): as they add up, else as most are."""
    adds_up = {1: 0, -1: 0}
    written = 0
    for line in lines:
        try:
            sums = _sums(line, places)
        except _Unreadable:
            continue
        gross, fee, tip, net = sums["gross"], sums["fee"], sums["tip"] or 0, sums["net"]
        if not fee:
            continue
        written += 1 if fee > 0 else -1
        if gross is not None and net is not None:
            for sign in adds_up:
                adds_up[sign] += gross - sign * fee + tip == net
    if adds_up[1] != adds_up[-1]:
        return 1 if adds_up[1] > adds_up[-1] else -1
    return 1 if written >= 0 else -1
