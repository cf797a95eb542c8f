"""Money is exact in every currency."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.money import MAX_MINOR, amount_string, from_minor, parse_amount, to_minor

currencies = st.sampled_from(["USD", "JPY", "KWD", "CZK", "INR"])


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [("12.34", "USD", 1234), ("12", "JPY", 12), ("1.234", "KWD", 1234), ("0.125", "USD", 12), ("0.135", "USD", 14)],
)
def test_an_amount_becomes_minor_units_rounded_half_even(amount: str, currency: str, minor: int) -> None:
    assert to_minor(Decimal(amount), currency) == minor


@given(st.integers(-MAX_MINOR, MAX_MINOR), currencies)
def test_minor_units_survive_the_way_out_and_back(minor: int, currency: str) -> None:
    assert to_minor(Decimal(amount_string(minor, currency)), currency) == minor
    assert to_minor(from_minor(minor, currency), currency) == minor


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "1e400", "-1e30"])
def test_what_is_not_an_amount_is_refused(amount: str) -> None:
    with pytest.raises(ValueError, match="amount"):
        to_minor(Decimal(amount), "USD")


def test_a_thousand_dimes_are_a_hundred_dollars() -> None:
    assert amount_string(sum(to_minor(Decimal("0.10"), "USD") for _ in range(1000)), "USD") == "100.00"


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("1234.56", "USD", 123456),
        ("-12", "USD", -1200),
        ("0.1", "USD", 10),
        ("1.00", "JPY", 1),
        ("-0", "USD", 0),
        ("5.125", "KWD", 5125),
    ],
)
def test_an_amount_is_read_exactly(text: str, currency: str, minor: int) -> None:
    assert parse_amount(text, currency) == minor


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        ".5",
        "1.",
        "+1",
        " 1",
        "1\n",
        "1,5",
        "1_000",
        "1e3",
        "NaN",
        "Infinity",
        "١٢",
        "1.234",
        "9" * 18,
        "9" * 30,
    ],
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"amount|decimal digits"):
        parse_amount(text, "USD")
