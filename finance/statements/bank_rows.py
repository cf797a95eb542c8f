"""The lines of a bank's table into rows: sides, signs, number and date format are found out from whole columns."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from finance.statements.columns import Columns
from finance.statements.dates import DateOrder, date_order
from finance.statements.numbers import decimal_sign, read_amount
from finance.statements.parsed import MAX_MEMO, Rejected, Row
from finance.statements.table import Line
from kit.money import known_currencies

OUT_WORDS = {"d", "dr", "debit", "debet", "s", "soll", "af", "out", "-", "withdrawal", "cargo", "debito", "借"}
IN_WORDS = {"c", "cr", "credit", "kredit", "h", "haben", "bij", "in", "+", "deposit", "abono", "credito", "贷"}


@dataclass(frozen=True, slots=True)
class Reading:
    """How the cells of a file are to be read."""

    columns: Columns
    order: DateOrder
    decimal: str
    balance_decimal: str
    sided: bool
    sign: int


@dataclass(frozen=True)
class BankRows:
    """What the lines said, and how they were read."""

    rows: list[Row]
    rejected: list[Rejected]
    currency: str | None
    told: Mapping[str, object]


def read_bank_rows(
    lines: Sequence[Line], columns: Columns, *, day_first: bool | None, decimal: str | None, inverted: bool
) -> BankRows:
    """Read the lines under the header.

    Args:
        lines: the table without its header.
        columns: which column is what.
        day_first: whether dates are day first; None finds it out.
        decimal: the decimal sign; None finds it out.
        inverted: whether money out is written as positive.

    Raises:
        NotAStatement: the order of days and months cannot be told.
    """
    reading = _reading(columns, lines, day_first, decimal, inverted)
    rows, rejected, footers = _read_lines(lines, reading)
    told: dict[str, object] = {
        "decimal": reading.decimal,
        "day_first": reading.order.day_first,
        "footer_lines": footers,
    }
    return BankRows(rows, rejected, _currency(rows, columns), told)


def _reading(
    columns: Columns, lines: Sequence[Line], day_first: bool | None, decimal: str | None, inverted: bool
) -> Reading:
    def column(*places: int | None) -> list[str]:
        kept = [place for place in places if place is not None]
        return [line.cells[place] for line in lines for place in kept if place < len(line.cells) and line.cells[place]]

    decimal = decimal or decimal_sign(column(columns.amount, columns.debit, columns.credit))
    balances = column(columns.balance)
    sides = {cell.lower() for cell in column(columns.side)}
    return Reading(
        columns=columns,
        order=date_order(column(columns.date), day_first=day_first),
        decimal=decimal,
        balance_decimal=decimal_sign(balances) if balances else decimal,
        sided=bool(sides & OUT_WORDS) and sides <= OUT_WORDS | IN_WORDS,
        sign=-1 if inverted else 1,
    )


def _read_lines(lines: Sequence[Line], reading: Reading) -> tuple[list[Row], list[Rejected], int]:
    """Read every line; lines without a date after the last good one are a footer, not faults."""
    rows: list[Row] = []
    rejected: list[Rejected] = []
    dateless: list[Rejected] = []
    for line in lines:
        found = _read_line(line, reading)
        if isinstance(found, Row):
            rejected += dateless
            dateless = []
            rows.append(found)
        elif reading.order.read(_cell(line, reading.columns.date)) is None:
            dateless.append(found)
        else:
            rejected.append(found)
    if not rows:
        return [], rejected + dateless, 0
    footer = _footer(dateless, reading, lines)
    rejected += [line for line in dateless if line not in footer]
    return rows, sorted(rejected, key=lambda line: line.line), len(footer)


def _footer(dateless: Sequence[Rejected], reading: Reading, lines: Sequence[Line]) -> list[Rejected]:
    """Keep the trailing lines whose date cell holds no digits: totals, remarks, page numbers."""
    by_number = {line.number: line for line in lines}
    dates = {line.line: _cell(by_number[line.line], reading.columns.date) for line in dateless}
    return [line for line in dateless if not any(sign.isdigit() for sign in dates[line.line])]


def _read_line(line: Line, reading: Reading) -> Row | Rejected:
    columns = reading.columns
    day = _cell(line, columns.date)
    posted_on = reading.order.read(day)
    if posted_on is None:
        return Rejected(line.number, f"“{day[:40]}” is not a date" if day else "There is no date", line.raw())
    amount = _amount(line, reading)
    if isinstance(amount, str):
        return Rejected(line.number, amount, line.raw())
    balance = _cell(line, columns.balance)
    currency = _cell(line, columns.currency).upper()
    return Row(
        line=line.number,
        posted_on=posted_on,
        amount=amount,
        memo=_memo(line, columns),
        balance=read_amount(balance, reading.balance_decimal) if balance else None,
        external_id=_cell(line, columns.id)[:120],
        currency=currency if currency in known_currencies() else None,
    )


def _amount(line: Line, reading: Reading) -> Decimal | str:
    """Return the signed amount, or why there is none."""
    columns = reading.columns
    if columns.amount is not None:
        said = _cell(line, columns.amount)
        amount = read_amount(said, reading.decimal)
        if amount is None:
            return f"“{said[:40]}” is not an amount" if said else "There is no amount"
        if reading.sided and _cell(line, columns.side).lower() in OUT_WORDS:
            amount = -abs(amount)
    else:
        sides = _debit_and_credit(line, reading)
        if isinstance(sides, str):
            return sides
        amount = sides
    return amount * reading.sign if amount else "The amount is zero"


def _debit_and_credit(line: Line, reading: Reading) -> Decimal | str:
    total, filled = Decimal(0), 0
    for place, sign in ((reading.columns.debit, -1), (reading.columns.credit, 1)):
        said = _cell(line, place)
        if not said.strip("-–. "):
            continue
        amount = read_amount(said, reading.decimal)
        if amount is None:
            return f"“{said[:40]}” is not an amount"
        filled += amount != 0
        total += sign * abs(amount)
    if filled == 2:
        return "Both the debit and the credit column hold an amount"
    return total if filled else "There is no amount"


def _memo(line: Line, columns: Columns) -> str:
    parts = dict.fromkeys(part for place in columns.memo if (part := _cell(line, place)))
    return " ".join(" ".join(parts).split())[:MAX_MEMO]


def _cell(line: Line, place: int | None) -> str:
    return line.cells[place] if place is not None and place < len(line.cells) else ""


def _currency(rows: Sequence[Row], columns: Columns) -> str | None:
    counts = Counter(row.currency for row in rows if row.currency)
    return counts.most_common(1)[0][0] if counts else columns.said_currency
