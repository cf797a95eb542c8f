"""What a person decides about a review, and what follows for the ledger and all that is computed from it."""

from collections import defaultdict
from datetime import date, datetime

from django.db import transaction

from accounts import audit
from finance import refresh
from finance.duplicates import reconciliation
from finance.models import LinkedAccount, Review
from finance.transfers import joining, transfers
from kit.errors import Conflict


@transaction.atomic
def decide(review: Review, decision: str, *, now: datetime) -> Review:
    """Answer a review; the same answer again changes nothing.

    Raises:
        Conflict: it was answered otherwise before; that has to be taken back first.
    """
    accounts = _lock(review)
    review.refresh_from_db()
    if review.decision == decision:
        return review
    if review.decision:
        raise Conflict("This was decided otherwise. Take that back first.", code="decided_already")
    review.decision, review.decided_at = decision, now
    _record(review, "decided", ["", decision], undo=audit.request_of("POST", f"reviews/{review.public_id}/undo"))
    return _follow(review, accounts, now)


@transaction.atomic
def undo(review: Review, *, now: datetime) -> Review:
    """Take an answer back: everything is as before it was given. Twice is the same as once."""
    accounts = _lock(review)
    review.refresh_from_db()
    if not review.decision:
        return review
    was, review.decision, review.decided_at = review.decision, "", None
    again = audit.request_of("POST", f"reviews/{review.public_id}/{was}")
    _record(review, "reopened", [was, ""], undo=again)
    return _follow(review, accounts, now)


def _record(review: Review, what: str, decision: list[str], *, undo: dict[str, object]) -> None:
    told = review.rows.values_list("transaction__public_id", "transaction__posted_on", "transaction__memo")
    named = [{"id": pk, "on": on, "memo": memo[:80]} for pk, on, memo in told if pk]
    changes = {"decision": decision}
    audit.record(
        review.user, f"review.{what}", review, name=review.kind, changes=changes, undo=undo, transactions=named
    )


def _lock(review: Review) -> list[LinkedAccount]:
    """Lock the accounts as an import does: rows that are being imported must not be decided upon."""
    accounts = LinkedAccount.objects.filter(pk__in=review.rows.values("account")).order_by("pk")
    return list(accounts.select_for_update().select_related("user"))


def _follow(review: Review, accounts: list[LinkedAccount], now: datetime) -> Review:
    review.save(update_fields=["decision", "decided_at"])
    days: dict[int, list[date]] = defaultdict(list)
    for pk, day in review.rows.values_list("account_id", "transaction__posted_on"):
        if day:
            days[pk].append(day)
    if review.kind in transfers.REVIEWS:
        joining.answered(review, now=now)
    else:
        for account in accounts:
            reconciliation.again(account, days[account.pk], keep=review)
    touched = [day for found in days.values() for day in found]
    for currency in {account.currency for account in accounts if account.currency}:
        if touched:
            transfers.match_again(accounts[0].user, currency, min(touched), max(touched), keep=review)
        refresh.after_change(user=accounts[0].user, currency=currency)
    return review
