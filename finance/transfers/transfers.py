"""Transfers kept in line with the ledger: matched, split, joined by hand, and remembered."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from accounts.models import User
from finance.duplicates import reviews
from finance.models import LinkedAccount, Review, ReviewedRow, Transaction, Transfer, TransferLeg
from finance.transfers.candidates import Candidate, Was, candidates_of, legs_of
from finance.transfers.matching import Leg, Match, Matching, Pair, match
from kit.bulk import insert_many, update_many

MARGIN = timedelta(days=21)  # three times what two ends may be apart
BATCH = 500
Kind, KindSource = Transaction.Kind, Transaction.KindSource
Row = Transaction | Candidate
AUTO = Transfer.Source.AUTO
LEGS = "legs__transaction"
WAS = ["was_kind", "was_kind_source", "was_category"]
LEG_COLUMNS = ["transfer_id", "account_id", "fingerprint", "transaction_id", "holds", *WAS]
REVIEWS = (Review.Kind.POSSIBLE_TRANSFER, Review.Kind.PAYOUT_GROUP, Review.Kind.PAYOUT_FEE)


def match_again(user: User, currency: str, first: date, last: date, *, keep: Review | None = None) -> None:
    """Match the rows around some days anew. The caller is in a transaction.

    The number of queries does not depend on that of the rows. Currencies are matched each by itself: what one account
    says in another currency is never taken for the same money.
    """
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    recall(user)
    if LinkedAccount.objects.for_user(user).filter(currency=currency).count() < 2:
        return
    first, last = first - MARGIN, last + MARGIN
    standing = _standing(user, currency, first, last)
    loose = {t: legs for t, legs in standing.items() if t.source == AUTO and _within(legs, first, last)}
    kept = [leg for transfer, legs in standing.items() if transfer not in loose for leg in legs if leg.holds]
    fixed = {leg.transaction_id for leg in kept if leg.transaction_id}
    candidates = candidates_of(user, currency, first, last, fixed=fixed)
    was = {leg.transaction_id: Was(leg.was_kind, leg.was_category) for mine in loose.values() for leg in mine}
    legs = legs_of(candidates.values(), {row: told for row, told in was.items() if row})
    found = match(legs, _apart(user, currency))
    _apply(user, currency, found, candidates, loose)
    reviews.ask(
        user,
        _questions(found, legs),
        kinds=REVIEWS,
        looked_at=lambda row: _looked_at(row, currency, first, last),
        keep=keep,
    )


def recall(user: User) -> None:
    """Bring the memory in line with the rows: what came back is found, and what has gone lets its other end go."""
    mine = TransferLeg.objects.filter(transfer__user=user)
    same = Transaction.versions.filter(account=OuterRef("account"), fingerprint=OuterRef("fingerprint"))
    mine.filter(transaction=None).update(transaction=Subquery(same.values("pk")[:1]))
    gone = mine.filter(Q(transaction=None) | Q(transaction__same_as__isnull=False))
    _let_go(_legs_of(mine.filter(transfer__split_at=None, transfer__in=gone.values("transfer"))))
    replaced = Transaction.versions.filter(pk=OuterRef("transaction")).values("same_as")
    mine.filter(transaction__same_as__isnull=False).update(transaction=Subquery(replaced[:1]))
    legs = TransferLeg.objects.filter(transfer=OuterRef("pk"))
    loose, lost = Exists(legs.filter(holds=False)), Exists(legs.filter(transaction=None))
    for transfer in Transfer.objects.for_user(user).standing().filter(loose, ~lost):
        hold(transfer)


def hold(transfer: Transfer) -> bool:
    """Let the rows of a transfer count as its legs; False when one is not there, or is a leg of another."""
    legs = list(transfer.legs.select_related("transaction"))
    rows = [leg.transaction for leg in legs if leg.transaction and leg.transaction.same_as_id is None]
    taken = TransferLeg.objects.filter(transaction__in=rows, holds=True).exclude(transfer=transfer)
    if len(rows) < len(legs) or taken.exists():
        return False
    for leg, row in zip(legs, rows, strict=True):
        _take(leg, row, transfer.kind)
    _save(legs, rows)
    return True


def release(legs: Iterable[TransferLeg]) -> None:
    """Give the rows of legs back what they were."""
    held = [leg for leg in legs if leg.holds]
    rows = []
    for leg in held:
        leg.holds = False
        row = leg.transaction
        if row and row.kind_source == KindSource.MATCH:
            row.kind, row.kind_source, row.category = leg.was_kind, leg.was_kind_source, leg.was_category
            rows.append(row)
    _save(held, rows)


def remember(
    user: User, kind: str, rows: Sequence[Transaction], *, source: str, split_at: datetime | None = None
) -> Transfer:
    """Write down that rows are a transfer, or with `split_at` that they are none; what was said before is replaced."""
    key = reviews.key_of((row.account_id, row.fingerprint) for row in rows)
    values = {"kind": kind, "source": source, "currency": rows[0].currency, "split_at": split_at}
    transfer, made = Transfer.objects.update_or_create(user=user, key=key, defaults=values)
    if made:
        legs = [_new_leg(transfer, row) for row in rows]
        TransferLeg.objects.bulk_create(legs)
    return transfer


def forget(account: LinkedAccount) -> None:
    """Let go of what was matched with or asked about an account's rows: it is about to be deleted."""
    known = Transfer.objects.for_user(account.user).filter(
        pk__in=TransferLeg.objects.filter(account=account).values("transfer")
    )
    release(TransferLeg.objects.filter(transfer__in=known).select_related("transaction"))
    known.delete()
    Review.objects.filter(pk__in=ReviewedRow.objects.filter(account=account).values("review")).delete()


