"""What the search for leaks looks at: transactions of the last thirteen months, and what is known to recur."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from accounts.models import User
from finance.advice.facts import MOST_ROWS, EvidenceRow
from finance.models import RecurringFlow, Transaction
from finance.recurring.streams import Occurrence
from finance.scoring.standing import Standing

LOOK_BACK = timedelta(days=400)
BLOCK_DAYS = 28  # whole weeks, so that every block has the same weekdays
BLOCKS = 13
Kind = Transaction.Kind


@dataclass(frozen=True, slots=True)
class Row(Occurrence):
    """A transaction with what a platform's statement says of the driving."""

    distance_m: int | None = None


@dataclass(frozen=True)
class Spending:
    """Transactions of one currency, oldest first, up to the ledger's last day."""

    standing: Standing
    rows: Sequence[Row]
    flows: Sequence[RecurringFlow]

    @property
    def as_of(self) -> date:
        """The last day that is known."""
        return self.standing.as_of

    @property
    def currency(self) -> str:
        """Of all the rows."""
        return self.standing.currency

    def blocks(self) -> list[list[Row]]:
        """Return the rows in spans of four weeks counted back from the last day, newest first, covered ones only."""
        found: list[list[Row]] = []
        for index in range(BLOCKS):
            last = self.as_of - timedelta(days=BLOCK_DAYS * index)
            first = last - timedelta(days=BLOCK_DAYS - 1)
            if first < self.standing.ledger.first_on:
                break
            found.append([row for row in self.rows if first <= row.on <= last])
        return found

    def shown(self, rows: Sequence[Row]) -> list[EvidenceRow]:
        """Return the newest of some rows as evidence."""
        newest = sorted(rows, key=lambda row: (row.on, row.id), reverse=True)[:MOST_ROWS]
        return [EvidenceRow(row.id, row.on, row.amount_minor, row.memo, self.currency) for row in newest]

    def by_id(self, ids: Sequence[str]) -> list[Row]:
        """Return the rows with these ids."""
        wanted = {UUID(one) for one in ids}
        return [row for row in self.rows if row.id in wanted]


def read_spending(user: User, standing: Standing) -> Spending:
    """Gather it: two queries, whatever the number of transactions. Rows that a question is about are left out."""
    rows = (
        Transaction.objects.for_user(user)
        .in_currency(standing.currency)
        .between(standing.as_of - LOOK_BACK, standing.as_of)
        .filter(needs_review=False)
        .exclude(kind__in=[Kind.TRANSFER, Kind.DEBT_IN, Kind.DEBT_OUT, Kind.TAX])
        .order_by("posted_on", "id")
    )
    columns = ("public_id", "posted_on", "amount_minor", "memo", "kind", "category", "platform", "account_id")
    told = [Row(*row) for row in rows.values_list(*columns, "distance_m")]
    flows = RecurringFlow.objects.for_user(user).filter(currency=standing.currency).running()
    return Spending(standing, told, list(flows))
