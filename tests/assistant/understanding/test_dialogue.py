"""Talking back: follow-ups, corrections, choices, yes and no, in four languages and two scripts."""

from datetime import date
from decimal import Decimal

import pytest

from assistant.facts import Span
from assistant.languages import Language
from assistant.understanding import Context, Slots, Understood, understand
from assistant.understanding.model import IntentModel
from tests.assistant.understanding.unseen_turns import KNOWN, TODAY

OCTOBER = Span(date(2026, 10, 1), date(2026, 10, 31))
MARCH = Span(date(2026, 3, 1), date(2026, 3, 31))
NOVEMBER = Span(date(2026, 11, 1), date(2026, 11, 30))
INCOME = Context(intent="income", slots=Slots(period=NOVEMBER, platform="uber"))
SPENDING = Context(intent="spending", slots=Slots(period=NOVEMBER, category="fuel"))
AFFORD = Context(intent="affordability", slots=Slots(amount=Decimal(500), currency="USD"))


def said(message: str, context: Context, model: IntentModel, language: Language | None = None) -> Understood:
    return understand(message, language=language, context=context, today=TODAY, known=KNOWN, model=model)


@pytest.mark.parametrize(
    ("message", "language"),
    [
        ("and last month?", "en"),
        ("what about last month", "en"),
        ("how about in october", "en"),
        ("last month", "en"),
        ("¿y el mes pasado?", "es"),
        ("qué tal el mes pasado", "es"),
        ("y en octubre", "es"),
        ("और पिछले महीने?", "hi"),
        ("पिछले महीने का क्या", "hi"),
        ("aur pichle mahine", "hi"),
        ("pichle mahine ka batao", "hi"),
        ("మరి గత నెల?", "te"),
        ("గత నెల సంగతేంటి", "te"),
        ("mari gatha nela", "te"),
    ],
)
def test_another_period(message: str, language: Language, intent_model: IntentModel) -> None:
    found = said(message, INCOME, intent_model, language)
    assert (found.intent, found.via) == ("income", "follow_up")
    assert found.slots == Slots(period=OCTOBER, platform="uber")


@pytest.mark.parametrize(
    ("message", "language"),
    [
        ("what about lyft?", "en"),
        ("and lyft", "en"),
        ("same for lyft", "en"),
        ("y con lyft?", "es"),
        ("और लिफ्ट का क्या", "hi"),
        ("aur lyft se", "hi"),
        ("మరి లిఫ్ట్?", "te"),
    ],
)
def test_another_platform(message: str, language: Language, intent_model: IntentModel) -> None:
    found = said(message, INCOME, intent_model, language)
    assert (found.intent, found.slots) == ("income", Slots(period=NOVEMBER, platform="lyft"))


@pytest.mark.parametrize(
    ("message", "language"),
    [("and food?", "en"), ("¿y comida?", "es"), ("और खाने का?", "hi"), ("aur khane pe", "hi"), ("మరి భోజనం?", "te")],
)
def test_another_category(message: str, language: Language, intent_model: IntentModel) -> None:
    found = said(message, SPENDING, intent_model, language)
    assert (found.intent, found.slots) == ("spending", Slots(period=NOVEMBER, category="food"))


@pytest.mark.parametrize(
    ("message", "language"),
    [
        ("no, I meant March", "en"),
        ("sorry i meant in march", "en"),
        ("no quise decir marzo", "es"),
        ("no, me refería a marzo", "es"),
        ("नहीं मेरा मतलब मार्च", "hi"),
        ("nahi mera matlab march", "hi"),
        ("కాదు నా ఉద్దేశం మార్చి", "te"),
    ],
)
def test_a_corrected_period(message: str, language: Language, intent_model: IntentModel) -> None:
    assert said(message, INCOME, intent_model, language).slots == Slots(period=MARCH, platform="uber")


@pytest.mark.parametrize(
    ("message", "language"),
    [
        ("not 500, 50", "en"),
        ("no i meant fifty", "en"),
        ("make it 50", "en"),
        ("no 500 sino 50", "es"),
        ("perdón, cincuenta", "es"),
        ("नहीं 500 नहीं 50", "hi"),
        ("500 nahi 50", "hi"),
        ("కాదు 50", "te"),
    ],
)
def test_a_corrected_amount(message: str, language: Language, intent_model: IntentModel) -> None:
    found = said(message, AFFORD, intent_model, language)
    assert (found.intent, found.slots.amount) == ("affordability", Decimal(50))


