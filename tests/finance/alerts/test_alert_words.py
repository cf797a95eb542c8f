"""Alerts in words: every figure is in the evidence, in every language."""

import re

import pytest

from finance.advice.wording import figure
from finance.alerts.wording import LANGUAGES, LETTER, word_alert
from finance.models import Alert

EVIDENCE = {
    "name": ("Rent", "text"),
    "shortfall_probability": ("0.2712", "ratio"),
    "buffer": ("500.00", "CZK"),
    "lowest_on": ("2026-12-07", "date"),
    "lowest_balance": ("-55.00", "CZK"),
    "due_on": ("2026-12-01", "date"),
    "amount": ("540.00", "CZK"),
    "price_before": ("9.99", "CZK"),
    "price_now": ("12.99", "CZK"),
    "since": ("2026-08-04", "date"),
    "on": ("2026-11-20", "date"),
    "times": ("8", "count"),
    "usual": ("41.00", "CZK"),
    "last_on": ("2026-10-02", "date"),
    "age_days": ("40", "days"),
    "ends": ("0100", "text"),
}
EVENTS = sorted(key.removeprefix("telephone_") for key in LANGUAGES["en"] if key.startswith("telephone_"))
FACTS = [{"name": name, "value": value, "unit": unit, "source": "test"} for name, (value, unit) in EVIDENCE.items()]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("event", EVENTS)
def test_what_happened_to_the_telephone_has_words_of_its_own(event: str, language: str) -> None:
    facts = [{"name": "event", "value": event, "unit": "text", "source": "test"}, *FACTS]
    worded = word_alert("telephone", facts, language=language)
    assert worded.title == LANGUAGES[language][f"telephone_{event}"][0].format(ends="0100")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [kind for kind in Alert.Kind.values if kind != Alert.Kind.TELEPHONE])
def test_every_number_in_the_words_is_in_the_evidence(kind: str, language: str) -> None:
    worded = word_alert(kind, FACTS, language=language)
    text = f"{worded.title} {worded.body}"
    for shown in sorted((figure(fact, language) for fact in FACTS), key=len, reverse=True):
        text = text.replace(shown, "")
    assert not re.search(r"[\d{}]", text)


def test_every_language_has_every_word() -> None:
    assert {frozenset(words) for words in LANGUAGES.values()} == {
        frozenset({*Alert.Kind.values, "shortfall_zero", *(f"telephone_{event}" for event in EVENTS)} - {"telephone"})
    }
    assert {frozenset(words) for words in LETTER.values()} == {frozenset(LETTER["en"])}


def test_without_a_buffer_it_is_zero_that_is_told_of() -> None:
    facts = [fact | {"value": "0.00"} if fact["name"] == "buffer" else fact for fact in FACTS]
    assert "falls under zero" in word_alert("shortfall", facts, language="en").body
    assert "your buffer of" in word_alert("shortfall", FACTS, language="en").body
