"""Loans as rows: kept in line with the ledger, and with what their owner says of them."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts import audit
from accounts.models import User
from finance.loans.find import FoundLoan, find
from finance.models import Loan, Transaction
from finance.recurring.streams import Occurrence
from finance.sorting import corrections
from kit.errors import Conflict, NotFound

DAYS_A_YEAR = 365
Kind, Decision, Status = Transaction.Kind, Loan.Decision, Loan.Status


def refresh(*, user: User, currency: str, today: date) -> int:
    """Bring the loans in line with the ledger; what their owner said of them stays. Returns how many there are."""
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        stored = list(Loan.objects.for_user(user).filter(currency=currency))
        apart = {fingerprint for loan in stored for fingerprint in loan.apart}
        rows, as_of = _occurrences(user, currency, today, apart)
        found = find(rows, as_of=as_of)
        kept: set[int] = set()
        for one in found:
            loan = _same(one, [row for row in stored if row.pk not in kept]) or Loan(user=user, currency=currency)
            for name, value in _columns(one).items():
                setattr(loan, name, value)
            loan.save()
            kept.add(loan.pk)
        for loan in stored:
            if loan.pk not in kept and not (loan.decision or loan.label or loan.apart or loan.owed_on):
                loan.delete()
            elif loan.pk not in kept and loan.status != Status.ENDED:
                loan.status, loan.next_on = Status.ENDED, None
                loan.save(update_fields=["status", "next_on"])
    return len(found)


def _occurrences(user: User, currency: str, today: date, apart: set[str]) -> tuple[list[Occurrence], date]:
    """Read what may belong to a loan, and the last day that is known: loans are long, so all of it, in one query."""
    mine = Transaction.objects.for_user(user).in_currency(currency).filter(posted_on__lte=today)
    names = ("public_id", "posted_on", "amount_minor", "memo", "kind", "category", "platform", "account_id")
    told = mine.exclude(kind=Kind.TRANSFER).order_by().values_list(*names, "fingerprint")
    as_of = max((row[1] for row in told), default=today)
    return [Occurrence(*row[:-1]) for row in told if row[-1] not in apart], as_of


def _same(found: FoundLoan, stored: Iterable[Loan]) -> Loan | None:
    """Return the row of the same loan: the one with most transactions in common, else of the same stream."""
    ids = {str(one.id) for one in found.repayments}

    def likeness(loan: Loan) -> int:
        return sum(row["transaction"] in ids for row in loan.rows)

    best = max(stored, key=likeness, default=None)
    if best is not None and likeness(best):
        return best
    return next((loan for loan in stored if loan.stream == found.stream[:120] and not likeness(loan)), None)


def _columns(found: FoundLoan) -> dict[str, Any]:
    payout = found.payout
    rows = [*([payout] if payout else []), *found.repayments]
    return {
        "stream": found.stream[:120],
        "name": found.name[:80],
        "cadence": found.cadence or "",
        "payment_minor": found.payment_minor,
        "paid_out_minor": payout.amount_minor if payout else None,
        "paid_out_on": payout.on if payout else None,
        "repaid_minor": found.repaid_minor,
        "times": len(found.repayments),
        "first_on": found.repayments[0].on,
        "last_on": found.repayments[-1].on,
        "next_on": found.next_on,
        "rows": [
            {"transaction": str(one.id), "on": one.on.isoformat(), "amount_minor": one.amount_minor} for one in rows
        ],
        "status": Status.ENDED if found.ended else Status.ACTIVE,
    }


@transaction.atomic
def judge(loan: Loan, decision: str, *, now: datetime) -> Loan:
    """Confirm a loan, say that it is none, or take the word back. Twice is the same as once.

    To confirm it is to say that its rows are repayments; to take that back gives them back what they were.
    """
    was = loan.decision
    if was == decision:
        return loan
    loan.decision = decision
    loan.save(update_fields=["decision"])
    rows = _rows(loan)
    if decision == Decision.CONFIRMED:
        for kind, wanted in ((Kind.DEBT_IN, 1), (Kind.DEBT_OUT, -1)):
            other = [row for row in rows if row.amount_minor * wanted > 0 and row.kind != kind]
            if other:
                corrections.correct(loan.user, other, now=now, kind=kind, category="loan")
    elif was == Decision.CONFIRMED:
        corrections.take_back(loan.user, rows, now=now)
    undo = audit.request_of("PATCH", f"loans/{loan.public_id}", {"decision": was})
    audit.record(loan.user, "loan.judged", loan, changes={"decision": [was, decision]}, undo=undo)
    return loan


@transaction.atomic
def split(loan: Loan, public_id: UUID, *, today: date) -> None:
    """Say that a transaction is no part of a loan: it stays apart. Twice is the same as once.

    Raises:
        NotFound: it is none of the loan's.
        Conflict: it is the only one.
    """
    row = Transaction.objects.for_user(loan.user).filter(public_id=public_id).first()
    if row is None or (row.fingerprint not in loan.apart and str(public_id) not in _ids(loan)):
        raise NotFound("There is no such transaction in this loan.")
    if row.fingerprint in loan.apart:
        return
    if loan.times < 2 and row.amount_minor < 0:
        raise Conflict("It is the only repayment: say that this is no loan instead.", code="only_one")
    loan.apart = [*loan.apart, row.fingerprint]
    loan.save(update_fields=["apart"])
    undo = audit.request_of("POST", f"loans/{loan.public_id}/join", {"transaction": str(public_id)})
    audit.record(loan.user, "loan.judged", loan, undo=undo, split=str(public_id))
    refresh(user=loan.user, currency=loan.currency, today=today)


@transaction.atomic
def join(loan: Loan, public_id: UUID, *, today: date) -> None:
    """Take a split back."""
    row = Transaction.objects.for_user(loan.user).filter(public_id=public_id).first()
    if row is None:
        raise NotFound("There is no such transaction.")
    if row.fingerprint in loan.apart:
        loan.apart = [one for one in loan.apart if one != row.fingerprint]
        loan.save(update_fields=["apart"])
        audit.record(loan.user, "loan.judged", loan, joined=str(public_id))
        refresh(user=loan.user, currency=loan.currency, today=today)


@transaction.atomic
def say_terms(loan: Loan, *, owed_minor: int | None, owed_on: date | None, rate_hundredths: int | None) -> Loan:
    """Write down what the lender says is owed, on which day, at which rate; None for all takes it away."""
    names = ("owed_minor", "owed_on", "rate_hundredths")
    before = audit.columns_of(loan, *names)
    loan.owed_minor, loan.owed_on, loan.rate_hundredths = owed_minor, owed_on, rate_hundredths
    loan.save(update_fields=names)
    if changes := audit.difference(before, audit.columns_of(loan, *names)):
        audit.record(loan.user, "loan.told", loan, changes=changes)
    return loan


def remaining(loan: Loan, *, today: date) -> int | None:
    """Return what is still owed: from the lender's word, with interest by the day, less what was paid since.

    None where nobody has said what is owed: it does not follow from the payments.
    """
    if loan.owed_minor is None or loan.owed_on is None or loan.rate_hundredths is None:
        return None
    rate = Decimal(loan.rate_hundredths) / 10_000 / DAYS_A_YEAR
    owed, on = Decimal(loan.owed_minor), loan.owed_on
    for day, paid in _repayments_after(loan.rows, loan.owed_on):
        owed = owed * (1 + rate * (day - on).days) - paid
        on = day
    owed = max(Decimal(0), owed)
    owed *= 1 + rate * max(0, (today - on).days)
    return int(owed.to_integral_value(ROUND_HALF_EVEN))


def _repayments_after(rows: Sequence[dict[str, Any]], day: date) -> list[tuple[date, int]]:
    told = [(date.fromisoformat(row["on"]), -row["amount_minor"]) for row in rows if row["amount_minor"] < 0]
    return sorted(one for one in told if one[0] > day)


def _ids(loan: Loan) -> list[str]:
    return [row["transaction"] for row in loan.rows]


def _rows(loan: Loan) -> list[Transaction]:
    return list(Transaction.objects.for_user(loan.user).filter(public_id__in=_ids(loan)))
