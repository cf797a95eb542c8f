"""From a statement file to the ledger: read, told apart from what is known already, written whole or not at all."""

import hashlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from accounts import audit
from accounts.models import User
from finance import refresh
from finance.duplicates import reconciliation
from finance.duplicates.reconciliation import Tellings
from finance.intake import mappings, wallets
from finance.intake.entries import Entry, entries_of
from finance.intake.payouts import write_payouts
from finance.intake.plans import Plan
from finance.intake.rows import write_lines, write_rejected, write_transactions
from finance.models import (
    BalancePoint,
    Import,
    LinkedAccount,
    PayoutLine,
    StatementLine,
    Transaction,
    WaitingUpload,
)
from finance.sorting.again import sorter_of
from finance.statements.choices import Choices
from finance.statements.parsed import ParsedStatement
from finance.statements.read import read_statement
from finance.statements.running import Booked, KnownBalance, known_balances
from finance.transfers import transfers
from kit.errors import Conflict
from kit.money import to_minor

BATCH = 1000
OnWritten = Callable[[int, int], None]


def import_statement(
    *,
    account: LinkedAccount,
    file_name: str,
    content: bytes,
    choices: Choices | None = None,
    waiting: Import | None = None,
    on_written: OnWritten | None = None,
) -> tuple[Import, Plan]:
    """Read a statement into an account, whole or not at all; the same file again adds nothing.

    Args:
        account: where it belongs.
        file_name: as the user's device calls it.
        content: the file.
        choices: what the user said about it.
        waiting: the row of a file that was taken before, to be filled; else a new one is made.
        on_written: told how many rows of how many are written.

    Raises:
        NotAStatement, TooLarge, SeveralAccounts, UnknownColumns: the file cannot be read.
        Conflict: it is in another currency than the account.
    """
    parsed = read_statement(content, choices)
    with transaction.atomic():
        # Two uploads of one file at the same time must not both find its rows new.
        account = LinkedAccount.objects.select_for_update().select_related("user").get(pk=account.pk)
        target = _still_waiting(waiting) if waiting else Import(user=account.user, account=account)
        plan = _plan(account, parsed)
        target.file_name, target.file_sha256 = file_name[-200:], digest(content)
        statement = _write(account, plan, target, on_written or _silent)
        mappings.remember(account.user, choices or Choices(), plan.reading, now=statement.created_at)
        _match(account, statement)
        refresh.after_import(account=account)
        undo = audit.request_of("DELETE", f"imports/{statement.public_id}")
        counts = audit.columns_of(statement, "rows", "new", "duplicates", "needs_review", "rejected_count")
        audit.record(account.user, "import.read", statement, undo=undo, linked_account=account.name, **counts)
    return statement, plan


def _match(account: LinkedAccount, statement: Import) -> None:
    if account.currency and statement.first_on and statement.last_on:
        transfers.match_again(account.user, account.currency, statement.first_on, statement.last_on)


def digest(content: bytes) -> str:
    """Return what a file is recognised by."""
    return hashlib.sha256(content).hexdigest()


def _silent(done: int, total: int) -> None:
    """Tell nobody how far it has come."""


def _still_waiting(claimed: Import) -> Import:
    """Return the waiting row, if it was neither taken back nor taken over by another worker.

    Raises:
        Conflict: it was.
    """
    found = Import.objects.filter(
        pk=claimed.pk, undone_at=None, status=Import.Status.RUNNING, attempts=claimed.attempts
    ).first()
    if found is None:
        raise Conflict("The import was taken back.", code="import_taken_back")
    return found


def preview(*, account: LinkedAccount, content: bytes, choices: Choices | None = None) -> Plan:
    """Return what an import would do, and do nothing."""
    return _plan(account, read_statement(content, choices))


def undo(statement: Import, *, now: datetime) -> Import:
    """Take back what one import brought, except what another import tells as well; twice is the same as once."""
    with transaction.atomic():
        account = LinkedAccount.objects.select_for_update().select_related("user").get(pk=statement.account_id)
        statement.refresh_from_db()
        if statement.undone_at is None:
            mine = Transaction.versions.filter(lines__statement=statement)
            shared = StatementLine.objects.filter(transaction__account=account).exclude(statement=statement)
            gone = list(mine.exclude(pk__in=shared.values("transaction")).values_list("pk", flat=True))
            Transaction.versions.filter(pk__in=gone).delete()
            statement.lines.all().delete()
            statement.balance_points.all().delete()
            PayoutLine.objects.filter(statement=statement).delete()
            WaitingUpload.objects.filter(statement=statement).delete()
            statement.undone_at = now
            statement.save(update_fields=["undone_at"])
            reconciliation.again(account, [day for day in (statement.first_on, statement.last_on) if day])
            _match(account, statement)
            refresh.after_import(account=account)
            audit.record(account.user, "import.undone", statement, linked_account=account.name, transactions=len(gone))
    return statement


