"""What every reader returns, and how it says that a file is no statement."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from kit.errors import Refusal

MAX_BYTES = 25 * 1024 * 1024
MAX_ROWS = 200_000
MAX_COLUMNS = 64
MAX_MEMO = 500


class NotAStatement(Refusal):
    """The file as a whole cannot be read; nothing of it is taken."""

    code, status = "not_a_statement", 400


class TooLarge(Refusal):
    """The file is over a limit."""

    code, status = "too_large", 413


@dataclass(frozen=True, slots=True)
class Row:
    """One booked line; positive is money in."""

    line: int
    posted_on: date
    amount: Decimal
    memo: str
    balance: Decimal | None = None
    external_id: str = ""
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Rejected:
    """A line that could not be read."""

    line: int
    reason: str
    raw: str = ""


@dataclass(frozen=True)
class ParsedStatement:
    """A file as understood: rows in the file's order, what was rejected, and how it was read."""

    format: str
    rows: list[Row]
    rejected: list[Rejected]
    currency: str | None = None
    reading: dict[str, Any] = field(default_factory=dict)
