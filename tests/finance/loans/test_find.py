"""Loans from memos, amounts and days: said ones found, silent ones only with their payout, rent never."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from finance.loans.find import find, lender
from finance.recurring.cadence import Cadence, after
from finance.recurring.streams import Occurrence
from finance.sorting.kinds import default_sort

FIRST = date(2026, 1, 5)
AS_OF = date(2026, 7, 1)


def row(on: date, amount: int, memo: str) -> Occurrence:
    sort = default_sort(memo, amount)
    return Occurrence(uuid4(), on, amount, memo, str(sort.kind), sort.category, sort.platform)


def monthly(amount: int, memo: str, *, times: int = 6, first: date = FIRST) -> list[Occurrence]:
    return [row(after(first, Cadence.MONTHLY, step), -amount, memo) for step in range(times)]


@pytest.mark.parametrize(
    "memo",
    [
        "Loan repayment Acme Bank",
        "HDFC EMI 123",
        "Kreditrate Sparkasse",
        "Cuota prestamo Santander",
        "echeance pret BNP",
        "Splatka uveru 12",
        "Rata mutuo Intesa",
        "Mortgage Halifax",
        "Darlehen Sparkasse Rate",
        "loan payment",
    ],
)
def test_repayments_that_say_so_are_a_loan(memo: str) -> None:
    (loan,) = find(monthly(12_500, memo), as_of=AS_OF)
    assert (loan.payment_minor, len(loan.repayments), loan.payout, loan.ended) == (12_500, 6, None, False)
    assert loan.cadence is Cadence.MONTHLY
    assert loan.next_on == date(2026, 7, 5)


@pytest.mark.parametrize("memo", ["Rent Miller", "Insurance Acme", "Netflix", "remittance to another bank", "Gym"])
def test_what_is_regular_is_no_loan_for_that(memo: str) -> None:
    assert find(monthly(12_500, memo), as_of=AS_OF) == []


@pytest.mark.parametrize(
    ("paid", "repaid"),
    [
        ("Loan disbursement Kabbage", "Kabbage loan repayment"),
        ("Darlehen Auszahlung Sparkasse", "Sparkasse Rate 1"),
        ("prestamo cofidis", "cofidis cuota"),
        ("Loan Zest", "Zest"),
    ],
)
def test_the_payout_of_the_same_lender_is_tied(paid: str, repaid: str) -> None:
    payout = row(FIRST - timedelta(days=20), 60_000, paid)
    other = row(FIRST - timedelta(days=21), 60_000, "Loan of Somebody Else")
    (loan,) = find([other, payout, *monthly(11_000, repaid)], as_of=AS_OF)
    assert loan.payout == payout
    assert loan.repaid_minor == 66_000


def test_the_only_loan_that_fits_is_tied_without_a_name() -> None:
    payout = row(FIRST - timedelta(days=20), 60_000, "loan")
    (loan,) = find([payout, *monthly(11_000, "loan payment")], as_of=AS_OF)
    assert loan.payout == payout


@pytest.mark.parametrize(
    ("days", "amount"),
    [(-20, 12_000), (-200, 60_000), (20, 60_000), (-20, 20_000)],
    ids=["a repayment of most of it", "long before", "after it began", "repaid more than three times"],
)
def test_a_payout_that_cannot_be_it_is_not_tied(days: int, amount: int) -> None:
    payout = row(FIRST + timedelta(days=days), amount, "loan Acme")
    (loan,) = find([payout, *monthly(11_000, "loan payment Acme")], as_of=AS_OF)
    assert loan.payout is None


def test_a_silent_payment_that_varies_is_none_even_after_a_payout() -> None:
    payout = row(FIRST - timedelta(days=20), 600_000, "Loan Zest")
    varying = [row(after(FIRST, Cadence.MONTHLY, step), -(11_000 + 900 * step), "Zest shop") for step in range(6)]
    assert find([payout, *varying], as_of=AS_OF) == []


def test_two_loans_of_one_lender_are_told_apart_by_their_amounts() -> None:
    rows = monthly(11_000, "Acme loan") + monthly(45_000, "Acme loan", first=FIRST + timedelta(days=12))
    assert {loan.payment_minor for loan in find(rows, as_of=AS_OF)} == {11_000, 45_000}


def test_one_repayment_is_a_loan_only_with_its_payout() -> None:
    single = monthly(11_000, "Acme loan", times=1)
    assert find(single, as_of=AS_OF) == []
    (loan,) = find([row(FIRST - timedelta(days=9), 60_000, "Acme loan"), *single], as_of=FIRST)
    assert (len(loan.repayments), loan.cadence) == (1, None)


def test_a_loan_that_is_not_paid_any_more_has_ended() -> None:
    (loan,) = find(monthly(11_000, "Acme loan"), as_of=date(2027, 1, 1))
    assert (loan.ended, loan.next_on) == (True, None)


def test_a_name_is_what_is_left_without_the_words_of_loans() -> None:
    assert lender("Loan repayment Acme 12/34 instalment") == {"acme"}
    assert lender("loan payment") == frozenset()
