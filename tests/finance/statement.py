"""Statements in a line of code."""

from finance.intake import imports
from finance.models import Import, LinkedAccount

Line = tuple[str, ...]


def csv_of(*rows: Line) -> bytes:
    """Return a statement: each row is day, memo, amount, and the bank's id if it has one."""
    head = "Date,Description,Amount" + (",Transaction ID" if any(len(row) > 3 for row in rows) else "")
    return "\n".join([head, *(",".join(row) for row in rows), ""]).encode()


def bring(account: LinkedAccount, *rows: Line) -> Import:
    """Import such a statement."""
    return imports.import_statement(account=account, file_name="s.csv", content=csv_of(*rows))[0]
