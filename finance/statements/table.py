"""From text to a table: the separator, and rows that know their line."""

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO

from finance.statements.parsed import MAX_COLUMNS, MAX_ROWS, NotAStatement, TooLarge

SEPARATORS = ",;\t|"
SAMPLE_LINES = 200
MAX_PREAMBLE = 60

csv.field_size_limit(1_000_000)


@dataclass(frozen=True, slots=True)
class Line:
    """One record of the file: the line it starts on, and its cells, trimmed."""

    number: int
    cells: tuple[str, ...]

    def raw(self) -> str:
        """Return the line as it is shown to people, cut to a bearable length."""
        return " | ".join(self.cells)[:500]


@dataclass(frozen=True, slots=True)
class Table:
    """The records of a file that hold anything."""

    lines: list[Line]
    separator: str


def read_table(text: str) -> Table:
    """Split a text into records.

    Raises:
        NotAStatement: it is no table.
        TooLarge: more rows or columns than can be.
    """
    skipped, separator = 0, _said_separator(text)
    if separator:
        skipped, text = 1, text.partition("\n")[2]
    separator = separator or _likely_separator(text)
    lines = list(_records(text, separator, skipped))
    if not lines:
        raise NotAStatement("The file holds no rows.", code="empty_file")
    return Table(lines, separator)


def _records(text: str, separator: str, skipped: int) -> Iterator[Line]:
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, skipinitialspace=True)
    count, before = 0, 0
    try:
        for cells in reader:
            number, before = before + 1 + skipped, reader.line_num
            trimmed = tuple(cell.strip().strip("\ufeff") for cell in cells)
            if not any(trimmed):
                continue
            count += 1
            if count > MAX_ROWS + MAX_PREAMBLE:
                raise TooLarge(f"The file has more than {MAX_ROWS:,} rows. Split it by year and upload the parts.")
            if len(trimmed) > MAX_COLUMNS:
                raise TooLarge(f"Line {number} has more than {MAX_COLUMNS} columns: this is no statement.")
            yield Line(number, trimmed)
    except csv.Error as error:
        raise NotAStatement(f"Near line {before + 1} the file cannot be split into columns: {error}.") from error


def _said_separator(text: str) -> str | None:
    """Return what a first line `sep=;` says; spreadsheets write it."""
    first = text[:20].partition("\n")[0].strip().strip('"').lower()
    return first[4] if first.startswith("sep=") and len(first) == 5 and first[4] in SEPARATORS else None


def _likely_separator(text: str) -> str:
    """Return the separator that splits most lines into the same number of cells, more than one."""
    sample = "\n".join(text.splitlines()[:SAMPLE_LINES])

    def consistency(separator: str) -> tuple[int, int]:
        widths = Counter(len(cells) for cells in csv.reader(StringIO(sample), delimiter=separator) if len(cells) > 1)
        if not widths:
            return (0, 0)
        width, lines = max(widths.items(), key=lambda item: (item[1], item[0]))
        return (lines, width)

    try:
        return max(SEPARATORS, key=consistency)
    except csv.Error as error:
        raise NotAStatement("The file cannot be split into columns.") from error
