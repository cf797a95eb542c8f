"""A statement's rows made ready for the ledger: minor units, and a fingerprint that is the same in every export."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from finance.duplicates.memos import says_pending
from finance.duplicates.versions import Version
from finance.intake.fingerprints import Fingerprints, ids_hold
from finance.statements.parsed import Rejected, Row
from kit.money import from_minor, to_minor

MAX_ID = 120


@dataclass(frozen=True, slots=True)
class Entry:
    """A row ready for the ledger."""

    row: Row
    amount_minor: int
    balance_minor: int | None
    fingerprint: str = ""
    external_id: str = ""
    pending: bool = False

    @property
    def version(self) -> Version:
        """The entry as it is compared with what the ledger holds."""
        row = self.row
        return Version(self.fingerprint, row.posted_on, self.amount_minor, row.memo, self.external_id, self.pending)


def entries_of(rows: Iterable[Row], currency: str, rejected: list[Rejected]) -> list[Entry]:
    """Turn rows into entries, and add those that cannot be to the rejected ones.

    Ids that name several bookings of the file are references, and no ids.
    """
    exact = list(_in_minor_units(rows, currency, rejected))
    hold = ids_hold((entry.external_id, entry.row.posted_on, entry.amount_minor) for entry in exact)
    prints = Fingerprints()
    return [_with_fingerprint(entry if hold else replace(entry, external_id=""), prints) for entry in exact]


def _with_fingerprint(entry: Entry, prints: Fingerprints) -> Entry:
    row = entry.row
    fingerprint = prints.of(
        posted_on=row.posted_on,
        amount_minor=entry.amount_minor,
        memo=row.memo,
        external_id=entry.external_id,
        part=row.part,
    )
    pending = row.pending or says_pending(row.memo)
    return Entry(row, entry.amount_minor, entry.balance_minor, fingerprint, entry.external_id, pending)


def _in_minor_units(rows: Iterable[Row], currency: str, rejected: list[Rejected]) -> Iterator[Entry]:
    for row in rows:
        amount = _exact(row, currency, rejected)
        if amount is not None:
            balance = to_minor(row.balance, currency) if row.balance is not None else None
            yield Entry(row, amount, balance, external_id=_id_of(row))


def _id_of(row: Row) -> str:
    """Return the row's id; where one line tells several transactions, each has its own."""
    return f"{row.external_id}/{row.part}"[:MAX_ID] if row.external_id and row.part else row.external_id[:MAX_ID]


def _exact(row: Row, currency: str, rejected: list[Rejected]) -> int | None:
    if row.currency and row.currency != currency:
        rejected.append(Rejected(row.line, f"It is in {row.currency}, the statement in {currency}", row.memo))
        return None
    try:
        minor = to_minor(row.amount, currency)
    except ValueError:
        rejected.append(Rejected(row.line, "The amount is too large", row.memo))
        return None
    if from_minor(minor, currency) != row.amount:
        rejected.append(Rejected(row.line, f"The amount has more decimals than {currency} has", row.memo))
        return None
    return minor
