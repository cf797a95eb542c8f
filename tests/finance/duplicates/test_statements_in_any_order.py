"""The whole way through the database: whatever is brought, undone and answered, the ledger comes out true."""

from collections import Counter
from datetime import UTC, date, datetime
from itertools import count

import pytest
from django.db.models import QuerySet
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from accounts.models import User
from finance.duplicates import decisions
from finance.intake import imports
from finance.models import Import, LinkedAccount, Review, Transaction
from kit.money import amount_string
from tests.finance.bank import Export, Payment, rows_of
from tests.finance.duplicates.test_identity import everything, exports, true_books, truths

serial = count()
NOW = datetime(2026, 11, 2, tzinfo=UTC)


def file_of(truth: tuple[Payment, ...], export: Export) -> bytes:
    """Write an export as CSV; what is pending says so in its memo, for that is what banks do in CSV."""
    lines = ["Date,Description,Amount" + (",Transaction ID" if export.ids else "")]
    for row, amount, _ in rows_of(truth, export):
        cells = [
            row.posted_on.isoformat(),
            f"{'PENDING ' if row.pending else ''}{row.memo}",
            amount_string(amount, "CZK"),
        ]
        lines.append(",".join([*cells, row.external_id] if export.ids else cells))
    return "\n".join([*lines, ""]).encode()


class Statements(RuleBasedStateMachine):
    """One account, its bank, and a person who answers truthfully."""

    truth: tuple[Payment, ...]
    full: Export

    @initialize(truth=truths, full=st.sampled_from(everything))
    def open_account(self, truth: tuple[Payment, ...], full: Export) -> None:
        self.truth, self.full = truth, full
        self.user = User.objects.create_user(f"customer-{next(serial)}@example.com", home_currency="CZK")
        self.account = LinkedAccount.objects.create(user=self.user, name="Main", currency="CZK")

    @rule(export=exports)
    def bring(self, export: Export) -> None:
        content = file_of(self.truth, export)
        if content.count(b"\n") > 1:
            self._bring(content)

    def _bring(self, content: bytes) -> None:
        foretold = imports.preview(account=self.account, content=content)
        done, _ = imports.import_statement(account=self.account, file_name="s.csv", content=content)
        assert (foretold.new, foretold.duplicates) == (done.new, done.duplicates)
        again, _ = imports.import_statement(account=self.account, file_name="s.csv", content=content)
        assert again.new == 0

    @precondition(lambda self: self._standing().exists())
    @rule(which=st.integers(0, 99))
    def undo(self, which: int) -> None:
        standing = self._standing()
        imports.undo(standing[which % len(standing)], now=NOW)

    def _standing(self) -> QuerySet[Import]:
        return Import.objects.filter(user=self.user, undone_at=None).order_by("pk")

    @rule()
    def answer_truthfully(self) -> None:
        for _ in range(100):
            review = Review.objects.for_user(self.user).open().order_by("pk").first()
            if review is None:
                return
            meant = [
                self._meant(row.transaction) for row in review.rows.select_related("transaction") if row.transaction
            ]
            assert len(meant) == 2
            decisions.decide(review, "different" if meant[0].isdisjoint(meant[1]) else "same", now=NOW)
        raise AssertionError("the questions do not end")

    def _meant(self, row: Transaction) -> set[tuple[int, str]]:
        """Return which payments, by amount and memo, any statement may have told with this row."""
        return {
            (paid.amount, paid.memo)
            for export in [*self._all_exports(), self.full]
            for told, amount, which in rows_of(self.truth, export)
            if (told.posted_on, amount) == (row.posted_on, row.amount_minor)
            and told.memo == row.memo.removeprefix("PENDING ")
            for paid in [self.truth[which]]
        }

    def _all_exports(self) -> list[Export]:
        return [Export(on, at, 0, ids) for on in range(15) for at in range(4) for ids in (False, True)]

    def teardown(self) -> None:
        if hasattr(self, "account"):
            self._bring(file_of(self.truth, self.full))
            self.answer_truthfully()
            rows = Transaction.objects.filter(account=self.account).values_list("posted_on", "amount_minor")
            held: Counter[tuple[date, int]] = Counter(rows)
            assert held == true_books(self.truth)
            assert not Transaction.versions.filter(user=self.user, needs_review=True).exists()


@pytest.mark.django_db
def test_any_order_of_exports_undoing_and_answers_gives_the_true_ledger() -> None:
    few = settings(
        max_examples=30,
        stateful_step_count=6,
        deadline=None,
        phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking against the database takes minutes
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Statements, settings=few)
