"""CSV of any dialect: encoding and separator are found out, then it is a table like any other."""

from finance.statements.choices import Choices
from finance.statements.encoding import decode
from finance.statements.parsed import ParsedStatement
from finance.statements.table import read_table
from finance.statements.tabular import read_lines


def read_csv(content: bytes, choices: Choices | None = None) -> ParsedStatement:
    """Read a CSV statement, of a bank or a platform.

    Args:
        content: the file.
        choices: what the user said about it.

    Raises:
        NotAStatement: it is empty, no text, no table, or has no dates and amounts.
        UnknownColumns: it has, and which column is what is not understood.
        TooLarge: it is over a limit.
    """
    text, encoding = decode(content)
    table = read_table(text)
    told = {"encoding": encoding, "separator": table.separator}
    return read_lines(table.lines, choices or Choices(), file_format="csv", told=told)
