"""What an import writes row by row: transactions, which line told of each, and the lines that were rejected."""

from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from typing import Any

from finance.intake.entries import Entry
from finance.models import Import, LinkedAccount, RejectedRow, StatementLine, Transaction
from finance.sorting.kinds import Sort
from finance.sorting.sorter import Decision, Sorter
from finance.statements.parsed import Rejected
from kit.bulk import insert_many

OnBatch = Callable[[int], None]


def write_transactions(
    account: LinkedAccount, currency: str, entries: Sequence[Entry], sorter: Sorter, on_batch: OnBatch
) -> None:
    """Write entries as transactions of an account, sorted as the user would have it."""
    if not entries:
        return
    rows = (_columns(account, currency, entry, sorter) for entry in entries)
    first = next(rows)
    insert_many(Transaction, list(first), (list(one.values()) for one in chain([first], rows)), on_batch=on_batch)


def write_lines(statement: Import, entries: Sequence[Entry], ids: Mapping[str, int], on_batch: OnBatch) -> None:
    """Write which line of an import told of which transaction; `ids` has these by fingerprint."""
    rows = ((statement.pk, ids[entry.fingerprint], entry.row.line, entry.row.part) for entry in entries)
    insert_many(StatementLine, ["statement_id", "transaction_id", "line", "part"], rows, on_batch=on_batch)


def write_rejected(statement: Import, rejected: Sequence[Rejected]) -> None:
    """Write the lines that could not be read."""
    rows = ((statement.pk, one.line, one.reason[:200], one.raw[:500]) for one in rejected)
    insert_many(RejectedRow, ["statement_id", "line", "reason", "raw"], rows)


def _columns(account: LinkedAccount, currency: str, entry: Entry, sorter: Sorter) -> dict[str, Any]:
    """Return a transaction's columns; the others get their defaults."""
    row = entry.row
    if row.kind:
        sort = Sort(row.kind, row.category, row.platform)
        decision = Decision(sort, Transaction.KindSource.STATEMENT.value)
    else:
        decision = sorter.decide(row.memo, entry.amount_minor, currency, account.pk)
    return {
        "user_id": account.user_id,
        "account_id": account.pk,
        "posted_on": row.posted_on,
        "amount_minor": entry.amount_minor,
        "currency": currency,
        "memo": row.memo,
        **decision.columns,
        "balance_minor": entry.balance_minor,
        "external_id": entry.external_id,
        "fingerprint": entry.fingerprint,
        "pending": entry.pending,
        "jobs": row.jobs,
        "distance_m": row.distance_m,
        "minutes": row.minutes,
        "needs_review": bool(row.doubt),
        "review_reason": row.doubt[:200],
    }
