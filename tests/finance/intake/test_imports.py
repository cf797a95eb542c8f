"""Statements into the ledger: counted once, whole or not at all, and out again."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from finance.balances import closing_balance
from finance.demo import STATEMENT
from finance.intake import imports
from finance.models import FinancialSnapshot, Import, LinkedAccount, RejectedRow, StatementLine, Transaction
from kit.errors import Conflict
from tests.samples import sample

SAMPLE = STATEMENT.read_bytes()
NOW = datetime(2026, 11, 2, tzinfo=UTC)


def statement(*rows: tuple[str, str, str]) -> bytes:
    return ("Date,Description,Amount\n" + "".join(",".join(row) + "\n" for row in rows)).encode()


COFFEE = ("2026-10-03", "Coffee", "-3.00")
PAY = ("2026-10-04", "Payout", "100.00")
LATER = ("2026-10-09", "Fuel", "-20.00")


@pytest.fixture
def empty(ana: User) -> LinkedAccount:
    return LinkedAccount.objects.create(user=ana, name="New")


def bring(account: LinkedAccount, content: bytes) -> Import:
    return imports.import_statement(account=account, file_name="s.csv", content=content)[0]


def ledger(account: LinkedAccount) -> list[tuple[date, int, str]]:
    rows = account.transactions.order_by("posted_on", "amount_minor", "memo")
    return list(rows.values_list("posted_on", "amount_minor", "memo"))


def test_the_real_sample_arrives_with_its_balance_and_snapshots(empty: LinkedAccount) -> None:
    done = bring(empty, SAMPLE)
    empty.refresh_from_db()
    assert (done.rows, done.new, done.duplicates, done.rejected_count) == (218, 218, 0, 0)
    assert empty.currency == "CZK"
    assert closing_balance(empty, date(1998, 6, 7)) == 7_120_850
    assert FinancialSnapshot.objects.for_user(empty.user).filter(period="monthly").count() == 23


def test_a_balance_that_the_file_states_is_known(empty: LinkedAccount) -> None:
    done = bring(empty, sample("bank-sgml.ofx"))
    assert (done.format, done.new, done.currency) == ("ofx", 2, "USD")
    assert closing_balance(empty, date(2026, 10, 31)) == 200_000
    assert closing_balance(empty, date(2026, 10, 13)) == 200_000 - 123_456
    assert [row.external_id for row in Transaction.objects.order_by("posted_on")] == ["A1", "A2"]


@pytest.mark.parametrize("name", ["bank-xml.ofx", "card.qfx", "quicken.qif", "plain.mt940", "camt053-02.xml"])
def test_every_format_arrives_and_adds_nothing_when_it_comes_again(empty: LinkedAccount, name: str) -> None:
    first, again = bring(empty, sample(name)), bring(empty, sample(name))
    assert first.new == first.rows > 0
    assert (again.new, again.duplicates) == (0, first.rows)


def test_a_platform_is_a_wallet_that_its_payouts_empty(empty: LinkedAccount) -> None:
    done = bring(empty, sample("uber.csv"))
    empty.refresh_from_db()
    assert (done.rows, done.new, done.needs_review) == (8, 8, 0)
    assert empty.kind == LinkedAccount.Kind.PLATFORM
    moved = Transaction.objects.values_list("kind", "category", "platform", "kind_source").annotate(Sum("amount_minor"))
    assert sorted(moved) == [
        ("earning", "", "uber", "statement", 2000),
        ("earning", "tip", "uber", "statement", 200),
        ("platform_fee", "platform_fee", "uber", "statement", -500),
        ("refund", "", "uber", "statement", 150),
        ("transfer", "cash", "uber", "statement", -1000),
        ("transfer", "payout", "uber", "statement", -850),
    ]
    assert bring(empty, sample("uber.csv")).new == 0
    imports.undo(done, now=NOW)
    assert Transaction.objects.exists()  # the second import tells of them too
    imports.undo(Import.objects.exclude(pk=done.pk).get(), now=NOW)
    assert not Transaction.objects.exists()


def test_gross_fee_and_jobs_are_known_and_income_is_counted_once(empty: LinkedAccount) -> None:
    bring(empty, sample("uber.csv"))
    month = FinancialSnapshot.objects.get(period="monthly")
    assert (month.revenue_minor, month.expenses_minor, month.jobs, month.rate_minor) == (2200, 350, 2, 1100)
    # A job that nobody counted makes the number of all unknown.
    bring(empty, statement(("2026-10-09", "Tip jar", "5.00")))
    assert FinancialSnapshot.objects.get(period="monthly").jobs is None


def test_what_does_not_add_up_is_kept_and_marked_for_review(empty: LinkedAccount) -> None:
    done = bring(empty, sample("generic.csv"))
    assert done.needs_review == 4
    marked = Transaction.objects.filter(needs_review=True)
    assert {row.review_reason for row in marked} == {
        "Gross 400.00 less fee 100.00 plus tip 10.00 is not the net 300.00"
    }
    assert sorted(marked.values_list("amount_minor", flat=True)) == [-30_000, -10_000, 1_000, 40_000]


def test_earnings_are_refused_where_other_money_is(empty: LinkedAccount) -> None:
    bring(empty, statement(COFFEE))
    with pytest.raises(Conflict) as refused:
        bring(empty, sample("uber.csv"))
    assert refused.value.code == "not_a_platform_account"
    with pytest.raises(Conflict):
        imports.preview(account=empty, content=sample("uber.csv"))


def test_two_like_lines_of_one_day_keep_all_their_parts(empty: LinkedAccount) -> None:
    line = b"2026-10-11,Bolt,500.00,125.00,20.00,395.00,60,410.5,30\n"
    twice = sample("generic.csv").split(b"\n")[0] + b"\n" + line * 2
    assert bring(empty, twice).new == 8
    assert (bring(empty, twice).new, Transaction.objects.count()) == (0, 8)


def test_the_same_file_twice_adds_nothing(empty: LinkedAccount) -> None:
    bring(empty, SAMPLE)
    again = bring(empty, SAMPLE)
    assert (again.new, again.duplicates) == (0, 218)
    assert Transaction.objects.count() == 218


def test_two_like_rows_of_one_day_are_two_and_stay_two(empty: LinkedAccount) -> None:
    bring(empty, statement(COFFEE, COFFEE, PAY))
    again = bring(empty, statement(PAY, COFFEE, COFFEE))
    assert (again.new, again.duplicates) == (0, 3)
    assert len(ledger(empty)) == 3


def test_overlapping_files_make_the_union(empty: LinkedAccount) -> None:
    bring(empty, statement(COFFEE, PAY))
    second = bring(empty, statement(PAY, LATER))
    assert (second.new, second.duplicates) == (1, 1)
    assert len(ledger(empty)) == 3


def test_undo_takes_back_one_import_and_leaves_what_another_tells(empty: LinkedAccount) -> None:
    first = bring(empty, statement(COFFEE, PAY))
    bring(empty, statement(PAY, LATER))
    imports.undo(first, now=NOW)
    imports.undo(first, now=NOW)
    assert [memo for _, _, memo in ledger(empty)] == ["Payout", "Fuel"]
    assert Import.objects.get(pk=first.pk).undone_at == NOW


def test_undone_rows_come_back_with_the_file(empty: LinkedAccount) -> None:
    first = bring(empty, statement(COFFEE, PAY))
    imports.undo(first, now=NOW)
    assert ledger(empty) == []
    assert bring(empty, statement(COFFEE, PAY)).new == 2


def test_another_currency_is_refused_whole(empty: LinkedAccount) -> None:
    empty.currency = "USD"
    empty.save()
    with pytest.raises(Conflict, match="EUR"):
        bring(empty, b"Date,Description,Amount (EUR)\n2026-10-03,x,1.00\n")
    assert not Import.objects.exists()


def test_nothing_half_imported_remains(empty: LinkedAccount, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(imports, "_write_balances", broken)
    with pytest.raises(RuntimeError):
        bring(empty, SAMPLE)
    empty.refresh_from_db()
    assert empty.currency is None
    assert not any(model.objects.exists() for model in (Import, Transaction, StatementLine, RejectedRow))


def test_more_decimals_than_the_currency_has_are_rejected(empty: LinkedAccount) -> None:
    done = bring(empty, statement(COFFEE, ("2026-10-05", "Odd", "1.005")))
    assert (done.new, done.rejected_count) == (1, 1)
    assert "decimals" in done.rejected_rows.get().reason


def test_bens_account_of_the_same_file_is_bens(empty: LinkedAccount, ben: User) -> None:
    bring(empty, statement(COFFEE))
    bens = LinkedAccount.objects.create(user=ben, name="New")
    assert bring(bens, statement(COFFEE)).new == 1
    assert Transaction.objects.for_user(ben).count() == 1


day_numbers = st.integers(0, 9)
truth = st.lists(
    st.tuples(day_numbers, st.sampled_from(["-3.00", "100.00"]), st.sampled_from(["Coffee", "Payout"])), max_size=25
)
spans = st.lists(st.tuples(day_numbers, day_numbers), min_size=1, max_size=5)
serial = iter(range(10**9))


def exports(rows: list[tuple[int, str, str]], cuts: list[tuple[int, int]]) -> Iterator[list[tuple[str, str, str]]]:
    for one, other in [*cuts, (0, 9)]:
        first, last = sorted((one, other))
        yield [
            ((date(2026, 10, 1) + timedelta(days=day)).isoformat(), memo, amount)
            for day, amount, memo in rows
            if first <= day <= last
        ]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(truth, spans, st.randoms(use_true_random=False))
def test_any_order_and_overlap_of_exports_gives_the_true_ledger(
    ana: User, rows: list[tuple[int, str, str]], cuts: list[tuple[int, int]], shuffled: random.Random
) -> None:
    account = LinkedAccount.objects.create(user=ana, name=f"Account {next(serial)}", currency="CZK")
    files = [file for file in exports(rows, cuts) if file]
    shuffled.shuffle(files)
    for file in files:
        shuffled.shuffle(file)
        bring(account, statement(*file))
    wanted = sorted(
        (date(2026, 10, 1) + timedelta(days=day), int(amount.replace(".", "")), memo) for day, amount, memo in rows
    )
    assert sorted(ledger(account)) == wanted
