"""XLSX: the cells of a workbook's sheets as text, then a table like any other.

Own reader: what is needed of the format is one page, and a library would bring its styles, charts and formulas.
"""

import posixpath
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from finance.statements.choices import Choices, chosen
from finance.statements.parsed import (
    MAX_COLUMNS,
    MAX_ROWS,
    NotAStatement,
    ParsedStatement,
    SeveralAccounts,
    TooLarge,
    UnknownColumns,
)
from finance.statements.table import MAX_PREAMBLE, Line
from finance.statements.tabular import read_lines
from finance.statements.xml_stream import Node, read_xml
from finance.statements.zip_guard import GuardedZip

WORKBOOK = "xl/workbook.xml"
NO_WORKBOOK = "This is a zip file and no XLSX workbook. Unpack it and upload the statement inside."
MAX_SHEETS, MAX_STRINGS, MAX_CELL = 50, 2_000_000, 5_000
# The numbers of the built-in formats of dates; 18 to 21 and 45 to 47 are times of a day alone.
DATE_FORMATS = frozenset({14, 15, 16, 17, 22, *range(27, 37), *range(50, 59)})
NOT_CODE = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})", re.ASCII)
WHOLE = re.compile(r"[+-]?\d+", re.ASCII)


@dataclass
class Book:
    """What the sheets are read with."""

    sheets: list[tuple[str, str]] = field(default_factory=list)
    strings: list[str] = field(default_factory=list)
    date_styles: set[int] = field(default_factory=set)
    since_1904: bool = False


def read_xlsx(content: bytes, choices: Choices) -> ParsedStatement:
    """Read the sheet of a workbook that is a statement.

    Raises:
        NotAStatement: it is no workbook, or no sheet of it is a statement.
        SeveralAccounts: several sheets are, and none was chosen.
        UnknownColumns: its columns are not understood.
        TooLarge: it is over a limit.
    """
    archive = GuardedZip(content)
    if WORKBOOK not in archive:
        raise NotAStatement(NO_WORKBOOK)
    book = _book(archive)
    if choices.section is not None:
        book.sheets = [book.sheets[chosen([name for name, _ in book.sheets], choices.section)]]
    found: list[tuple[str, ParsedStatement]] = []
    refused: list[NotAStatement | UnknownColumns] = []
    for name, path in book.sheets:
        lines = _lines(archive, path, book)
        try:
            if lines:
                found.append((name, read_lines(lines, choices, file_format="xlsx", told={"sheet": name})))
        except (NotAStatement, UnknownColumns) as refusal:
            refused.append(refusal)
    if len(found) > 1:
        names = [name for name, _ in found]
        raise SeveralAccounts(
            f"Several sheets are statements: {', '.join(names)[:300]}. Say which one to take.",
            details={"sections": names},
        )
    if not found:
        raise _worst(refused)
    return found[0][1]


def _worst(refused: Sequence[NotAStatement | UnknownColumns]) -> NotAStatement | UnknownColumns:
    """Return the refusal that helps most: the one whose columns a person can name."""
    unknown = [one for one in refused if isinstance(one, UnknownColumns)]
    if unknown:
        return unknown[0]
    return refused[0] if refused else NotAStatement("The workbook holds no rows.", code="empty_file")


def _book(archive: GuardedZip) -> Book:
    book = Book()
    targets: dict[str, str] = {}
    _each(archive, "xl/_rels/workbook.xml.rels", "Relationship", lambda node: _target(node, targets))

    def sheet(node: Node) -> None:
        path = targets.get(node.attributes.get("id", ""), "")
        if node.attributes.get("state", "visible") == "visible" and path in archive and len(book.sheets) < MAX_SHEETS:
            book.sheets.append((node.attributes.get("name", "")[:120], path))

    def properties(node: Node) -> None:
        book.since_1904 = node.attributes.get("date1904", "0") in ("1", "true")

    _each(archive, WORKBOOK, "sheet", sheet)
    _each(archive, WORKBOOK, "workbookPr", properties)
    if "xl/styles.xml" in archive:
        _styles(archive, book)
    if "xl/sharedStrings.xml" in archive:
        _each(archive, "xl/sharedStrings.xml", "si", lambda node: _string(node, book))
    return book


def _each(archive: GuardedZip, name: str, tag: str, take: Callable[[Node], None]) -> None:
    read_xml(archive.pieces(name), wanted=lambda path, _: path[-1] == tag, take=take)


