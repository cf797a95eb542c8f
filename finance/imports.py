"""From a statement file to the ledger: read, told apart from what is known already, written whole or not at all."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from finance import mappings, refresh, wallets
from finance.ledger_rows import write_lines, write_rejected, write_transactions
from finance.models import (
    BalancePoint,
    Import,
    LinkedAccount,
    StatementLine,
    Transaction,
    WaitingUpload,
)
from finance.statements.choices import Choices
from finance.statements.parsed import ParsedStatement, Rejected, Row, StatedBalance
from finance.statements.read import read_statement
from finance.statements.running import Booked, KnownBalance, known_balances
from kit.errors import Conflict
from kit.money import from_minor, to_minor

BATCH = 1000
OnWritten = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Entry:
    """A row ready for the ledger: minor units, and a fingerprint that is the same in every export."""

    row: Row
    amount_minor: int
    balance_minor: int | None
    fingerprint: str


@dataclass(frozen=True)
class Plan:
    """What an import does, or would do."""

    format: str
    currency: str
    entries: list[Entry]
    known: dict[str, int]
    rejected: list[Rejected]
    reading: dict[str, Any] = field(default_factory=dict)
    balances: list[StatedBalance] = field(default_factory=list)

    @property
    def new(self) -> list[Entry]:
        """The entries that the ledger does not hold yet."""
        return [entry for entry in self.entries if entry.fingerprint not in self.known]

    def total(self, sign: int) -> int:
        """Return all money in (1) or out (-1), in minor units and positive."""
        return sum(abs(entry.amount_minor) for entry in self.entries if entry.amount_minor * sign > 0)

    @property
    def needs_review(self) -> int:
        """How many of the new entries a person should look at."""
        return sum(bool(entry.row.doubt) for entry in self.new)

    @property
    def days(self) -> list[date]:
        """The days of the entries."""
        return [entry.row.posted_on for entry in self.entries]


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
        refresh.after_import(account=account)
    return statement, plan


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
            mine = Transaction.objects.filter(lines__statement=statement)
            shared = StatementLine.objects.filter(transaction__account=account).exclude(statement=statement)
            gone = mine.exclude(pk__in=shared.values("transaction"))
            Transaction.objects.filter(pk__in=list(gone.values_list("pk", flat=True))).delete()
            statement.lines.all().delete()
            statement.balance_points.all().delete()
            WaitingUpload.objects.filter(statement=statement).delete()
            statement.undone_at = now
            statement.save(update_fields=["undone_at"])
            refresh.after_import(account=account)
    return statement


def _plan(account: LinkedAccount, parsed: ParsedStatement) -> Plan:
    wallets.check(account, parsed)
    currency = _currency(account, parsed.currency)
    rejected = list(parsed.rejected)
    entries = list(_entries(parsed.rows, currency, rejected))
    known = _known(account, entries)
    rejected.sort(key=lambda line: line.line)
    return Plan(parsed.format, currency, entries, known, rejected, parsed.reading, parsed.balances)


def _currency(account: LinkedAccount, said: str | None) -> str:
    if said and account.currency and said != account.currency:
        raise Conflict(
            f"This statement is in {said}, the account “{account.name}” is in {account.currency}. "
            "Choose or create an account in that currency.",
            code="currency_mismatch",
        )
    return said or account.currency or account.user.home_currency


def _entries(rows: Iterable[Row], currency: str, rejected: list[Rejected]) -> Iterable[Entry]:
    """Turn rows into entries. The how-manieth identical row of its day a row is belongs to its fingerprint, so that
    two like payments in one file stay two, and the same two in the next file are the same two."""
    seen: Counter[tuple[date, int, str, str]] = Counter()
    for row in rows:
        amount = _exact(row, currency, rejected)
        if amount is None:
            continue
        memo = " ".join(row.memo.casefold().split())
        key = (row.posted_on, amount, memo, row.part)
        text = f"{row.posted_on.isoformat()}|{amount}|{memo}|{seen[key]}" + (f"|{row.part}" if row.part else "")
        seen[key] += 1
        balance = to_minor(row.balance, currency) if row.balance is not None else None
        yield Entry(row, amount, balance, hashlib.sha256(text.encode()).hexdigest())


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


def _known(account: LinkedAccount, entries: Sequence[Entry]) -> dict[str, int]:
    """Return fingerprint -> transaction of what the ledger holds already of those days."""
    if not entries or account.pk is None:
        return {}
    days = [entry.row.posted_on for entry in entries]
    held = Transaction.objects.filter(account=account).between(min(days), max(days))
    return dict(held.values_list("fingerprint", "pk"))


def _write(account: LinkedAccount, plan: Plan, statement: Import, on_written: OnWritten) -> Import:
    if account.currency is None:
        account.currency = plan.currency
        account.save(update_fields=["currency"])
    wallets.settle(account, [entry.row for entry in plan.entries])
    new = plan.new
    _fill(statement, plan)
    total = len(new) + len(plan.entries)
    write_transactions(account, plan.currency, new, lambda done: on_written(done, total))
    ids = _known(account, plan.entries)
    write_lines(statement, plan.entries, ids, lambda done: on_written(len(new) + done, total))
    write_rejected(statement, plan.rejected)
    WaitingUpload.objects.filter(statement=statement).delete()
    _write_balances(account, statement, plan)
    return statement


def _fill(statement: Import, plan: Plan) -> None:
    """Write on the import's row what its file came to."""
    statement.status = Import.Status.DONE
    statement.format, statement.reading, statement.currency = plan.format, plan.reading, plan.currency
    statement.rows, statement.new = len(plan.entries), len(plan.new)
    statement.duplicates = statement.rows - statement.new
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
