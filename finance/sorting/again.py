"""Sorting rows: with the sorter of a user, for a new statement and again when rules or corrections change."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, cast

from django.db import transaction
from django.db.models import F, QuerySet

from accounts.models import User
from finance import refresh
from finance.models import Rule, Transaction
from finance.sorting.kinds import Sort
from finance.sorting.learned import Correction, Learned, key_of
from finance.sorting.rules import MemoTest, RuleValue
from finance.sorting.sorter import Decision, Sorter
from finance.statements.columns import folded

MOST_CORRECTIONS = 5_000
BATCH = 500
Source = Transaction.KindSource
OURS = (Source.RULE, Source.LEARNED, Source.DEFAULT)  # what was decided here, and may be decided anew


@dataclass(frozen=True, slots=True)
class Change:
    """A transaction that a sorter sees otherwise than the ledger does."""

    row: Transaction
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


def changes(rows: Iterable[Transaction], sorter: Sorter) -> Iterator[Change]:
    """Yield the rows that the sorter decides otherwise; what the user, a match or a statement said stays."""
    for row in rows:
        if row.kind_source in OURS:
            decision = sorter.decide(row.memo, row.amount_minor, row.currency, row.account_id)
            if decision.columns != _columns_of(row):
                yield Change(row, decision)


def sort_again(user: User, *, decided_by: int | None = None) -> int:
    """Decide a user's transactions anew, or those that one rule decided; returns how many changed."""
    rows = _rows(user) if decided_by is None else _rows(user).filter(rule=decided_by)
    with transaction.atomic():
        return _write(user, changes(rows.iterator(chunk_size=2_000), sorter_of(user)))


def learn_from(user: User, rows: Iterable[Transaction]) -> int:
    """Decide anew what has the same counterparty as rows whose correction changed; returns how many others changed."""
    told = list(rows)
    keys = {key for row in told if (key := key_of(row.memo, row.amount_minor))[1]}
    pks = {row.pk for row in told}
    wanted = (row for row in _rows(user) if row.pk in pks or key_of(row.memo, row.amount_minor) in keys)
    found = list(changes(wanted, sorter_of(user)))
    _write(user, found)
    return sum(change.row.pk not in pks for change in found)


def with_rule(user: User, wanted: RuleValue) -> Sorter:
    """Return the user's sorter as it would be with one rule more, after the others."""
    sorter = sorter_of(user)
    return replace(sorter, rules=[*sorter.rules, wanted])


def preview(user: User, sorter: Sorter) -> list[Change]:
    """Return what a sorter would make something else, newest first; who decides it is no change by itself."""
    found = changes(_rows(user).order_by("-posted_on", "-id"), sorter)
    return [one for one in found if one.decision.sort != Sort(one.row.kind, one.row.category, one.row.platform)]


def _rows(user: User) -> QuerySet[Transaction]:
    mine: QuerySet[Transaction] = Transaction.objects.for_user(user).filter(kind_source__in=OURS).order_by("id")
    names = ("public_id", "posted_on", "memo", "amount_minor", "currency", "account_id", "kind", "category")
    return mine.only(*names, "platform", "kind_source", "rule_id")


def _columns_of(row: Transaction) -> dict[str, Any]:
    return Decision(Sort(row.kind, row.category, row.platform), row.kind_source, row.rule_id).columns


def _write(user: User, found: Iterable[Change]) -> int:
    """Write changes, one statement for all rows that become the same, and bring what rests on them in line."""
    alike: dict[Decision, list[int]] = defaultdict(list)
    currencies: set[str] = set()
    for change in found:
        alike[change.decision].append(change.row.pk)
        currencies.add(change.row.currency)
    for decision, pks in alike.items():
        for first in range(0, len(pks), BATCH):
            Transaction.objects.filter(pk__in=pks[first : first + BATCH]).update(**decision.columns)
    for currency in sorted(currencies):
        refresh.after_change(user=user, currency=currency)
    return sum(map(len, alike.values()))
