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
from finance.statements.parsed import MAX_MEMO, MAX_ROWS, PayoutParts, Rejected, Row, TooLarge
from finance.statements.table import Line
from kit.money import known_currencies

MONEY = ("gross", "bonus", "fee", "deduction", "tip", "net", "payout", "cash", "refund", "amount", "promised")
METRES = {"km": Decimal(1000), "mi": Decimal("1609.344"), "m": Decimal(1)}
UNITS = {"km": "km", "kilometers": "km", "kilometres": "km", "mi": "mi", "miles": "mi", "mile": "mi"}
CANCELLED = re.compile(r"(?i)\b(cancel+ed|declined|rejected|refused|missed|unassigned)\b")
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
    paused_unit: str = "hours"

    def first(self, line: Line, role: str) -> str:
        """Return the first cell of a role that holds something."""
        return next((cell for cell in self.cells(line, role) if cell), "")

    def time(self, line: Line, role: str) -> Decimal | None:
        """Return the minutes that a cell tells."""
        unit = self.paused_unit if role == "paused" else self.time_unit
        return _minutes(self.first(line, role), self.decimal, unit)

    def number(self, line: Line, role: str) -> Decimal | None:
        """Return the number that a cell tells, its unit left off."""
        said = self.first(line, role).lower()
        return read_amount(said.removesuffix("km").removesuffix("mi"), self.decimal)

    def cells(self, line: Line, role: str) -> list[str]:
        """Return the cells of a role."""
        return [line.cells[place] for place in self.columns.get(role, ()) if place < len(line.cells)]


class _Unreadable(Exception):
    """A cell that should hold an amount holds something else."""


@dataclass(frozen=True)
class Earnings:
    """What a statement comes to: transactions, the lines that could not be read, and what each line says was paid."""

    rows: list[Row]
    rejected: list[Rejected]
    payouts: list[PayoutParts]


def read_earnings(lines: Sequence[Line], places: Places) -> Earnings:
    """Read every line into its parts; one that cannot be read is rejected whole.

    Raises:
        TooLarge: they are too many.
    """
    fee_sign = _fee_sign(lines, places)
    read = Earnings([], [], [])
    for line in lines:
        _read_line(line, places, fee_sign, read)
        if len(read.rows) > MAX_ROWS:
            raise TooLarge(
                f"The file makes more than {MAX_ROWS:,} transactions. Split it by year and upload the parts."
            )
    return read


def _read_line(line: Line, places: Places, fee_sign: int, read: Earnings) -> None:
    day = places.first(line, "date")
    on = places.order.read(day)
    if on is None:
        why = f"“{day[:40]}” is not a date" if day else "There is no date"
        read.rejected.append(Rejected(line.number, why, line.raw()))
        return
    try:
        sums = _sums(line, places)
    except _Unreadable as unreadable:
        read.rejected.append(Rejected(line.number, str(unreadable), line.raw()))
        return
    parts, doubt = _parts(line, places, sums, fee_sign)
    rows = list(_rows(line, places, on, parts, doubt))
    if rows:
        read.rows.extend(_with_work(rows, line, places))
    else:
        read.rejected.append(Rejected(line.number, "There is no amount", line.raw()))
    read.payouts.append(_payout(line, places, on, sums, parts, fee_sign))


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
    gross, tip, net = _gross(sums), sums["tip"] or Decimal(0), sums["net"]
    fee = fee_sign * _kept(sums)
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


def _gross(sums: Sums) -> Decimal | None:
    """Return base pay and bonus; None where neither is told."""
    told = [amount for amount in (sums["gross"], sums["bonus"]) if amount is not None]
    return sum(told, Decimal(0)) if told else None


def _kept(sums: Sums) -> Decimal:
    """Return what the platform keeps, as it is written: fees and deductions."""
    return (sums["fee"] or Decimal(0)) + (sums["deduction"] or Decimal(0))


