"""Sorting rows: with the sorter of a user, for a new statement and again when rules or corrections change."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple, cast
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet

from accounts.models import User
from finance import refresh
from finance.models import Rule, Transaction
from finance.sorting.kinds import Sort
from finance.sorting.learned import Correction, Learned, key_of, test_of
from finance.sorting.rules import MemoTest, RuleValue
from finance.sorting.sorter import Decision, Sorter
from finance.statements.columns import folded

MOST_CORRECTIONS = 5_000
BATCH = 500
Source = Transaction.KindSource
SORT = slice(7, 12)  # of a Row: what it is, and who says so
OURS = (Source.RULE, Source.LEARNED, Source.DEFAULT)  # what was decided here, and may be decided anew


class Row(NamedTuple):
    """What sorting looks at of a transaction; for a whole ledger models would take longer than all decisions."""

    id: int
    public_id: UUID
    posted_on: date
    memo: str
    amount_minor: int
    currency: str
    account_id: int
    kind: str
    category: str
    platform: str
    kind_source: str
    rule_id: int | None


@dataclass(frozen=True, slots=True)
class Change:
    """A transaction that a sorter sees otherwise than the ledger does."""

    row: Row
    decision: Decision


def sorter_of(user: User) -> Sorter:
    """Read a user's rules and corrections: two queries."""
    return Sorter(rules_of(user), learned_of(user))


def rules_of(user: User) -> list[RuleValue]:
    """Return the rules that are on, in the user's order."""
    return [value_of(rule) for rule in Rule.objects.for_user(user).filter(enabled=True)]


def value_of(rule: Rule) -> RuleValue:
    """Return a rule as a value; also of one that is not saved."""
    return RuleValue(
        pk=rule.pk or 0,
        memo=folded(rule.memo),
        memo_test=cast(MemoTest, rule.memo_test),
        direction=rule.direction,
        least_minor=rule.least_minor,
        most_minor=rule.most_minor,
        currency=rule.currency,
        account=rule.account_id,
        kind=rule.kind,
        category=rule.category,
        platform=rule.platform,
    )


def learned_of(user: User) -> Learned:
    """Return what the user's newest corrections teach."""
    newest_first = (F("sorted_at").desc(nulls_last=True), "-id")
    mine = Transaction.objects.for_user(user).filter(kind_source=Source.USER).order_by(*newest_first)
    columns = ("memo", "amount_minor", "kind", "category")
    newest = list(mine.values_list(*columns)[:MOST_CORRECTIONS])
    return Learned([Correction(*row) for row in reversed(newest)])


def changes(rows: Iterable[Row], sorter: Sorter) -> Iterator[Change]:
    """Yield the rows that the sorter decides otherwise; what the user, a match or a statement said stays."""
    for row in rows:
        if row.kind_source in OURS:
            decision = sorter.decide(row.memo, row.amount_minor, row.currency, row.account_id)
            sort = decision.sort
            if (sort.kind, sort.category, sort.platform, decision.source, decision.rule) != row[SORT]:
                yield Change(row, decision)


def sort_again(user: User, *, decided_by: int | None = None) -> int:
    """Decide a user's transactions anew, or those that one rule decided; returns how many changed."""
    rows = _rows(user) if decided_by is None else _rows(user).filter(rule=decided_by)
    with transaction.atomic():
        return _write(user, changes(_read(rows), sorter_of(user)))


def learn_from(user: User, rows: Iterable[Transaction]) -> int:
    """Decide anew what has the same counterparty as rows whose correction changed, and bring what rests on all in line.

    Returns:
        How many others changed.
    """
    told = list(rows)
    alike = test_of({key for row in told if (key := key_of(row.memo, row.amount_minor))[1]})
    pks = {row.pk for row in told}
    seen = _rows(user).values_list("id", "memo", "amount_minor").iterator(chunk_size=2_000)
    wanted = [pk for pk, memo, amount_minor in seen if pk in pks or alike(memo, amount_minor)]
    sorter = sorter_of(user)
    parts = (_rows(user).filter(pk__in=wanted[first : first + BATCH]) for first in range(0, len(wanted), BATCH))
    found = [change for part in parts for change in changes(_read(part), sorter)]
    _write(user, found, also={row.currency for row in told})
    return sum(change.row.id not in pks for change in found)


def with_rule(user: User, wanted: RuleValue) -> Sorter:
    """Return the user's sorter as it would be with one rule more, after the others."""
    sorter = sorter_of(user)
    return replace(sorter, rules=[*sorter.rules, wanted])


def preview(user: User, sorter: Sorter) -> list[Change]:
    """Return what a sorter would make something else, newest first; who decides it is no change by itself."""
    found = changes(_read(_rows(user).order_by("-posted_on", "-id")), sorter)
    return [one for one in found if one.decision.sort != Sort(one.row.kind, one.row.category, one.row.platform)]


def _rows(user: User) -> QuerySet[Transaction]:
    mine: QuerySet[Transaction] = Transaction.objects.for_user(user).filter(kind_source__in=OURS).order_by("id")
    return mine


def _read(rows: QuerySet[Transaction]) -> Iterator[Row]:
    return map(Row._make, rows.values_list(*Row._fields).iterator(chunk_size=2_000))


def _write(user: User, found: Iterable[Change], *, also: Collection[str] = ()) -> int:
    """Write changes, one statement for all rows that become the same, and bring what rests on them in line.

    Args:
        user: Whose they are.
        found: What changes.
        also: Currencies in which something has changed already.
    """
    alike: dict[Decision, list[int]] = defaultdict(list)
    currencies = set(also)
    for change in found:
        alike[change.decision].append(change.row.id)
        currencies.add(change.row.currency)
    for decision, pks in alike.items():
        for first in range(0, len(pks), BATCH):
            Transaction.objects.filter(pk__in=pks[first : first + BATCH]).update(**decision.columns)
    for currency in sorted(currencies):
        refresh.after_change(user=user, currency=currency)
    return sum(map(len, alike.values()))
