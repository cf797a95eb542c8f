"""An account's versions read, decided upon, and the ledger brought in line with the decision."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from django.db.models import QuerySet

from finance.duplicates import reviews
from finance.duplicates.clusters import Answer, Pair
from finance.duplicates.identity import decide
from finance.duplicates.versions import Outcome, Version, Window
from finance.models import Import, LinkedAccount, Review, StatementLine, Transaction
from kit.bulk import update_many

MARGIN = timedelta(days=56)  # eight times what two versions of a payment may be apart: chains end long before
FEW_IDS = 500
THIS_FILE = 0  # the import that is being read has no number yet
KINDS = (
    Review.Kind.POSSIBLE_DUPLICATE,
    Review.Kind.PENDING_REPLACED,
    Review.Kind.AMOUNT_CHANGED,
    Review.Kind.REUSED_ID,
)


@dataclass(frozen=True)
class Tellings:
    """What an account's statements tell of some days, and what the person said of it.

    Attributes:
        versions: by fingerprint; of the days in question, and those that share an id with them.
        rows: fingerprint -> primary key, of the versions that are stored.
        windows: the days of each import.
        said: the answers to what was asked.
        links: primary key -> that of the row it counts as, of the versions that another stands for.
    """

    versions: Mapping[str, Version] = field(default_factory=dict)
    rows: Mapping[str, int] = field(default_factory=dict)
    windows: Mapping[int, Window] = field(default_factory=dict)
    said: Mapping[Pair, Answer] = field(default_factory=dict)
    links: Mapping[int, int] = field(default_factory=dict)

    def with_file(self, told: Iterable[Version]) -> "Tellings":
        """Add what a file tells that is not imported yet."""
        rows = list(told)
        if not rows:
            return self
        versions = dict(self.versions)
        for row in rows:
            known = versions.get(row.fingerprint)
            tellers = (known.tellers if known else frozenset()) | {THIS_FILE}
            pending = row.pending and (known is None or known.pending)
            versions[row.fingerprint] = (
                replace(known, tellers=tellers, pending=pending)
                if known
                else Version(
                    row.fingerprint, row.posted_on, row.amount_minor, row.memo, row.external_id, pending, tellers
                )
            )
        days = [row.posted_on for row in rows]
        windows = {**self.windows, THIS_FILE: Window(min(days), max(days))}
        return replace(self, versions=versions, windows=windows)

    def decide(self) -> Outcome:
        """Decide what counts as what."""
        return decide(list(self.versions.values()), self.windows, self.said)


def read(account: LinkedAccount, first: date, last: date, *, ids: Collection[str] = ()) -> Tellings:
    """Read what is known around some days: five queries, however many rows there are."""
    first, last = first - MARGIN, last + MARGIN
    imports = Import.objects.filter(account=account, undone_at=None, first_on__lte=last, last_on__gte=first)
    spans = imports.values_list("pk", "first_on", "last_on")
    windows = {pk: Window(start, end) for pk, start, end in spans if start and end}
    tellers: dict[int, set[int]] = defaultdict(set)
    lines = StatementLine.objects.filter(transaction__account=account)
    near = lines.filter(transaction__posted_on__gte=first, transaction__posted_on__lte=last)
    for row, statement in near.values_list("transaction_id", "statement_id"):
        tellers[row].add(statement)
    held = Transaction.versions.filter(account=account)
    rows = list(held.between(first, last).values_list(*COLUMNS))
    far = list(_sharing(held, ids).exclude(posted_on__gte=first, posted_on__lte=last).values_list(*COLUMNS))
    everywhere = frozenset(windows)  # a far row is here for its id only, it has not gone
    versions = [_version(row, frozenset(tellers[row[0]])) for row in rows] + [_version(row, everywhere) for row in far]
    return Tellings(
        versions={version.fingerprint: version for version in versions},
        rows={row[1]: row[0] for row in (*rows, *far)},
        windows=windows,
        said=reviews.answers(account),
        links={row[0]: row[7] for row in (*rows, *far) if row[7]},
    )


COLUMNS = ("pk", "fingerprint", "posted_on", "amount_minor", "memo", "external_id", "pending", "same_as_id")
Columns = tuple[int, str, date, int, str, str, bool, int | None]


def _version(row: Columns, tellers: frozenset[int]) -> Version:
    return Version(*row[1:7], tellers=tellers)


def _sharing(held: QuerySet[Transaction], ids: Collection[str]) -> QuerySet[Transaction]:
    """Keep the rows with one of the file's ids; of many ids, all rows that have one."""
    if not ids:
        return held.none()
    return held.filter(external_id__in=ids) if len(ids) <= FEW_IDS else held.exclude(external_id="")


def settle(account: LinkedAccount, tellings: Tellings, outcome: Outcome, *, keep: Review | None = None) -> None:
    """Write down what counts as what and what has to be asked.

    Args:
        account: whose rows these are.
        tellings: what was decided upon; every version of it is stored by now.
        outcome: the decision.
        keep: a review that stays, asked or not: the person is looking at it.
    """
    wanted = {tellings.rows[key]: tellings.rows[stands] for key, stands in outcome.same_as.items()}
    near = set(tellings.rows.values())
    stale = {row for row, stands in tellings.links.items() if stands in near}
    changed = dict.fromkeys(stale - wanted.keys()) | {
        row: stands for row, stands in wanted.items() if tellings.links.get(row) != stands
    }
    if changed:
        _link(account, changed)
    pk, name = account.pk, Review.Kind
    asked = [
        reviews.Asked(name(one.kind), one.joined, ((pk, one.earlier), (pk, one.later))) for one in outcome.questions
    ]
    reviews.ask(
        account.user,
        asked,
        kinds=KINDS,
        looked_at=lambda row: row.account_id == pk and row.fingerprint in tellings.versions,
        keep=keep,
    )


def again(account: LinkedAccount, days: Sequence[date], *, keep: Review | None = None) -> None:
    """Decide anew after an import was undone or a question answered."""
    if days:
        tellings = read(account, min(days), max(days))
        settle(account, tellings, tellings.decide(), keep=keep)


def _link(account: LinkedAccount, changed: Mapping[int, int | None]) -> None:
    """Let rows count as others; what a person said of a payment goes on to the row that stands for it."""
    update_many(Transaction, ["same_as_id"], ((stands, row) for row, stands in changed.items()))
    said = Transaction.versions.filter(account=account, same_as__isnull=False, kind_source=Transaction.KindSource.USER)
    heirs = []
    for row in said.select_related("same_as"):
        heir = row.same_as if row.pk in changed else None
        if heir and heir.kind_source != Transaction.KindSource.USER:
            heir.was_kind, heir.was_kind_source, heir.was_category = heir.kind, heir.kind_source, heir.category
            heir.kind, heir.kind_source, heir.category = row.kind, row.kind_source, row.category
            heir.sorted_at = row.sorted_at
            heirs.append(heir)
    names = ["kind", "kind_source", "category", "sorted_at", "was_kind", "was_kind_source", "was_category"]
    update_many(Transaction, names, ([*(getattr(heir, name) for name in names), heir.pk] for heir in heirs))
