"""What only the person can decide: asked once, answered once, and the answer holds whatever is imported or undone."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from accounts.models import User
from finance.duplicates.clusters import Answer, Pair
from finance.models import LinkedAccount, Review, ReviewedRow, Transaction

BATCH = 1000
Subject = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about some transactions, each the key of its account and its fingerprint."""

    kind: Review.Kind
    joined: bool
    subjects: tuple[Subject, ...]

    @property
    def key(self) -> str:
        """What the question is about, whatever becomes of the rows."""
        return key_of(self.subjects)


def key_of(subjects: Iterable[tuple[int, str]]) -> str:
    """Return what stands for some transactions, in whatever order they are given."""
    text = "|".join(f"{account}:{fingerprint}" for account, fingerprint in sorted(subjects))
    return hashlib.sha256(text.encode()).hexdigest()


def answers(account: LinkedAccount) -> dict[Pair, Answer]:
    """Return what the person said of pairs of the account's rows."""
    rows = ReviewedRow.objects.filter(account=account).exclude(review__decision="")
    told: dict[int, tuple[str, bool, set[str]]] = {}
    for review, fingerprint, decision, joined in rows.values_list(
        "review_id", "fingerprint", "review__decision", "review__joined"
    ):
        told.setdefault(review, (decision, joined, set()))[2].add(fingerprint)
    return {
        frozenset(pair): _answer(decision, joined=joined) for decision, joined, pair in told.values() if len(pair) == 2
    }


def _answer(decision: str, *, joined: bool) -> Answer:
    if decision == Review.Decision.DIFFERENT:
        return Answer.DIFFERENT
    return Answer.SAME if joined else Answer.SAME_THOUGH_TOLD_APART


def ask(
    user: User,
    asked: Sequence[Asked],
    *,
    kinds: Collection[Review.Kind],
    looked_at: Callable[[ReviewedRow], bool],
    keep: Review | None = None,
) -> None:
    """Bring the open questions of some kinds about some rows in line; answered ones stay as they are.

    Args:
        user: whose they are.
        asked: what is to be asked now.
        kinds: which kinds of question were looked into.
        looked_at: whether a row was looked at; a question about any other stays.
        keep: a review that stays in any case.
    """
    wanted = {question.key: question for question in asked}
    mine = Review.objects.for_user(user).filter(kind__in=kinds)
    known = set(mine.values_list("key", flat=True))
    over = [pk for pk, key in _about(mine.open(), looked_at, keep) if key not in wanted]
    Review.objects.filter(pk__in=over).delete()
    _create(user, [question for key, question in wanted.items() if key not in known])
    recall(user)
    flag(user)


def _about(
    reviews: QuerySet[Review], looked_at: Callable[[ReviewedRow], bool], keep: Review | None
) -> Iterator[tuple[int, str]]:
    """Return key and name of the reviews whose rows were all looked at, or of which a row has gone."""
    rows: dict[tuple[int, str], list[ReviewedRow]] = defaultdict(list)
    for row in ReviewedRow.objects.filter(review__in=reviews).select_related("review", "transaction"):
        rows[row.review_id, row.review.key].append(row)
    for (pk, key), subjects in rows.items():
        gone = any(row.transaction_id is None for row in subjects)
        if (gone or all(map(looked_at, subjects))) and (keep is None or keep.pk != pk):
            yield pk, key


def _create(user: User, asked: Sequence[Asked]) -> None:
    rows = [Review(user=user, kind=question.kind, key=question.key, joined=question.joined) for question in asked]
    subjects = []
    for review, question in zip(Review.objects.bulk_create(rows, batch_size=BATCH), asked, strict=True):
        for account, fingerprint in question.subjects:
            subjects.append(ReviewedRow(review=review, account_id=account, fingerprint=fingerprint))
    ReviewedRow.objects.bulk_create(subjects, batch_size=BATCH)


def recall(user: User) -> None:
    """Find again the transactions that reviews remember."""
    same = Transaction.versions.filter(account=OuterRef("account"), fingerprint=OuterRef("fingerprint"))
    ReviewedRow.objects.filter(review__user=user, transaction=None).filter(Exists(same)).update(
        transaction=Subquery(same.values("pk")[:1])
    )


def flag(user: User) -> None:
    """Mark the transactions that an open question is about, also those that stand for one of them."""
    rows = ReviewedRow.objects.filter(review__user=user, review__decided_at=None, transaction__isnull=False)
    direct = rows.values("transaction")
    through = rows.filter(transaction__same_as__isnull=False).values("transaction__same_as")
    doubted = Q(pk__in=direct) | Q(pk__in=through)
    mine = Transaction.versions.filter(user=user)
    mine.filter(doubted, needs_review=False).update(needs_review=True)
    mine.filter(needs_review=True, review_reason="").exclude(doubted).update(needs_review=False)