@pytest.mark.parametrize(
    ("message", "language"),
    [
        ("why?", "en"),
        ("how so", "en"),
        ("why is that", "en"),
        ("¿por qué?", "es"),
        ("¿y eso por qué?", "es"),
        ("क्यों?", "hi"),
        ("aisa kyun", "hi"),
        ("ఎందుకు?", "te"),
        ("enduku", "te"),
    ],
)
def test_why(message: str, language: Language, intent_model: IntentModel) -> None:
    score = Context(intent="score", slots=Slots(score="karma"))
    found = said(message, score, intent_model, language)
    assert (found.intent, found.slots) == ("score_why", Slots(score="karma"))
    figure = said(message, Context(intent="safe_to_spend"), intent_model, language)
    assert (figure.intent, figure.slots.topic) == ("explain", "safe_to_spend")


@pytest.mark.parametrize(
    ("message", "language", "decision"),
    [
        ("yes", "en", "yes"),
        ("yeah sure, go ahead", "en", "yes"),
        ("nope", "en", "no"),
        ("no thanks, cancel", "en", "no"),
        ("sí, dale", "es", "yes"),
        ("mejor no", "es", "no"),
        ("हाँ कर दो", "hi", "yes"),
        ("haan ji", "hi", "yes"),
        ("नहीं रहने दो", "hi", "no"),
        ("nahi", "hi", "no"),
        ("అవును", "te", "yes"),
        ("sare cheyyi", "te", "yes"),
        ("వద్దు", "te", "no"),
        ("vaddu", "te", "no"),
    ],
)
def test_yes_and_no(message: str, language: Language, decision: str, intent_model: IntentModel) -> None:
    waiting = Context(intent="act", slots=Slots(action="set_buffer", amount=Decimal(300)), proposal="p1")
    found = said(message, waiting, intent_model, language)
    assert (found.decision, found.intent, found.slots) == (decision, "act", waiting.slots)


def test_a_question_is_no_answer_to_a_proposal(intent_model: IntentModel) -> None:
    waiting = Context(intent="act", slots=Slots(action="set_buffer"), proposal="p1")
    found = said("what is my balance", waiting, intent_model)
    assert (found.decision, found.intent) == ("", "balance")


@pytest.mark.parametrize(
    ("message", "language", "intent"),
    [
        ("the first one", "en", "income"),
        ("second", "en", "spending"),
        ("spending", "en", "spending"),
        ("la primera", "es", "income"),
        ("el segundo", "es", "spending"),
        ("पहला वाला", "hi", "income"),
        ("dusra", "hi", "spending"),
        ("మొదటిది", "te", "income"),
        ("rendodi", "te", "spending"),
    ],
)
def test_one_of_two(message: str, language: Language, intent: str, intent_model: IntentModel) -> None:
    asked = Context(intent="income", slots=Slots(period=OCTOBER), asking=("income", "spending"))
    found = said(message, asked, intent_model, language)
    assert (found.intent, found.slots.period, found.asking) == (intent, OCTOBER, ())


@pytest.mark.parametrize(
    ("message", "language"),
    [
        ("cuánto gané la semana pasada", "es"),
        ("mera balance kitna hai", "hi"),
        ("naa balance entha undi", "te"),
        ("నా బ్యాలెన్స్ ఎంత", "te"),
        ("मेरा बैलेंस बताओ", "hi"),
        ("how much did i make last week", "en"),
        ("uber se kitna mila last week", "hi"),
    ],
)
def test_the_message_tells_its_language(message: str, language: Language, intent_model: IntentModel) -> None:
    for given in (None, "en", "es", "hi", "te"):
        found = understand(
            message,
            language=given,
            context=Context(),
            today=TODAY,
            known=KNOWN,
            model=intent_model,
        )
        assert found.language == language


@pytest.mark.parametrize("message", ["", "   ", "?!", "…", "\u200d", "🙂"])
def test_nothing_said(message: str, intent_model: IntentModel) -> None:
    found = said(message, Context(), intent_model)
    assert (found.intent, found.confidence) == ("unknown", 0.0)


def test_a_very_long_message_is_read_as_far_as_it_matters(intent_model: IntentModel) -> None:
    assert said("what is my balance " * 5_000, Context(), intent_model).language == "en"
