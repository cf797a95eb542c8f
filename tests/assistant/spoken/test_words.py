"""Numbers in words against tables written by hand."""

from decimal import Decimal

import pytest

from assistant.languages import Language
from assistant.spoken.quantities import money, number
from tests.assistant.spoken import tables

TABLES: dict[Language, dict[int, str]] = {
    "en": tables.ENGLISH, "es": tables.SPANISH, "hi": tables.HINDI, "te": tables.TELUGU,
}  # fmt: skip


@pytest.mark.parametrize(("language", "value"), [(code, value) for code, table in TABLES.items() for value in table])
def test_a_number_is_said_as_the_table_has_it(language: Language, value: int) -> None:
    assert number(Decimal(value), language) == TABLES[language][value]


@pytest.mark.parametrize("value", tables.ENGLISH_LAKHS)
def test_rupees_are_counted_in_lakhs_in_english(value: int) -> None:
    assert money(Decimal(value), "INR", "en") == f"{tables.ENGLISH_LAKHS[value]} rupees"


@pytest.mark.parametrize("value", tables.SPANISH_POUNDS)
def test_spanish_agrees_with_feminine_coins(value: int) -> None:
    assert money(Decimal(value), "GBP", "es") == tables.SPANISH_POUNDS[value]


@pytest.mark.parametrize("value", tables.SPANISH_DOLLARS)
def test_spanish_agrees_with_masculine_coins(value: int) -> None:
    assert money(Decimal(value), "USD", "es") == tables.SPANISH_DOLLARS[value]


@pytest.mark.parametrize("value", tables.TELUGU_RUPEES)
def test_telugu_takes_the_oblique_form_before_coins(value: int) -> None:
    assert money(Decimal(value), "INR", "te") == tables.TELUGU_RUPEES[value]