def _plan(account: LinkedAccount, parsed: ParsedStatement) -> Plan:
    wallets.check(account, parsed)
    currency = _currency(account, parsed.currency)
    rejected = list(parsed.rejected)
    entries = entries_of(parsed.rows, currency, rejected)
    told = _tellings(account, entries)
    rejected.sort(key=lambda line: line.line)
    return Plan(
        parsed.format,
        currency,
        entries,
        told,
        told.decide(),
        rejected,
        parsed.reading,
        parsed.balances,
        parsed.payouts,
    )


def _tellings(account: LinkedAccount, entries: Sequence[Entry]) -> Tellings:
    if not entries or account.pk is None:
        return Tellings()
    days = [entry.row.posted_on for entry in entries]
    ids = {entry.external_id for entry in entries if entry.external_id}
    held = reconciliation.read(account, min(days), max(days), ids=ids)
    return held.with_file(entry.version for entry in entries)


def _currency(account: LinkedAccount, said: str | None) -> str:
    if said and account.currency and said != account.currency:
        raise Conflict(
            f"This statement is in {said}, the account “{account.name}” is in {account.currency}. "
            "Choose or create an account in that currency.",
            code="currency_mismatch",
        )
    return said or account.currency or account.user.home_currency


def _write(account: LinkedAccount, plan: Plan, statement: Import, on_written: OnWritten) -> Import:
    if account.currency is None:
        account.currency = plan.currency
        account.save(update_fields=["currency"])
    wallets.settle(account, [entry.row for entry in plan.entries])
    new = plan.unknown
    _fill(statement, plan)
    total = len(new) + len(plan.entries)
    write_transactions(account, plan.currency, new, sorter_of(account.user), lambda done: on_written(done, total))
    ids = _rows_of(account, plan)
    write_lines(statement, plan.entries, ids, lambda done: on_written(len(new) + done, total))
    write_rejected(statement, plan.rejected)
    write_payouts(statement, plan.payouts)
    WaitingUpload.objects.filter(statement=statement).delete()
    _write_balances(account, statement, plan)
    _book(account, plan)
    reconciliation.settle(account, replace(plan.tellings, rows=ids), plan.outcome)
    return statement


def _rows_of(account: LinkedAccount, plan: Plan) -> dict[str, int]:
    """Return fingerprint -> transaction of what the ledger holds, now that the new ones are written."""
    if not plan.entries:
        return {}
    held = Transaction.versions.filter(account=account).between(min(plan.days), max(plan.days))
    return {**plan.tellings.rows, **dict(held.values_list("fingerprint", "pk"))}


def _book(account: LinkedAccount, plan: Plan) -> None:
    """Say of rows that were only announced, and that this file tells as booked, that they are booked."""
    booked = {entry.fingerprint for entry in plan.entries if not entry.pending}
    announced = Transaction.versions.filter(account=account, pending=True).values_list("fingerprint", "pk")
    rows = [pk for fingerprint, pk in announced if fingerprint in booked]
    if rows:
        Transaction.versions.filter(pk__in=rows).update(pending=False)


def _fill(statement: Import, plan: Plan) -> None:
    """Write on the import's row what its file came to."""
    statement.status = Import.Status.DONE
    statement.format, statement.reading, statement.currency = plan.format, plan.reading, plan.currency
    statement.rows, statement.new = len(plan.entries), plan.new
    statement.duplicates = plan.duplicates
    statement.needs_review, statement.rejected_count = plan.needs_review, len(plan.rejected)
    statement.total_in_minor, statement.total_out_minor = plan.total(1), plan.total(-1)
    statement.first_on, statement.last_on = min(plan.days, default=None), max(plan.days, default=None)
    statement.save()


def _write_balances(account: LinkedAccount, statement: Import, plan: Plan) -> None:
    known = {one.on: one.balance for one in _running(plan.entries)}
    for stated in plan.balances:
        with suppress(ValueError):  # a balance out of all range is no balance
            known[stated.on] = to_minor(stated.balance, plan.currency)
    points = [
        BalancePoint(account=account, statement=statement, on=on, balance_minor=balance, source="statement")
        for on, balance in known.items()
    ]
    BalancePoint.objects.bulk_create(points, batch_size=BATCH)


def _running(entries: Sequence[Entry]) -> list[KnownBalance]:
    booked = [Booked(e.row.posted_on, e.amount_minor, e.balance_minor) for e in entries if e.balance_minor is not None]
    # With holes the balance of a day cannot be told from its rows.
    return known_balances(booked) if len(booked) == len(entries) else []


def account_named(user: User, name: str, *, currency: str | None = None) -> LinkedAccount:
    """Return the user's account of that name, made if there is none."""
    account, _ = LinkedAccount.objects.get_or_create(user=user, name=name, defaults={"currency": currency})
    return account
