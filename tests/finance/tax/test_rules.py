"""The tax of a profit against examples worked by hand, and what holds for every profit."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance.tax.figures import Profit
from finance.tax.rules import NotKnown, Situation, bracket_tax, own_percentage, tax_of
from finance.tax.table import Table, table_on
from finance.tax.wording import ENGLISH, LANGUAGES, word
from finance.tax.working import Working

D = Decimal


def table(country: str, on: str) -> Table:
    found = table_on(country, date.fromisoformat(on))
    assert found is not None
    return found


US, IN = table("US", "2026-05-05"), table("IN", "2026-05-05")


def profit(amount: str | Decimal, *, fees: str = "0", costs: str = "0", mileage: str | None = None) -> Profit:
    return Profit(D(amount), D(fees), D(costs), None if mileage is None else D(mileage))


def lines(working: Working) -> dict[str, Decimal]:
    return {line.code: line.amount for line in working.lines}


def test_a_single_driver_in_the_united_states() -> None:
    found = tax_of(profit("80000", fees="20000", costs="1000", mileage="9000"), Situation(), US, digits=2)
    assert lines(found) == {
        "earned": D("80000"),
        "fees": D("-20000"),
        "net_earnings": D("60000"),
        "other_costs": D("-1000"),
        "mileage": D("-9000"),
        "profit": D("50000"),
        "taxed_share": D("46175.00"),
        "social_security": D("5725.70"),
        "medicare": D("1339.08"),
        "self_employment_tax": D("7064.78"),
        "half": D("-3532.39"),
        "standard_deduction": D("-16100.00"),
        "taxable_income": D("30367.61"),
        "income_tax": D("3396.11"),  # 1,240 and 12% of what is over 12,400
        "tax": D("10460.89"),
    }
    assert found.owed == D("10460.89")


def test_wages_use_up_the_wage_base_and_what_is_withheld_is_taken_off() -> None:
    said = Situation(other_income=D(180_000), withheld=D(40_000), state_percent=D("0.05"))
    found = lines(tax_of(profit("100000"), said, US, digits=2))
    assert found["social_security"] == D("558.00")  # 12.4% of the 4,500 that are left of 184,500
    assert found["additional_medicare"] == D("651.15")  # 0.9% of 92,350 + 180,000 - 200,000
    assert found["state"] == D("5000.00")
    assert found["owed"] == found["tax"] - 40_000


def test_little_profit_is_free_of_self_employment_tax() -> None:
    assert tax_of(profit("433"), Situation(), US, digits=2).tax == 0
    assert tax_of(profit("434"), Situation(), US, digits=2).tax == D("61.32")


def test_a_loss_owes_nothing() -> None:
    assert tax_of(profit("100", costs="5000"), Situation(), US, digits=2).owed == 0
    assert tax_of(profit("100", costs="5000"), Situation(), IN, digits=2).owed == 0


@pytest.mark.parametrize(
    ("income", "tax"),
    [
        ("400000", "0"),
        ("1200000", "0"),  # the rebate takes all of 60,000
        ("1210000", "10400"),  # what is over the limit, and the cess
        ("1600000", "124800"),
        ("2400000", "312000"),
    ],
)
def test_the_new_regime_of_india(income: str, tax: str) -> None:
    assert tax_of(profit(income), Situation(), IN, digits=2).tax == D(tax)
    assert tax_of(profit(income), Situation(), table("IN", "2025-05-05"), digits=2).tax == D(tax)


def test_the_year_before_had_other_brackets() -> None:
    old = table("IN", "2024-05-05")
    assert tax_of(profit("700000"), Situation(), old, digits=2).tax == 0
    assert tax_of(profit("1000000"), Situation(), old, digits=2).tax == D("52000")


@pytest.mark.parametrize(
    ("scheme", "presumed"), [("business_digital", "120000"), ("business_cash", "160000"), ("profession", "1000000")]
)
def test_presumed_profit_is_a_share_of_receipts_whatever_the_costs(scheme: str, presumed: str) -> None:
    found = tax_of(profit("2000000", fees="500000", costs="900000"), Situation(presumptive=scheme), IN, digits=2)
    assert lines(found)["presumed_profit"] == D(presumed)


@pytest.mark.parametrize(
    ("earned", "scheme", "reason"),
    [("5000001", "", "over_known_income"), ("5000001", "profession", "presumptive_limit")],
)
def test_what_the_table_does_not_know_is_refused(earned: str, scheme: str, reason: str) -> None:
    with pytest.raises(NotKnown) as caught:
        tax_of(profit(earned), Situation(presumptive=scheme), IN, digits=2)
    assert caught.value.reason == reason


def test_an_own_percentage_is_of_what_platforms_leave() -> None:
    assert own_percentage(profit("1000", fees="250", costs="500"), D("0.2"), digits=2).tax == D("150")


@given(st.decimals(0, 900_000, places=2), st.decimals(0, 50_000, places=2), st.sampled_from(US.statuses))
def test_more_profit_never_means_less_tax_nor_less_left(earned: Decimal, more: Decimal, status: str) -> None:
    said = Situation(status=status)
    low, high = (tax_of(profit(amount), said, US, digits=2).tax for amount in (earned, earned + more))
    assert low - D("0.05") <= high
    assert high - low <= more * D("0.55") + D("62")  # and the jump where self-employment tax begins


@given(st.decimals(0, 4_900_000, places=0), st.decimals(0, 100_000, places=0))
def test_marginal_relief_leaves_nobody_worse_off(income: Decimal, more: Decimal) -> None:
    low, high = (tax_of(profit(amount), Situation(), IN, digits=2) for amount in (income, income + more))
    assert low.tax <= high.tax
    assert high.tax - low.tax <= more * D("1.04") + 1


@given(st.decimals(0, 2_000_000, places=2))
def test_brackets_never_take_more_than_their_top_rate(income: Decimal) -> None:
    assert US.income_tax is not None
    for rows in US.income_tax.brackets.values():
        assert 0 <= bracket_tax(income, rows) <= income * rows[-1].rate


@pytest.mark.parametrize("language", [*LANGUAGES, "te"])
def test_every_line_has_words_and_figures_of_its_own(language: str) -> None:
    assert all(set(words) == set(ENGLISH) for words in LANGUAGES.values())
    said = Situation(other_income=D(300_000), withheld=D(1), state_percent=D("0.05"))
    for working in (
        tax_of(profit("90000"), said, US, digits=2),
        tax_of(profit("1210000"), Situation(), IN, digits=2),
        tax_of(profit("1"), Situation(), US, digits=2),
        tax_of(profit("2000000"), Situation(presumptive="profession"), IN, digits=2),
        own_percentage(profit("1"), D("0.1"), digits=2),
    ):
        for line in working.lines:
            worded = word(line, currency="USD", language=language)
            assert worded.label
            assert "{" not in worded.how


def test_every_line_that_rests_on_a_rule_names_its_source() -> None:
    found = tax_of(profit("50000"), Situation(), US, digits=2)
    without = {line.code for line in found.lines if not line.source}
    assert without == {"earned", "fees", "net_earnings", "costs", "profit", "taxable_income", "tax"}
