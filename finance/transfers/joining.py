"""What a person says about transfers: these rows are one, these are not, and taking it back."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts import audit
from accounts.models import User
from finance import refresh
from finance.duplicates import reviews
from finance.models import LinkedAccount, Review, Transaction, Transfer
from finance.transfers import transfers
from kit.errors import Conflict, Invalid, NotFound

MOST_ROWS = 10


@transaction.atomic
def split(transfer: Transfer, *, now: datetime) -> Transfer:
    """Say that a transfer is none: its rows are again what they were, for ever. Twice is the same as once."""
    transfer = _locked(transfer)
    if transfer.split_at is None:
        transfers.release(transfer.legs.all())
        transfer.split_at = now
        transfer.save(update_fields=["split_at"])
        follow(transfer.user, list(_rows_of(transfer)))
        _record(transfer, "split", back="join")
    return transfer


@transaction.atomic
def rejoin(transfer: Transfer) -> Transfer:
    """Take a split back; it is then the user's word. Twice is the same as once.

    Raises:
        Conflict: one of the rows has gone, or is a leg of another transfer by now.
    """
    transfer = _locked(transfer)
    if transfer.split_at is not None:
        transfer.split_at, transfer.source = None, Transfer.Source.USER
        transfer.save(update_fields=["split_at", "source"])
        _hold(transfer)
        follow(transfer.user, list(_rows_of(transfer)))
        _record(transfer, "joined", back="split")
    return transfer


@transaction.atomic
def join(user: User, rows: Sequence[Transaction]) -> Transfer:
    """Say that rows are one transfer.

    Raises:
        Invalid: they cannot be: of one account, of several currencies, or all in or all out.
        Conflict: one of them is a leg of another transfer.
    """
    _check(rows)
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    transfer = transfers.remember(user, _kind_of(rows), rows, source=Transfer.Source.USER)
    _hold(transfer)
    follow(user, rows)
    _record(transfer, "joined", back="split")
    return transfer


def answered(review: Review, *, now: datetime) -> None:
    """Let the answer to a review about a transfer hold; an answer that was taken back, no longer."""
    user = review.user
    rows = [row.transaction for row in review.rows.select_related("transaction__account") if row.transaction]
    key = reviews.key_of((row.account_id, row.fingerprint) for row in rows)
    known = Transfer.objects.for_user(user).filter(key=key).prefetch_related(transfers.LEGS)
    if review.decision == Review.Decision.SAME:
        _check(rows)
        _hold(transfers.remember(user, _kind_of(rows), rows, source=Transfer.Source.USER))
    elif review.decision == Review.Decision.DIFFERENT:
        transfers.release(leg for transfer in known for leg in transfer.legs.all())
        transfers.remember(user, _kind_of(rows), rows, source=Transfer.Source.USER, split_at=now)
    else:
        transfers.release(leg for transfer in known for leg in transfer.legs.all())
        known.delete()


def named(user: User, rows: Sequence[Transaction], *, now: datetime) -> None:
    """Follow what a user said rows are: a leg that is called something else is no leg any more."""
    others = [row.pk for row in rows if row.kind != Transaction.Kind.TRANSFER]
    held = Transfer.objects.for_user(user).standing().filter(legs__transaction__in=others, legs__holds=True)
    for transfer in held.distinct().prefetch_related(transfers.LEGS):
        transfers.release(transfer.legs.all())
        transfer.split_at = now
        transfer.save(update_fields=["split_at"])
        _record(transfer, "split", back="join")
    for currency in sorted({row.currency for row in rows}):
        days = [row.posted_on for row in rows if row.currency == currency]
        transfers.match_again(user, currency, min(days), max(days))


def follow(user: User, rows: Sequence[Transaction]) -> None:
    """Match again around rows, and bring what is computed from them in line."""
    if rows:
        days = [row.posted_on for row in rows]
        transfers.match_again(user, rows[0].currency, min(days), max(days))
        refresh.after_change(user=user, currency=rows[0].currency)


def _record(transfer: Transfer, what: str, *, back: str) -> None:
    undo = audit.request_of("POST", f"transfers/{transfer.public_id}/{back}")
    rows = [leg.transaction for leg in transfer.legs.select_related("transaction") if leg.transaction]
    named = [{"id": row.public_id, "on": row.posted_on, "memo": row.memo[:80]} for row in rows]
    audit.record(transfer.user, f"transfer.{what}", transfer, name=transfer.kind, undo=undo, transactions=named)


def _locked(transfer: Transfer) -> Transfer:
    User.objects.select_for_update(no_key=True).get(pk=transfer.user_id)
    rows = Transfer.objects.select_related("user").prefetch_related(transfers.LEGS)
    found: Transfer | None = rows.filter(pk=transfer.pk).first()
    if found is None:  # matched anew while we waited for the lock
        raise NotFound("This transfer is matched otherwise by now.")
    return found


def _rows_of(transfer: Transfer) -> Sequence[Transaction]:
    return [leg.transaction for leg in transfer.legs.all() if leg.transaction]


def _hold(transfer: Transfer) -> None:
    if not transfers.hold(transfer):
        raise Conflict("One of the rows has gone, or belongs to another transfer.", code="leg_taken")


def _kind_of(rows: Sequence[Transaction]) -> str:
    paid = any(row.account.kind == LinkedAccount.Kind.PLATFORM for row in rows)
    return Transfer.Kind.PAYOUT if paid else Transfer.Kind.TRANSFER


def _check(rows: Sequence[Transaction]) -> None:
    reason = ""
    if not 2 <= len(rows) <= MOST_ROWS:
        reason = f"A transfer has 2 to {MOST_ROWS} rows."
    elif len({row.currency for row in rows}) > 1:
        reason = "The rows are in several currencies. What one was worth in the other is not known."
    elif not min(row.amount_minor for row in rows) < 0 < max(row.amount_minor for row in rows):
        reason = "One row has to leave an account, and one to arrive."
    elif {r.account_id for r in rows if r.amount_minor < 0} & {r.account_id for r in rows if r.amount_minor > 0}:
        reason = "What leaves and what arrives has to be on different accounts."
    if reason:
        raise Invalid(reason, fields={"transactions": reason})
