"""A table into a statement: by what the person says, else by a platform's layout, else by the words of banks."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from finance.statements.bank_rows import read_bank_rows
from finance.statements.choices import Choices
from finance.statements.columns import Columns, find_columns
from finance.statements.earnings import Earnings, read_earnings
from finance.statements.mapping import TableMapping
from finance.statements.parsed import (
    MAX_ROWS,
    NotAStatement,
    ParsedStatement,
    Rejected,
    Row,
    TooLarge,
    UnknownColumns,
)
from finance.statements.platform_table import find_layout, places_of_mapping, without_footer
from finance.statements.table import Line
from finance.statements.unknown import guess, header_of, remembered_mapping, signed

NO_COLUMNS = (
    "No date and amount columns were found. Upload the statement as your bank exports it (CSV, OFX, CAMT.053, MT940, "
    "QIF or XLSX), with its header line."
)
UNKNOWN = "The file holds dates and amounts, and which column is what is not clear. Say it, and it is remembered."
Told = Mapping[str, object]


def read_lines(lines: Sequence[Line], choices: Choices, *, file_format: str, told: Told) -> ParsedStatement:
    """Read the lines of a table, header and all.

    Raises:
        NotAStatement: there are no dates and amounts, or nothing could be read.
        UnknownColumns: there are, and which column is what is not understood.
        TooLarge: there are too many rows.
    """
    mapping, header, how = _said(lines, choices)
    if mapping is not None:
        signature, words = signed(lines, header)
        told = {**told, "mapping": how, "signature": signature, "header": words}
        return _mapped(lines, header, mapping, choices, file_format, told)
    if found := find_layout(lines, day_first=choices.day_first):
        body = _body(lines, found.header)
        kept, footers = without_footer(body, found.places)
        read = read_earnings(kept, found.places)
        told = {**told, "platform": found.places.platform, "layout": found.places.title, "footer_lines": footers}
        return _earned(lines, found.header, read, file_format, {**told, **found.told})
    columns = find_columns(lines)
    if columns is None:
        raise _not_understood(lines)
    return _bank(lines, columns, choices, file_format, told)


def _said(lines: Sequence[Line], choices: Choices) -> tuple[TableMapping | None, int | None, str]:
    """Return the mapping that holds for this table, the header it was said of, and where it comes from."""
    if choices.mapping is not None:
        return choices.mapping, header_of(lines), "given"
    found = remembered_mapping(lines, choices.remembered)
    return (found[0], found[1], "remembered") if found else (None, None, "")


def _mapped(
    lines: Sequence[Line], header: int | None, mapping: TableMapping, choices: Choices, file_format: str, told: Told
) -> ParsedStatement:
    said = mapping.columns
    day_first = choices.day_first if choices.day_first is not None else mapping.day_first
    if said.of_platform:
        body = _body(lines, header)
        places = places_of_mapping(body, mapping, day_first=day_first)
        kept, footers = without_footer(body, places)
        read = read_earnings(kept, places)
        told = {**told, "platform": places.platform, "footer_lines": footers}
        return _earned(lines, header, read, file_format, told)
    columns = Columns(header=header, **said.model_dump(include=set(Columns.__dataclass_fields__) - {"header"}))
    return _bank(
        lines,
        columns,
        replace(choices, day_first=day_first),
        file_format,
        told,
        decimal=mapping.decimal,
        inverted=mapping.sign == "inverted",
    )


def _earned(lines: Sequence[Line], header: int | None, read: Earnings, file_format: str, told: Told) -> ParsedStatement:
    return replace(_statement(lines, header, read.rows, read.rejected, file_format, told), payouts=read.payouts)


def _bank(
    lines: Sequence[Line],
    columns: Columns,
    choices: Choices,
    file_format: str,
    told: Told,
    *,
    decimal: str | None = None,
    inverted: bool = False,
) -> ParsedStatement:
    found = read_bank_rows(
        _body(lines, columns.header), columns, day_first=choices.day_first, decimal=decimal, inverted=inverted
    )
    places = {name: place for name, place in vars(columns).items() if name not in ("header", "said_currency")}
    shown = {name: place for name, place in places.items() if place is not None and place != []}
    told = {**told, "columns": shown, **found.told}
    return _statement(lines, columns.header, found.rows, found.rejected, file_format, told, currency=found.currency)


def _body(lines: Sequence[Line], header: int | None) -> Sequence[Line]:
    body = lines[0 if header is None else header + 1 :]
    if len(body) > MAX_ROWS:
        raise TooLarge(f"The file has more than {MAX_ROWS:,} rows. Split it by year and upload the parts.")
    return body


def _statement(
    lines: Sequence[Line],
    header: int | None,
    rows: list[Row],
    rejected: list[Rejected],
    file_format: str,
    told: Told,
    *,
    currency: str | None = None,
) -> ParsedStatement:
    if not rows:
        raise NotAStatement(_why_nothing(rejected))
    known = Counter(row.currency for row in rows if row.currency).most_common(1)
    reading = {**told, "header_line": lines[header].number if header is not None else None}
    return ParsedStatement(file_format, rows, rejected, currency or (known[0][0] if known else None), reading)


def _why_nothing(rejected: Sequence[Rejected]) -> str:
    if not rejected:
        return "There is a header line and no transaction under it."
    first = rejected[0]
    return f"None of its {len(rejected)} lines could be read; line {first.line}: {first.reason}."


def _not_understood(lines: Sequence[Line]) -> NotAStatement | UnknownColumns:
    details = guess(lines)
    return UnknownColumns(UNKNOWN, details=details) if details else NotAStatement(NO_COLUMNS)
