"""Transfers in the ledger: counted once, split for ever, and given back what they were."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from finance.duplicates import decisions
from finance.intake import imports
from finance.models import FinancialSnapshot, LinkedAccount, Review, Transaction, Transfer, TransferLeg
from finance.sorting.kinds import Sort, default_sort
from finance.transfers import joining, transfers
from kit.errors import Conflict, Invalid, NotFound
from tests.finance.statement import Line, bring

NOW = datetime(2026, 11, 2, tzinfo=UTC)
PAY: Line = ("2026-10-02", "Client AB", "900.00")
OUT: Line = ("2026-10-05", "To Visa 1234", "-200.00")
INTO: Line = ("2026-10-07", "Payment received", "200.00")
Facts = list[tuple[str, str, str, str]]


@pytest.fixture
def bank(ana: User) -> LinkedAccount:
    return LinkedAccount.objects.create(user=ana, name="Bank", currency="CZK")


@pytest.fixture
def card(ana: User) -> LinkedAccount:
    return LinkedAccount.objects.create(user=ana, name="Card", kind="card", currency="CZK")


def facts(user: User) -> Facts:
    rows = Transaction.objects.for_user(user).order_by("posted_on", "memo", "amount_minor", "account__name", "kind")
    return list(rows.values_list("memo", "kind", "kind_source", "category"))


def revenue(user: User) -> int:
    rows = FinancialSnapshot.objects.for_user(user).filter(period="monthly")
    return sum(row.revenue_minor for row in rows)


def only() -> Transfer:
    return Transfer.objects.get()


def test_a_transfer_is_matched_at_import_and_is_no_revenue(bank: LinkedAccount, card: LinkedAccount) -> None:
    bring(bank, PAY, OUT)
    assert revenue(bank.user) == 90_000
    bring(card, INTO)
    assert revenue(bank.user) == 90_000
    assert [fact for fact in facts(bank.user) if fact[1] == "transfer"] == [
        ("To Visa 1234", "transfer", "match", "transfer"),
        ("Payment received", "transfer", "match", "transfer"),
    ]
    assert (only().kind, only().source, only().legs.count()) == ("transfer", "auto", 2)


def test_split_gives_everything_back_and_stays_through_undo_and_import(
    bank: LinkedAccount, card: LinkedAccount
) -> None:
    bring(bank, PAY, OUT)
    before = facts(bank.user)
    second = bring(card, INTO)
    joining.split(only(), now=NOW)
    assert facts(bank.user) == [*before, ("Payment received", "earning", "default", "")]
    assert revenue(bank.user) == 110_000
    imports.undo(second, now=NOW)
    bring(card, INTO)
    bring(bank, PAY, OUT)
    assert only().split_at == NOW
    assert revenue(bank.user) == 110_000
    assert not Transaction.objects.filter(kind="transfer").exists()


def test_a_split_is_taken_back(bank: LinkedAccount, card: LinkedAccount) -> None:
    bring(bank, PAY, OUT)
    bring(card, INTO)
    joining.rejoin(joining.split(only(), now=NOW))
    assert (only().split_at, only().source, revenue(bank.user)) == (None, "user", 90_000)


def test_undoing_one_side_gives_the_other_back_what_it_was(bank: LinkedAccount, card: LinkedAccount) -> None:
    bring(bank, PAY, OUT)
    before = facts(bank.user)
    imports.undo(bring(card, INTO), now=NOW)
    assert facts(bank.user) == before
    assert not Transfer.objects.exists()


def test_what_the_user_said_a_row_is_is_never_overwritten(bank: LinkedAccount, card: LinkedAccount) -> None:
    bring(bank, PAY, OUT)
    Transaction.objects.filter(memo=OUT[1]).update(kind="personal", kind_source="user", category="gifts")
    bring(card, INTO)
    assert ("To Visa 1234", "personal", "user", "gifts") in facts(bank.user)
    assert not Transfer.objects.exists()


def test_a_leg_that_the_user_calls_a_transfer_keeps_their_word(bank: LinkedAccount, card: LinkedAccount) -> None:
    bring(bank, PAY, OUT)
    Transaction.objects.filter(memo=OUT[1]).update(kind="transfer", kind_source="user", category="mine")
    bring(card, INTO)
    assert ("To Visa 1234", "transfer", "user", "mine") in facts(bank.user)
    joining.split(only(), now=NOW)
    assert ("To Visa 1234", "transfer", "user", "mine") in facts(bank.user)


def test_calling_a_leg_something_else_splits_it(bank: LinkedAccount, card: LinkedAccount) -> None:
    bring(bank, PAY, OUT)
    bring(card, INTO)
    row = Transaction.objects.get(memo=OUT[1])
    row.kind, row.kind_source = "expense", "user"
    row.save()
    joining.named(bank.user, [row], now=NOW)
    assert ("Payment received", "earning", "default", "") in facts(bank.user)
    assert only().split_at == NOW


def test_another_currency_is_not_matched(bank: LinkedAccount, ana: User) -> None:
    euro = LinkedAccount.objects.create(user=ana, name="Euro", currency="EUR")
    bring(bank, PAY, OUT)
    bring(euro, INTO)
    assert not Transfer.objects.exists()
    with pytest.raises(Invalid, match="several currencies"):
        joining.join(ana, list(Transaction.objects.filter(memo__in=[OUT[1], INTO[1]])))


def test_bens_money_is_not_anas(bank: LinkedAccount, ben: User) -> None:
    bring(bank, PAY, OUT)
    bens = LinkedAccount.objects.create(user=ben, name="Card", currency="CZK")
    bring(bens, INTO)
    assert not Transfer.objects.exists()


def test_equal_candidates_become_questions_and_an_answer_settles_them(
    bank: LinkedAccount, card: LinkedAccount, ana: User
) -> None:
    third = LinkedAccount.objects.create(user=ana, name="Savings", currency="CZK")
    bring(bank, PAY, OUT)
    bring(card, INTO)
    bring(third, ("2026-10-07", "Deposit", "200.00"))
    assert Review.objects.open().count() == 2
    assert not Transfer.objects.exists()
    right = Review.objects.open().get(rows__account=third)
    decisions.decide(right, "same", now=NOW)
    assert (only().source, Review.objects.open().count()) == ("user", 0)
    decisions.undo(right, now=NOW)
    assert (Transfer.objects.count(), Review.objects.open().count()) == (0, 2)
    decisions.decide(right, "different", now=NOW)
    assert Transfer.objects.standing().get().legs.filter(account=card).exists()


def wallet_of(user: User) -> LinkedAccount:
    """Return a wallet with one trip and its payout, as an earnings statement would fill it."""
    wallet: LinkedAccount = LinkedAccount.objects.create(user=user, name="Uber", kind="platform", currency="CZK")
    rows = ((10_000, "earning", ""), (-2_000, "platform_fee", "platform_fee"), (-8_000, "transfer", "payout"))
    for number, (amount, kind, category) in enumerate(rows):
        Transaction.objects.create(
            user=user,
            account=wallet,
            posted_on=date(2026, 10, 5),
            amount_minor=amount,
            currency="CZK",
            memo=f"Uber {category or 'trip'}",
            kind=kind,
            kind_source="statement",
            category=category,
            platform="uber",
            fingerprint=f"w{number}",
        )
    return wallet


def test_a_payout_and_its_deposit_are_one_income_with_gross_fee_and_net(bank: LinkedAccount, ana: User) -> None:
    wallet_of(ana)
    bring(bank, ("2026-10-08", "UBER BV PAYOUT 77", "80.00"), ("2026-10-09", "Fuel", "-30.00"))
    month = FinancialSnapshot.objects.for_user(ana).get(period="monthly")
    assert (month.revenue_minor, month.expenses_minor, month.cash_in_minor) == (10_000, 5_000, 10_000)
    assert only().kind == "payout"


def test_a_deposit_of_several_payouts_is_asked_about(bank: LinkedAccount, ana: User) -> None:
    wallet = wallet_of(ana)
    again = Transaction.objects.get(account=wallet, category="payout")
    again.pk, again.public_id, again.fingerprint = None, None, "w9"
    again.public_id = LinkedAccount().public_id
    again.save()
    bring(bank, ("2026-10-08", "UBER BV PAYOUT 77", "160.00"))
    review = Review.objects.open().get()
    assert (review.kind, review.rows.count()) == ("payout_group", 3)
    decisions.decide(review, "same", now=NOW)
    assert (only().kind, only().legs.filter(holds=True).count()) == ("payout", 3)
    assert FinancialSnapshot.objects.for_user(ana).get(period="monthly").revenue_minor == 10_000


def test_a_row_is_a_leg_of_one_transfer(bank: LinkedAccount, card: LinkedAccount, ana: User) -> None:
    bring(bank, PAY, OUT, ("2026-10-06", "Rent", "-300.00"))
    bring(card, INTO)
    rent, into = Transaction.objects.get(memo="Rent"), Transaction.objects.get(memo=INTO[1])
    with pytest.raises(Conflict):
        joining.join(ana, [rent, into])


def test_deleting_an_account_lets_the_other_ends_go(bank: LinkedAccount, card: LinkedAccount) -> None:
    bring(bank, PAY, OUT)
    before = facts(bank.user)
    bring(card, INTO)
    transfers.forget(card)
    card.delete()
    assert facts(bank.user) == before
    assert not TransferLeg.objects.exists()


amounts = st.sampled_from(("-200.00", "200.00", "-50.00", "50.00"))
statements = st.lists(
    st.tuples(st.integers(0, 8), st.sampled_from(("Visa", "Savings transfer", "Shop")), amounts), max_size=6
)


@settings(
    max_examples=25,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking against the database takes minutes
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(statements, min_size=2, max_size=3), st.randoms(use_true_random=False))
def test_the_order_of_imports_makes_no_difference_and_splitting_restores_everything(
    ana: User, wanted: list[list[tuple[int, str, str]]], shuffled: random.Random
) -> None:
    outcomes = []
    for shuffle in (False, True):
        user = User.objects.create_user(f"u{User.objects.count()}@example.com", home_currency="CZK")
        numbered = list(enumerate(wanted))
        if shuffle:
            shuffled.shuffle(numbered)
        accounts = [
            LinkedAccount.objects.create(user=user, name=f"Account {number}", currency="CZK") for number in range(3)
        ]
        for number, rows in numbered:
            account = accounts[number]
            lines = [((date(2026, 10, 1) + timedelta(days=on)).isoformat(), memo, amount) for on, memo, amount in rows]
            if lines:
                bring(account, *lines)
        outcomes.append((facts(user), revenue(user), Transfer.objects.for_user(user).count()))
    assert outcomes[0] == outcomes[1]
    legs = Transaction.objects.for_user(user).filter(transferlegs__holds=True)
    assert not legs.exclude(kind="transfer").exists()
    while transfer := Transfer.objects.for_user(user).standing().first():  # after a split, what was second best
        joining.split(transfer, now=NOW)
    for memo, kind, source, category in facts(user):
        amounts = Transaction.objects.for_user(user).filter(memo=memo, kind=kind).values_list("amount_minor", flat=True)
        sorts = {default_sort(memo, amount) for amount in amounts}
        assert source == "default"
        assert Sort(kind, category) in sorts


def test_matching_costs_the_same_however_many_rows_there_are(
    ana: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for rows in (3, 150):
        one = LinkedAccount.objects.create(user=ana, name=f"One {rows}", currency="CZK")
        two = LinkedAccount.objects.create(user=ana, name=f"Two {rows}", currency="CZK")
        days = [(date(2026, 1, 1) + timedelta(days=n)).isoformat() for n in range(rows)]
        bring(one, *((on, "To savings", f"-{rows * 1000 + n}.00") for n, on in enumerate(days)))
        with django_assert_max_num_queries(75):
            bring(two, *((on, "From main", f"{rows * 1000 + n}.00") for n, on in enumerate(days)))
        assert Transfer.objects.filter(legs__account=one).count() == rows


def test_what_was_matched_otherwise_meanwhile_cannot_be_split(bank: LinkedAccount, card: LinkedAccount) -> None:
    bring(bank, PAY, OUT)
    bring(card, INTO)
    transfer = only()
    Transfer.objects.all().delete()
    with pytest.raises(NotFound):
        joining.split(transfer, now=NOW)
