"""Statements that tell one payment twice: the ledger counts it once, and asks where it cannot know."""

from datetime import UTC, date, datetime

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from finance.duplicates import decisions
from finance.intake import imports
from finance.models import FinancialSnapshot, LinkedAccount, Review, Transaction
from kit.errors import Conflict
from tests.finance.statement import Line, bring, csv_of

NOW = datetime(2026, 11, 2, tzinfo=UTC)
RENT: Line = ("2026-10-01", "Rent October", "-900.00")
LATER: Line = ("2026-10-20", "Phone bill", "-20.00")
PENDING: Line = ("2026-10-05", "PENDING Blue Bistro", "-31.00")
POSTED: Line = ("2026-10-07", "Blue Bistro Praha 4", "-31.00")


@pytest.fixture
def empty(ana: User) -> LinkedAccount:
    return LinkedAccount.objects.create(user=ana, name="New", currency="CZK")


def ledger(account: LinkedAccount) -> list[tuple[date, int, str]]:
    rows = Transaction.objects.filter(account=account).order_by("posted_on", "amount_minor", "memo")
    return list(rows.values_list("posted_on", "amount_minor", "memo"))


def memos(account: LinkedAccount) -> list[str]:
    return [memo for _, _, memo in ledger(account)]


def question() -> Review:
    return Review.objects.open().get()


def test_a_pending_row_that_comes_back_booked_is_one_and_is_asked_about(empty: LinkedAccount) -> None:
    bring(empty, RENT, PENDING)
    done = bring(empty, RENT, POSTED, LATER)
    assert memos(empty) == ["Rent October", "Blue Bistro Praha 4", "Phone bill"]
    assert (done.rows, done.new, done.duplicates, done.needs_review) == (3, 1, 2, 1)
    assert (question().kind, question().joined) == ("pending_replaced", True)
    assert Transaction.objects.get(memo=POSTED[1]).needs_review


def test_it_makes_no_difference_which_came_first(empty: LinkedAccount) -> None:
    bring(empty, RENT, POSTED, LATER)
    bring(empty, RENT, PENDING)
    assert memos(empty) == ["Rent October", "Blue Bistro Praha 4", "Phone bill"]
    assert question().kind == "pending_replaced"


def test_a_row_that_no_newer_statement_has_was_replaced_though_nobody_called_it_pending(empty: LinkedAccount) -> None:
    bring(empty, RENT, ("2026-10-05", "Blue Bistro", "-31.00"))
    bring(empty, RENT, POSTED, LATER)
    assert "Blue Bistro" not in memos(empty)
    assert question().kind == "pending_replaced"


def test_another_id_and_another_memo_are_no_second_payment(empty: LinkedAccount) -> None:
    bring(empty, (*RENT, "A1"), ("2026-10-05", "CARD HOLD 99", "-31.00", "P77"))
    bring(empty, (*RENT, "A1"), (*POSTED, "A2"), (*LATER, "A3"))
    assert memos(empty) == ["Rent October", "Blue Bistro Praha 4", "Phone bill"]
    assert question().kind == "pending_replaced"


def test_a_tip_is_asked_about_and_counts_as_two_until_then(empty: LinkedAccount) -> None:
    bring(empty, RENT, PENDING)
    bring(empty, RENT, ("2026-10-07", "Blue Bistro", "-36.00"), LATER)
    assert len(ledger(empty)) == 4
    assert (question().kind, question().joined) == ("amount_changed", False)
    decisions.decide(question(), "same", now=NOW)
    assert [amount for _, amount, _ in ledger(empty)] == [-90_000, -3_600, -2_000]


def test_one_account_in_two_formats_does_not_double(empty: LinkedAccount) -> None:
    coffee = ("2026-10-05", "Coffee House Main Street", "-3.00")
    bring(empty, RENT, coffee, coffee, LATER)
    short = [
        (on, memo.upper()[:12], amount, f"F{n}") for n, (on, memo, amount) in enumerate([RENT, coffee, coffee, LATER])
    ]
    done = bring(empty, *short)
    assert (done.new, done.duplicates, done.needs_review) == (0, 4, 0)
    assert len(ledger(empty)) == 4
    assert not Review.objects.exists()


def test_other_words_on_the_same_day_are_asked_about_and_count_once_until_then(empty: LinkedAccount) -> None:
    bring(empty, RENT, ("2026-10-05", "SQ *BB 4711", "-31.00"), LATER)
    bring(empty, RENT, ("2026-10-05", "Blue Bistro", "-31.00"), LATER)
    assert len(ledger(empty)) == 3
    assert question().kind == "possible_duplicate"
    decisions.decide(question(), "different", now=NOW)
    assert len(ledger(empty)) == 4
    assert not Review.objects.open().exists()


def test_an_id_that_the_bank_uses_again_is_caught(empty: LinkedAccount) -> None:
    bring(empty, (*RENT, "7"))
    done = bring(empty, (*LATER, "7"))
    assert (done.new, done.needs_review) == (1, 1)
    assert len(ledger(empty)) == 2
    assert (question().kind, question().joined) == ("reused_id", False)