def _let_go(standing: Mapping[Transfer, Sequence[TransferLeg]]) -> None:
    release(leg for legs in standing.values() for leg in legs)
    over = [transfer.pk for transfer in standing if transfer.source == AUTO]
    for start in range(0, len(over), BATCH):
        Transfer.objects.filter(pk__in=over[start : start + BATCH]).delete()


def _standing(user: User, currency: str, first: date, last: date) -> dict[Transfer, list[TransferLeg]]:
    near = TransferLeg.objects.filter(holds=True, transaction__posted_on__gte=first, transaction__posted_on__lte=last)
    mine = TransferLeg.objects.filter(transfer__user=user, transfer__currency=currency, transfer__split_at=None)
    return _legs_of(mine.filter(transfer__in=near.values("transfer")))


def _legs_of(legs: QuerySet[TransferLeg]) -> dict[Transfer, list[TransferLeg]]:
    found: dict[Transfer, list[TransferLeg]] = {}
    for leg in legs.select_related("transfer", "transaction").order_by("pk"):
        found.setdefault(leg.transfer, []).append(leg)
    return found


def _within(legs: Sequence[TransferLeg], first: date, last: date) -> bool:
    return all(leg.transaction and first <= leg.transaction.posted_on <= last for leg in legs)


def _apart(user: User, currency: str) -> set[Pair]:
    """Return what the person has split, by primary keys."""
    legs = TransferLeg.objects.filter(transfer__user=user, transfer__currency=currency, transaction__isnull=False)
    groups: dict[int, set[int]] = {}
    for transfer, row in legs.exclude(transfer__split_at=None).values_list("transfer_id", "transaction_id"):
        groups.setdefault(transfer, set()).add(row)
    return {frozenset(rows) for rows in groups.values()}


def _apply(
    user: User,
    currency: str,
    found: Matching,
    candidates: Mapping[int, Candidate],
    loose: Mapping[Transfer, Sequence[TransferLeg]],
) -> None:
    subject = {key: (row.account_id, row.fingerprint) for key, row in candidates.items()}
    wanted = {reviews.key_of(subject[key] for key in one.legs): one for one in found.matches}
    over = {transfer: legs for transfer, legs in loose.items() if transfer.key not in wanted}
    _let_go(over)
    for given_back in (leg.transaction for legs in over.values() for leg in legs if leg.transaction):
        if row := candidates.get(given_back.pk):
            row.kind, row.kind_source, row.category = given_back.kind, given_back.kind_source, given_back.category
    known = {transfer.key for transfer in loose}
    new = {key: one for key, one in wanted.items() if key not in known}
    if new:
        _write(user, currency, new, candidates)


def _write(user: User, currency: str, new: Mapping[str, Match], candidates: Mapping[int, Candidate]) -> None:
    names = ["user_id", "key", "kind", "source", "currency"]
    insert_many(Transfer, names, ((user.pk, key, one.kind, AUTO.value, currency) for key, one in new.items()))
    written = {transfer.key: transfer for transfer in Transfer.objects.for_user(user).filter(currency=currency)}
    held, rows = [], []
    for key, one in new.items():
        for row in (candidates[leg] for leg in one.legs):
            leg = _new_leg(written[key], row)
            _take(leg, row, one.kind)
            held.append(leg)
            rows.append(row)
    insert_many(TransferLeg, LEG_COLUMNS, ([getattr(leg, name) for name in LEG_COLUMNS] for leg in held))
    _save([], rows)


def _questions(found: Matching, legs: Sequence[Leg]) -> list[reviews.Asked]:
    subject = {leg.key: (leg.account, leg.fingerprint) for leg in legs}
    return [
        reviews.Asked(Review.Kind(doubt.kind), joined=False, subjects=tuple(subject[key] for key in doubt.legs))
        for doubt in found.doubts
    ]


def _looked_at(row: ReviewedRow, currency: str, first: date, last: date) -> bool:
    told = row.transaction
    return told is not None and told.currency == currency and first <= told.posted_on <= last


def _new_leg(transfer: Transfer, row: Row) -> TransferLeg:
    return TransferLeg(
        transfer=transfer, account_id=row.account_id, fingerprint=row.fingerprint, transaction_id=row.pk, holds=False
    )


def _take(leg: TransferLeg, row: Row, kind: str) -> None:
    """Let a row be a leg, and remember what it was; what the user said it is stays."""
    leg.transaction_id, leg.holds = row.pk, True
    leg.was_kind, leg.was_kind_source, leg.was_category = str(row.kind), str(row.kind_source), row.category
    if row.kind_source != KindSource.USER:
        row.kind, row.kind_source, row.category = Kind.TRANSFER, KindSource.MATCH, kind


def _save(legs: Sequence[TransferLeg], rows: Sequence[Row]) -> None:
    names = ["transaction_id", "holds", *WAS]
    update_many(TransferLeg, names, ([*(getattr(leg, name) for name in names), leg.pk] for leg in legs))
    names = ["kind", "kind_source", "category"]
    update_many(Transaction, names, ([*(str(getattr(row, name)) for name in names), row.pk] for row in rows))
