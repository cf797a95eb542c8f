"""Advice in words: every figure is in the evidence, in every language."""

import re
from datetime import date

import pytest

from finance.advice.wording import LANGUAGES, figure, word

EVIDENCE = {
    "amount": ("1234.50", "CZK"),
    "shortfall_probability": ("0.2712", "ratio"),
    "lowest_on": ("2026-12-01", "date"),
    "lowest_balance": ("-55.00", "CZK"),
    "last_on": ("1998-06-07", "date"),
    "age_days": ("40", "days"),
    "liquidity_months": ("0.4321", "months"),
    "monthly_amount": ("210.00", "CZK"),
    "share": ("0.1000", "ratio"),
    "margin": ("0.0512", "ratio"),
    "expenses": ("9000.00", "CZK"),
    "revenue": ("9500.00", "CZK"),
    "saving": ("900.00", "CZK"),
    "debt_share": ("0.4100", "ratio"),
    "ceiling": ("0.3600", "ratio"),
    "repayments": ("4000.00", "CZK"),
    "weekly_cash_out": ("700.00", "CZK"),
    "name": ("Tune Box", "text"),
    "rise": ("0.2200", "ratio"),
    "since": ("2026-08-04", "date"),
    "price_before": ("9.99", "CZK"),
    "price_now": ("12.99", "CZK"),
    "yearly_extra": ("36.00", "CZK"),
    "times": ("6", "count"),
    "share_now": ("0.3100", "ratio"),
    "share_usual": ("0.2500", "ratio"),
    "extra": ("45.00", "CZK"),
    "fees": ("58.00", "CZK"),
    "fees_usual": ("14.60", "CZK"),
    "rate_now": ("0.14", "CZK"),
    "rate_usual": ("0.11", "CZK"),
}
FACTS = [{"name": name, "value": value, "unit": unit, "source": "test"} for name, (value, unit) in EVIDENCE.items()]
FIXED = {"10%", "10\xa0%"}  # the rule's own threshold: definitions, safe-to-spend


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", LANGUAGES["en"])
def test_every_number_in_the_words_is_in_the_evidence(kind: str, language: str) -> None:
    worded = word(kind, FACTS, language=language)
    text = f"{worded.title} {worded.body}"
    for shown in sorted((figure(fact, language) for fact in FACTS), key=len, reverse=True):
        text = text.replace(shown, "")
    for fixed in FIXED:
        text = text.replace(fixed, "")
    assert not re.search(r"\d", text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_words_every_advice(language: str) -> None:
    assert LANGUAGES[language].keys() == LANGUAGES["en"].keys()


def test_a_language_without_templates_falls_back_and_says_so() -> None:
    assert word("set_buffer", FACTS, language="te").language == "en"


@pytest.mark.parametrize(
    ("fact", "language", "text"),
    [
        ({"value": "1234.50", "unit": "USD"}, "en", "$1,234.50"),
        ({"value": "3276.83", "unit": "CZK"}, "en", "Kč\xa03,276.83"),
        ({"value": "-3276.83", "unit": "CZK"}, "es", "-3276,83\xa0Kč"),
        ({"value": "12345.60", "unit": "EUR"}, "es", "12.345,60\xa0€"),
        ({"value": "12345.60", "unit": "CHF"}, "en", "CHF\xa012,345.60"),
        ({"value": date(2026, 12, 1).isoformat(), "unit": "date"}, "es", "1 de diciembre de 2026"),
        ({"value": "0.2712", "unit": "ratio"}, "en", "27%"),
    ],
)
def test_figures_read_as_people_write_them(fact: dict[str, str], language: str, text: str) -> None:
    assert figure(fact, language) == text