def test_a_reference_that_many_rows_have_is_no_id(empty: LinkedAccount) -> None:
    bring(empty, *((f"2026-10-0{n}", f"Fare {n}", "-2.00", "CUSTOMER 12") for n in range(1, 8)))
    assert len(ledger(empty)) == 7
    assert not Review.objects.exists()


def test_an_id_decides_where_the_words_have_changed(empty: LinkedAccount) -> None:
    bring(empty, (*RENT, "A1"))
    done = bring(empty, ("2026-10-01", "Housing cooperative", "-900.00", "A1"))
    assert (done.new, done.duplicates, done.needs_review) == (0, 1, 0)


def test_a_decision_holds_when_the_files_come_again_and_through_an_undo(empty: LinkedAccount) -> None:
    bring(empty, RENT, PENDING)
    second = bring(empty, RENT, POSTED, LATER)
    decisions.decide(question(), "different", now=NOW)
    imports.undo(second, now=NOW)
    assert memos(empty) == ["Rent October", "PENDING Blue Bistro"]
    bring(empty, RENT, POSTED, LATER)
    assert len(ledger(empty)) == 4
    assert not Review.objects.open().exists()
    assert Review.objects.present().get().decision == "different"


def test_undoing_the_import_that_booked_it_leaves_the_announcement(empty: LinkedAccount) -> None:
    bring(empty, RENT, PENDING)
    second = bring(empty, RENT, POSTED, LATER)
    imports.undo(second, now=NOW)
    assert memos(empty) == ["Rent October", "PENDING Blue Bistro"]
    assert not Review.objects.exists()
    assert not Transaction.objects.filter(needs_review=True).exists()


def test_a_decision_is_taken_back_and_is_never_changed_silently(empty: LinkedAccount) -> None:
    bring(empty, RENT, PENDING)
    bring(empty, RENT, POSTED, LATER)
    review = decisions.decide(question(), "different", now=NOW)
    assert decisions.decide(review, "different", now=NOW).decided_at == NOW
    with pytest.raises(Conflict):
        decisions.decide(review, "same", now=NOW)
    decisions.undo(decisions.undo(review, now=NOW), now=NOW)
    assert len(ledger(empty)) == 3
    decisions.decide(question(), "same", now=NOW)
    assert len(ledger(empty)) == 3
    assert not Transaction.objects.filter(needs_review=True).exists()


def test_what_the_person_said_of_the_announcement_goes_on_to_the_booking(empty: LinkedAccount) -> None:
    bring(empty, RENT, PENDING)
    user = Transaction.KindSource.USER
    Transaction.objects.filter(memo=PENDING[1]).update(kind="personal", kind_source=user, category="fun")
    bring(empty, RENT, POSTED, LATER)
    booked = Transaction.objects.get(memo=POSTED[1])
    assert (booked.kind, booked.kind_source, booked.category) == ("personal", "user", "fun")


def test_snapshots_follow_a_decision(empty: LinkedAccount) -> None:
    bring(empty, RENT, PENDING)
    bring(empty, RENT, POSTED, LATER)
    month = FinancialSnapshot.objects.for_user(empty.user).filter(period="monthly")
    assert month.get().cash_out_minor == 95_100
    decisions.decide(question(), "different", now=NOW)
    assert month.get().cash_out_minor == 98_200


def test_what_was_typed_in_is_asked_about_when_the_bank_tells_it(empty: LinkedAccount) -> None:
    Transaction.objects.create(
        user=empty.user,
        account=empty,
        posted_on=date(2026, 10, 7),
        amount_minor=-3_100,
        currency="CZK",
        memo="lunch",
        kind="personal",
        kind_source="user",
        fingerprint="typed",
    )
    bring(empty, RENT, POSTED, LATER)
    assert len(ledger(empty)) == 3
    assert question().kind == "possible_duplicate"


def test_a_dry_run_says_what_an_import_would(empty: LinkedAccount) -> None:
    bring(empty, RENT, PENDING)
    plan = imports.preview(account=empty, content=csv_of(RENT, POSTED, LATER))
    assert (plan.new, plan.duplicates, plan.needs_review) == (1, 2, 1)
    assert len(ledger(empty)) == 2
    assert not Review.objects.exists()


def test_questions_cost_the_same_however_many_rows_there_are(
    ana: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for rows in (4, 200):
        account = LinkedAccount.objects.create(user=ana, name=f"of {rows}", currency="CZK")
        months = [(f"2026-{1 + n % 9:02}-{1 + n // 9:02}", f"Shop {n}", f"-{10 + n}.00") for n in range(rows)]
        bring(account, *months)
        with django_assert_max_num_queries(70):
            bring(account, *((on, f"Other words {n}", amount) for n, (on, _, amount) in enumerate(months)))
        assert Transaction.objects.filter(account=account).count() == rows
        assert Review.objects.open().filter(rows__account=account).distinct().count() == rows