def _payout(
    line: Line, places: Places, on: date, sums: Sums, parts: Mapping[Part, Decimal], fee_sign: int
) -> PayoutParts:
    """Keep what the line itself says of its payout; of a typed line that is what its type is."""
    typed = bool(places.types)

    def signed(role: str) -> Decimal | None:
        amount = sums[role]
        return None if amount is None else fee_sign * amount

    return PayoutParts(
        line=line.number,
        on=on,
        currency=_currency(line, places),
        platform=places.platform,
        job=places.first(line, "job")[:120],
        base=parts.get("gross") if typed else sums["gross"],
        bonus=sums["bonus"],
        promised=sums["promised"],
        tip=parts.get("tip") if typed else sums["tip"],
        fee=-parts["fee"] if typed and "fee" in parts else signed("fee"),
        deduction=signed("deduction"),
        stated=sums["net"],
        worked=any((places.number(line, role) or 0) > 0 for role in ("jobs", "distance"))
        or (places.time(line, "time") or 0) > 0,
        cancelled=bool(CANCELLED.search(places.first(line, "status"))),
    )


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
    currency = _currency(line, places)
    for part, amount in parts.items():
        if amount:
            kind, category = KINDS[part]
            yield Row(
                line=line.number,
                posted_on=on,
                amount=amount,
                memo=(memo or places.title)[:MAX_MEMO],
                external_id=places.first(line, "id")[:120],
                currency=currency,
                part=part,
                kind=kind,
                category=category,
                platform=places.platform,
                doubt=doubt,
            )


def _currency(line: Line, places: Places) -> str | None:
    said = places.first(line, "currency").upper()
    return said if said in known_currencies() else None


def _with_work(rows: list[Row], line: Line, places: Places) -> list[Row]:
    """Write jobs, distance and time on the line's first earning, so that they are counted once."""
    paid = [index for index, row in enumerate(rows) if row.kind == "earning" and row.amount > 0]
    if not paid:
        return rows
    first, *others = paid
    jobs = read_amount(places.first(line, "jobs"), places.decimal)
    if jobs is None and places.job_each_line and rows[first].part == "gross":
        jobs = Decimal(1)
    distance = places.number(line, "distance")
    rows[first] = replace(
        rows[first],
        jobs=_count(jobs),
        distance_m=_count(distance * METRES[places.distance_unit] if distance is not None else None),
        minutes=_count(_worked(line, places)),
    )
    for index in others if rows[first].jobs is not None else []:
        rows[index] = replace(rows[index], jobs=0)  # known, and counted already
    return rows


def _worked(line: Line, places: Places) -> Decimal | None:
    """Return the minutes worked: paused ones are none."""
    minutes, paused = places.time(line, "time"), places.time(line, "paused")
    return minutes - min(minutes, paused) if minutes is not None and paused else minutes


def _count(value: Decimal | None) -> int | None:
    """Return a whole number that the ledger can hold; anything else is not known."""
    return round(value) if value is not None and 0 <= value < 2_000_000_000 else None


def _minutes(said: str, decimal: str, unit: str) -> Decimal | None:
    """Read 7:30, 7h 30m, or a number in a unit."""
    if match := CLOCK.fullmatch(said):
        return Decimal(int(match[1]) * 60 + int(match[2]))
    if (match := SPELLED.fullmatch(said.strip())) and (match[1] or match[2]):
        return Decimal(int(match[1] or 0) * 60 + int(match[2] or 0))
    number = read_amount(said, decimal)
    return number * (60 if unit == "hours" else 1) if number is not None else None


def _fee_sign(lines: Sequence[Line], places: Places) -> int:
    """Tell whether fees are written as positive (1) or as negative (-1): as they add up, else as most are."""
    adds_up = {1: 0, -1: 0}
    written = 0
    for line in lines:
        try:
            sums = _sums(line, places)
        except _Unreadable:
            continue
        gross, fee, tip, net = _gross(sums), _kept(sums), sums["tip"] or 0, sums["net"]
        if not fee:
            continue
        written += 1 if fee > 0 else -1
        if gross is not None and net is not None:
            for sign in adds_up:
                adds_up[sign] += gross - sign * fee + tip == net
    if adds_up[1] != adds_up[-1]:
        return 1 if adds_up[1] > adds_up[-1] else -1
    return 1 if written >= 0 else -1
