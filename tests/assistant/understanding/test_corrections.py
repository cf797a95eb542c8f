"""What is taken back in the same breath, and what only looks like it."""

from datetime import date
from decimal import Decimal

import pytest

from assistant.facts import Span
from assistant.languages import Language
from assistant.understanding import Context, Slots, Understood, understand
from assistant.understanding.model import IntentModel
from tests.assistant.understanding.unseen_turns import KNOWN, TODAY

LAST_WEEK = Span(date(2026, 11, 9), date(2026, 11, 15))


def said(message: str, language: Language, model: IntentModel, context: Context | None = None) -> Understood:
    return understand(message, language=language, context=context or Context(), today=TODAY, known=KNOWN, model=model)


@pytest.mark.parametrize(
    ("message", "language", "slots"),
    [
        ("what did i earn with uber sorry lyft", "en", {"platform": "lyft"}),
        ("what did i spend on gas i mean groceries", "en", {"category": "groceries"}),
        ("what did i spend on groceries not gas", "en", {"category": "groceries"}),
        ("cuánto gané con uber digo didi", "es", {"platform": "didi"}),
        ("ola se kitna kamaya matlab rapido se", "hi", {"platform": "rapido"}),
        ("karma kaadu credit score cheppu", "te", {"score": "credit"}),
    ],
)
def test_the_second_counts(message: str, language: Language, slots: dict[str, str], intent_model: IntentModel) -> None:
    given = said(message, language, intent_model).slots.given()
    assert {name: given.get(name) for name in slots} == slots


def test_an_amount_is_taken_back(intent_model: IntentModel) -> None:
    assert said("can i afford 90 no wait 120 for shoes", "en", intent_model).slots.amount == Decimal(120)


@pytest.mark.parametrize("message", ["did uber actually pay more than lyft last week", "uber or lyft, which pays more"])
def test_two_that_are_compared_both_count(message: str, intent_model: IntentModel) -> None:
    found = said(message, "en", intent_model).slots
    assert (found.platform, found.other_platform) == ("uber", "lyft")


@pytest.mark.parametrize(
    ("message", "language"),
    [
        ("and the week before", "en"),
        ("y la anterior", "es"),
        ("uske pehle wale hafte", "hi"),
        ("అంతకు ముందు వారం", "te"),
    ],
)
def test_the_period_before_that_of_the_question_before(
    message: str, language: Language, intent_model: IntentModel
) -> None:
    before = Context(intent="income", slots=Slots(period=LAST_WEEK))
    found = said(message, language, intent_model, before)
    assert (found.intent, found.slots.period) == ("income", Span(date(2026, 11, 2), date(2026, 11, 8)))


@pytest.mark.parametrize(
    ("message", "language"),
    [("and how much did i spend", "en"), ("y cuánto gasté", "es"), ("aur kitna kharch kiya", "hi")],
)
def test_another_question_about_the_same_time(message: str, language: Language, intent_model: IntentModel) -> None:
    before = Context(intent="income", slots=Slots(period=LAST_WEEK, platform="uber"))
    found = said(message, language, intent_model, before)
    assert (found.intent, found.slots) == ("spending", Slots(period=LAST_WEEK))


def test_a_question_of_its_own_takes_nothing_over(intent_model: IntentModel) -> None:
    before = Context(intent="income", slots=Slots(period=LAST_WEEK))
    assert said("how much did i spend", "en", intent_model, before).slots == Slots()


@pytest.mark.parametrize(
    ("message", "language"),
    [("how do i raise it", "en"), ("y cómo lo mejoro", "es"), ("ise kaise badhau", "hi")],
)
def test_it_is_the_score_that_was_asked_for(message: str, language: Language, intent_model: IntentModel) -> None:
    found = said(message, language, intent_model, Context(intent="score", slots=Slots(score="credit")))
    assert (found.intent, found.slots.score) == ("score_improve", "credit")
