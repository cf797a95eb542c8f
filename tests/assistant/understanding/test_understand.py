"""A message in, what it means out."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from assistant.facts import Span
from assistant.languages import Language
from assistant.understanding import Context, Known, NoIntentModel, Slots, Understood, understand
from assistant.understanding.model import FILE, IntentModel, load

TODAY = date(2026, 11, 18)  # a Wednesday
KNOWN = Known(platforms=("uber", "lyft"), categories={}, currency="USD", time_zone="America/New_York")


def test_it_works(intent_model: IntentModel) -> None:
    found = understand(
        "can i afford 500 dollars on friday",
        language=None,
        context=Context(),
        today=TODAY,
        known=KNOWN,
        model=intent_model,
    )
    assert found.intent == "affordability"
    assert found.slots == Slots(amount=Decimal(500), currency="USD", on=date(2026, 11, 20))
    assert (found.language, found.asking, found.via) == ("en", (), "model")


def test_a_follow_up_keeps_the_question(intent_model: IntentModel) -> None:
    before = Context(intent="income", slots=Slots(platform="uber"))
    found = understand("and last month?", language="en", context=before, today=TODAY, known=KNOWN, model=intent_model)
    october = Span(date(2026, 10, 1), date(2026, 10, 31))
    assert found == Understood(
        "income", Slots(platform="uber", period=october), found.confidence, "en", via="follow_up"
    )


def test_nothing_is_faked_without_a_model(tmp_path: Path) -> None:
    with pytest.raises(NoIntentModel, match="make train"):
        load(tmp_path)
    (tmp_path / FILE).write_text("{}", encoding="utf-8")
    with pytest.raises(NoIntentModel, match="make train"):
        load(tmp_path)


@pytest.mark.parametrize(
    ("message", "year"),
    [("what do i owe in taxes for 2025", 2025), ("how much did i make 2024", 2024), ("how much did i make 1400", None)],
)
def test_a_bare_year_is_a_period(message: str, year: int | None, intent_model: IntentModel) -> None:
    found = understand(message, language="en", context=Context(), today=TODAY, known=KNOWN, model=intent_model)
    assert found.slots.period == (Span(date(year, 1, 1), date(year, 12, 31)) if year else None)


@pytest.mark.parametrize(
    ("message", "language", "action", "word"),
    [
        ("accept the advice to build a reserve", "en", "accept_recommendation", "reserve"),
        ("dismiss the advice about bank fees", "en", "dismiss_recommendation", "bank"),
        ("acepta el consejo de formar tu reserva", "es", "accept_recommendation", "reserva"),
        ("descarta el consejo de las comisiones del banco", "es", "dismiss_recommendation", "banco"),
    ],
)
def test_advice_is_decided_by_its_name(
    message: str, language: Language, action: str, word: str, intent_model: IntentModel
) -> None:
    found = understand(message, language=language, context=Context(), today=TODAY, known=KNOWN, model=intent_model)
    assert (found.intent, found.slots.action) == ("act", action)
    assert word in (found.slots.text or "")