def _target(node: Node, targets: dict[str, str]) -> None:
    said = node.attributes.get("Target", "")
    path = said.lstrip("/") if said.startswith("/") else posixpath.normpath(posixpath.join("xl", said))
    targets[node.attributes.get("Id", "")] = path


def _string(node: Node, book: Book) -> None:
    if len(book.strings) >= MAX_STRINGS:
        raise TooLarge("The workbook holds more words than a statement. Save the sheet as CSV and upload that.")
    book.strings.append(_words(node))


def _words(node: Node) -> str:
    """Join the runs of a text; how it is pronounced (rPh) is left out."""
    runs = [node, *node.all("r")]
    return "".join(text.said for run in runs for text in run.all("t"))[:MAX_CELL]


def _styles(archive: GuardedZip, book: Book) -> None:
    dates = set(DATE_FORMATS)
    styles: list[int] = []

    def take(node: Node) -> None:
        if node.tag == "numFmt":
            code = NOT_CODE.sub("", node.attributes.get("formatCode", "")).lower()
            if "y" in code or "d" in code:
                dates.add(_whole(node.attributes.get("numFmtId", "")))
        else:
            styles.extend(_whole(one.attributes.get("numFmtId", "")) for one in node.all("xf"))

    read_xml(archive.pieces("xl/styles.xml"), wanted=lambda path, _: path[-1] in ("numFmt", "cellXfs"), take=take)
    book.date_styles = {index for index, style in enumerate(styles) if style in dates}


def _whole(said: str) -> int:
    return int(said) if said.isascii() and said.isdigit() and len(said) < 9 else -1


def _lines(archive: GuardedZip, path: str, book: Book) -> list[Line]:
    """Return the rows of a sheet that hold anything."""
    found: list[Line] = []
    last = 0

    def take(node: Node) -> None:
        nonlocal last
        last = max(_whole(node.attributes.get("r", "")), last + 1)
        cells = _cells(node, book, last)
        if any(cells):
            if len(found) >= MAX_ROWS + MAX_PREAMBLE:
                raise TooLarge(f"The sheet has more than {MAX_ROWS:,} rows. Split it by year and upload the parts.")
            found.append(Line(last, cells))

    _each(archive, path, "row", take)
    return found


def _cells(row: Node, book: Book, line: int) -> tuple[str, ...]:
    cells: dict[int, str] = {}
    place = -1
    for cell in row.all("c"):
        place = _column(cell.attributes.get("r", ""), place + 1)
        said = _said(cell, book).strip()
        if said and place >= MAX_COLUMNS:
            raise TooLarge(f"Row {line} has more than {MAX_COLUMNS} columns: this is no statement.")
        if said:
            cells[place] = said
    return tuple(cells.get(index, "") for index in range(max(cells, default=-1) + 1))


def _column(reference: str, following: int) -> int:
    match = PLACE.fullmatch(reference)
    if match is None:
        return following
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return column - 1


def _said(cell: Node, book: Book) -> str:
    """Return a cell as text: numbers with a decimal point, dates as ISO 8601."""
    kind, value = cell.attributes.get("t", "n"), cell.text("v")
    if kind == "s":
        index = _whole(value)
        return book.strings[index] if 0 <= index < len(book.strings) else ""
    if kind == "inlineStr":
        inline = cell.first("is")
        return _words(inline) if inline else ""
    if kind == "n" and value:
        return _number(value, book, is_date=_whole(cell.attributes.get("s", "")) in book.date_styles)
    return "" if kind in ("e", "b") else value[:MAX_CELL]


def _number(value: str, book: Book, *, is_date: bool) -> str:
    try:
        number = float(value)
    except ValueError:
        return value[:MAX_CELL]
    if is_date and (day := serial_date(number, since_1904=book.since_1904)):
        return day.isoformat()
    if WHOLE.fullmatch(value):
        return value[:MAX_CELL]
    plain = f"{number:.15g}"  # what the spreadsheet shows; behind it stands the rounding of binary fractions
    # Three decimals would look like a group of thousands: 1.234
    return f"{plain}0" if re.fullmatch(r"-?\d+\.\d{3}", plain) else plain


def serial_date(serial: float, *, since_1904: bool) -> date | None:
    """Return the day of a serial number; the older system counts a 29 February 1900 that never was."""
    if not 1 <= serial < 2_958_466:
        return None
    if since_1904:
        return date(1904, 1, 1) + timedelta(days=int(serial))
    return date(1899, 12, 30) + timedelta(days=int(serial) + (serial < 60))
