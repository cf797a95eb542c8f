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


class SeveralAccounts(Refusal):
    """The file tells of several accounts (or sheets); which one is meant has to be said. `details` lists them."""

    code, status = "several_accounts", 400


class UnknownColumns(Refusal):
    """A table with dates and amounts whose columns are not understood; `details` holds what a person needs to say."""

    code, status = "unknown_columns", 400


@dataclass(frozen=True, slots=True)
class Row:
    """One booked line, or one part of it; positive is money in.

    Attributes:
        line: where it stands in the file; no two rows of a file share line and part.
        part: which of the transactions of its line it is; empty where a line makes one.
        pending: announced and not booked yet.
        kind: what the statement itself says it is, with category and platform; empty where it says nothing.
        jobs: paid jobs it stands for, likewise distance and time.
        doubt: why a person should look at it; it is taken as it stands.
    """

    line: int
    posted_on: date
    amount: Decimal
    memo: str
    balance: Decimal | None = None
    external_id: str = ""
    currency: str | None = None
    part: str = ""
    pending: bool = False
    kind: str = ""
    category: str = ""
    platform: str = ""
    jobs: int | None = None
    distance_m: int | None = None
    minutes: int | None = None
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class PayoutParts:
    """What one line of a platform's statement says was paid for it. None where it does not say.

    Attributes:
        line: where it stands in the file.
        job: the job's or the booking's own number; empty where there is none.
        base, bonus, tip: what was earned.
        promised: the bonus that the statement says was promised.
        fee, deduction: what was kept back, positive.
        stated: what was paid out, as the statement says it.
        worked: whether jobs, distance or time are told for it.
        cancelled: whether it says that the job did not take place.
    """

    line: int
    on: date
    currency: str | None
    platform: str
    job: str
    base: Decimal | None
    bonus: Decimal | None
    promised: Decimal | None
    tip: Decimal | None
    fee: Decimal | None
    deduction: Decimal | None
    stated: Decimal | None
    worked: bool
    cancelled: bool


@dataclass(frozen=True, slots=True)
class Rejected:
    """A line that could not be read."""

    line: int
    reason: str
    raw: str = ""


@dataclass(frozen=True, slots=True)
class StatedBalance:
    """The balance at the end of a day, where a file says it by itself and not row by row."""

    on: date
    balance: Decimal


@dataclass(frozen=True)
class ParsedStatement:
    """A file as understood: rows in the file's order, what was rejected, and how it was read."""

    format: str
    rows: list[Row]
    rejected: list[Rejected]
    currency: str | None = None
    reading: dict[str, Any] = field(default_factory=dict)
    balances: list[StatedBalance] = field(default_factory=list)
    payouts: list[PayoutParts] = field(default_factory=list)
