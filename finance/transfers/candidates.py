"""The rows that may be ends of a transfer, read as plain values: thousands of them for a handful of matches."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from accounts.models import User
from finance.models import LinkedAccount, Transaction
from finance.sorting.kinds import platform_in
from finance.statements.columns import folded
from finance.transfers.matching import Leg

Kind, KindSource = Transaction.Kind, Transaction.KindSource
COLUMNS = (
    "pk",
    "account_id",
    "posted_on",
    "amount_minor",
    "currency",
    "fingerprint",
    "memo",
    "kind",
    "kind_source",
    "category",
    "platform",
    "account__kind",
    "account__name",
)
SAYS_NOTHING = frozenset({"", "transfer", "payout", "cash"})  # categories that a transfer may have had


@dataclass(slots=True)
class Candidate:
    """A row of COLUMNS."""

    pk: int
    account_id: int
    posted_on: date
    amount_minor: int
    currency: str
    fingerprint: str
    memo: str
    kind: str
    kind_source: str
    category: str
    platform: str
    account_kind: str
    account_name: str

    @property
    def in_wallet(self) -> bool:
        """Whether it is in a platform's account."""
        return self.account_kind == LinkedAccount.Kind.PLATFORM


@dataclass(frozen=True, slots=True)
class Was:
    """What a row is when it is no leg."""

    kind: str
    category: str


def candidates_of(
    user: User, currency: str, first: date, last: date, *, fixed: Collection[int]
) -> dict[int, Candidate]:
    """Read the rows of some days that may be legs, but those that are and stay so.

    Of a platform's account only what left it may be one, and nothing that the user called something else.
    """
    mine = Transaction.objects.for_user(user).in_currency(currency).between(first, last)
    earned = Q(account__kind=LinkedAccount.Kind.PLATFORM) & ~Q(kind=Kind.TRANSFER)
    rows = mine.exclude(earned | (Q(kind_source=KindSource.USER) & ~Q(kind=Kind.TRANSFER)))
    return {row[0]: Candidate(*row) for row in rows.values_list(*COLUMNS) if row[0] not in fixed}


def legs_of(candidates: Iterable[Candidate], was: Mapping[int, Was]) -> list[Leg]:
    """Return the legs that can have a partner: some other row has their amount with the other sign, or was paid out."""
    rows = list(candidates)
    amounts = {row.amount_minor for row in rows}
    paid_out = any(row.in_wallet for row in rows)
    return [
        _leg(row, was.get(row.pk) or Was(row.kind, row.category))
        for row in rows
        if -row.amount_minor in amounts or row.in_wallet or (paid_out and row.amount_minor > 0)
    ]


def _leg(row: Candidate, was: Was) -> Leg:
    """Return a row as it is matched: by what it is when it is no leg."""
    return Leg(
        key=row.pk,
        account=row.account_id,
        posted_on=row.posted_on,
        amount_minor=row.amount_minor,
        currency=row.currency,
        fingerprint=row.fingerprint,
        memo=row.memo,
        hint=was.kind == Kind.TRANSFER,
        other=was.kind != Kind.TRANSFER and (was.category not in SAYS_NOTHING or bool(row.platform)),
        payout=row.in_wallet and was.category == "payout" and row.amount_minor < 0,
        platform=row.platform or (platform_in(folded(row.account_name)) if row.in_wallet else ""),
    )
