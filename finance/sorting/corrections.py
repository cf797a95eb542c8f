"""The user's word on what a transaction is, and taking it back."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts import audit
from accounts.models import User
from finance.models import Transaction, Transfer, TransferLeg
from finance.sorting.again import learn_from
from finance.transfers import joining
from kit.bulk import update_many
from kit.errors import Conflict

Source = Transaction.KindSource
WAS = ["was_kind", "was_kind_source", "was_category"]
SORT = ["kind", "kind_source", "category", "rule_id", "sorted_at", *WAS]


@transaction.atomic
def correct(
    user: User, rows: Sequence[Transaction], *, now: datetime, kind: str = "", category: str | None = None
) -> int:
    """Say what transactions are; that is the user's word from now on, and teaches at once.

    Args:
        user: whose they are.
        rows: which; all the user's.
        now: when it was said.
        kind: what they are; empty leaves each as it is.
        category: theirs; None leaves each as it is.

    Returns:
        How many other transactions of the same counterparties became something else.
    """
    before = {row.pk: (row.kind, row.category) for row in rows}
    for row in rows:
        if row.kind_source != Source.USER:
            row.was_kind, row.was_kind_source, row.was_category = row.kind, row.kind_source, row.category
        row.kind, row.category = kind or row.kind, row.category if category is None else category
        row.kind_source, row.rule, row.sorted_at = Source.USER.value, None, now
    also = _follow(user, rows, now=now)
    ids = {"transactions": [str(row.public_id) for row in rows]}
    _record("sorted", user, rows, before, also, undo=audit.request_of("POST", "transactions/corrections/undo", ids))
    return also


@transaction.atomic
def take_back(user: User, rows: Sequence[Transaction], *, now: datetime) -> int:
    """Let transactions be again what they were before the user's word; what was learned from it is forgotten.

    A transfer that the word has split is joined again. Twice is the same as once.

    Returns:
        How many other transactions of the same counterparties became something else.
    """
    said = [row for row in rows if row.kind_source == Source.USER]
    split = _split_by(said)
    before = {row.pk: (row.kind, row.category) for row in said}
    for row in said:
        _restore(row, split.get((row.pk, row.sorted_at)))
    also = _follow(user, said, now=now)
    for transfer in {leg.transfer for leg in split.values()}:
        with suppress(Conflict):  # its other end belongs to another transfer by now, and stays there
            joining.rejoin(transfer)
    if said:
        _record("taken_back", user, said, before, also)
    return also


def _record(
    what: str,
    user: User,
    rows: Sequence[Transaction],
    before: Mapping[int, tuple[str, str]],
    also: int,
    *,
    undo: dict[str, Any] | None = None,
) -> None:
    """Write one entry: of one row with what it was, of many with how many they are."""
    now_is = {row.pk: (row.kind, row.category) for row in rows}
    if len(rows) == 1:
        ((row, was),) = ((row, before[row.pk]) for row in rows)
        names = ("kind", "category")
        changes = audit.difference(dict(zip(names, was, strict=True)), dict(zip(names, now_is[row.pk], strict=True)))
        audit.record(user, f"transaction.{what}", row, name=row.memo, changes=changes, undo=undo, also_changed=also)
        return
    named = [str(row.public_id) for row in rows[: audit.MOST_NAMED]]
    changed = sum(before[pk] != value for pk, value in now_is.items())
    audit.record(
        user, f"transaction.{what}", undo=undo, count=len(rows), changed=changed, also_changed=also, transactions=named
    )


def _restore(row: Transaction, leg: TransferLeg | None) -> None:
    """Give a row back what it was; the leg of a transfer, what it was before that was known."""
    before = row if leg is None else leg
    row.kind, row.category = before.was_kind or row.kind, before.was_category
    row.kind_source = before.was_kind_source or Source.DEFAULT.value
    row.sorted_at, row.was_kind, row.was_kind_source, row.was_category = None, "", "", ""


def _split_by(rows: Sequence[Transaction]) -> dict[tuple[int, datetime | None], TransferLeg]:
    """Return the legs of the transfers that these words have split, by row and moment."""
    legs = TransferLeg.objects.filter(
        transaction__in=[row.pk for row in rows if row.was_kind_source == Source.MATCH],
        transfer__in=Transfer.objects.exclude(split_at=None),
    ).select_related("transfer")
    moments = {(row.pk, row.sorted_at) for row in rows}
    found = {(leg.transaction_id or 0, leg.transfer.split_at): leg for leg in legs}
    return {key: leg for key, leg in found.items() if key in moments}


def _follow(user: User, rows: Sequence[Transaction], *, now: datetime) -> int:
    update_many(Transaction, SORT, ([*(getattr(row, name) for name in SORT), row.pk] for row in rows))
    joining.named(user, rows, now=now)
    return learn_from(user, rows)
