"""A step of a call: sentences, then exactly one end; what was found out is on the row by then."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from accounts.models import User
from assistant.models import Conversation, Turn
from finance.models import Score
from tests.voice.conducting.conftest import PIN, Phone, texts
from voice.flow.values import Ended, Heard, Listening, Said
from voice.models import Call, CallConsent, CallEvent

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)


def test_it_works(phone: Phone, money: User) -> None:
    assert texts(phone.begin())[:2] == ["This is GigLens.", "You are talking to an artificial voice."]
    assert texts(phone.key("1")) == [
        "Key in your PIN of 6 digits, then press #.",
        "To go back, press *, then #.",
    ]
    assert texts(phone.key(PIN))[:3] == ["Thank you.", "Press a key, or just ask.", "Your balance: 1."]
    steps = phone.key("1")
    assert "1,234.56" in texts(steps)[0]
    assert isinstance(steps[0], Said)
    assert "one thousand two hundred thirty-four" in steps[0].text
    assert texts(steps)[-1] == "What else?"
    assert steps[-1] == Listening("menu", 1, speech=True, hints=steps[-1].hints)  # type: ignore[union-attr]  # a Listening
    assert texts(phone.say("goodbye")) == ["Goodbye, and take care."]
    row = phone.row
    assert (row.user, row.disposition) == (money, "goodbye")
    assert row.identified_at == phone.call.identified_at


def test_every_figure_has_a_key(phone: Phone, money: User) -> None:
    phone.identify()
    intents = {}
    for key in "1234567":
        steps = phone.key(key)
        assert isinstance(steps[-1], Listening)
        assert len(texts(steps)) > 1, "something is answered before what else"
        intents[key] = Turn.objects.order_by("-pk")[0].intent
    assert intents == {
        "1": "balance",
        "2": "safe_to_spend",
        "3": "shortfall_risk",
        "4": "income",
        "5": "bills",
        "6": "score",
        "7": "advice",
    }
    assert Conversation.objects.get().channel == "telephone"
    assert Conversation.objects.get().public_id == phone.row.conversation


def test_the_pay_is_that_of_this_week(phone: Phone, money: User) -> None:
    assert "500" in texts(phone.identify().key("4"))[0]
    assert Turn.objects.get().details["slots"] == {"period": {"from": "2026-11-23", "to": "2026-11-29"}}


def test_a_question_is_answered_as_in_the_app(phone: Phone, money: User) -> None:
    steps = phone.identify().say("How much money do I have on my account right now?")
    assert "1,234.56" in texts(steps)[0]
    assert Turn.objects.get().question == "How much money do I have on my account right now?"
    assert "1,234.56" in texts(phone.key("0"))[0]
    assert Turn.objects.count() == 1, "what is said again is no new turn"


def test_slower_is_kept(phone: Phone, money: User) -> None:
    phone.identify().key("1")
    said = [one for one in phone.say("slower") if isinstance(one, Said)]
    assert "1,234.56" in said[1].written
    assert {one.pace for one in said} == {"slow"}
    assert {one.pace for one in phone.key("1") if isinstance(one, Said)} == {"slow"}


def test_after_the_pin_the_call_goes_on_in_the_callers_language(phone: Phone, money: User) -> None:
    User.objects.filter(pk=money.pk).update(language="es")
    before = [one.language for one in phone.begin()[:2] if isinstance(one, Said)]
    phone.identify()
    assert before == ["en", "en"]
    assert phone.row.language == "es"
    assert "Tu saldo" in texts(phone.key("*"))[1]


def test_a_language_chosen_by_key_stays(phone: Phone, money: User) -> None:
    User.objects.filter(pk=money.pk).update(language="es")
    phone.begin()
    phone.key("#")
    assert texts(phone.key("3"))[0] == "आगे हिंदी में बात करते हैं।"
    phone.key("1")
    phone.key(PIN)
    assert phone.row.language == "hi"


def test_a_language_asked_for_in_words_is_spoken_from_then_on(phone: Phone, money: User) -> None:
    steps = phone.identify().say("could we please talk in Spanish")
    assert phone.row.language == "es"
    assert {one.language for one in steps if isinstance(one, Said)} == {"es"}
    assert isinstance(steps[-1], Listening)
    assert steps[-1].language == "es"


def test_three_wrong_pins_end_the_call(phone: Phone) -> None:
    phone.begin()
    phone.key("1")
    for _ in range(2):
        assert isinstance(phone.key("111222")[-1], Listening)
    assert phone.key("111222")[-1] == Ended("locked")
    row = phone.row
    assert (row.user, row.identified_at, row.disposition) == (None, None, "locked")
    assert list(row.events.filter(kind=CallEvent.Kind.REFUSED).values_list("key", flat=True)) == [
        "step-3",
        "step-4",
        "step-5",
    ]


def test_no_digit_and_no_word_is_in_an_event(phone: Phone, money: User) -> None:
    phone.identify().say("How much money do I have?")
    told = str(list(phone.row.events.values("key", "details", "timings_ms")))
    assert PIN not in told
    assert "money" not in told
    assert "1234" not in told


def test_a_call_of_somebody_who_was_rung_is_not_identified(phone_of: Callable[..., Phone], ana: User, pin: str) -> None:
    phone = phone_of(user=ana)
    phone.begin()
    assert texts(phone.key("5"))[0] == "There is nothing on that key."
    assert phone.row.identified_at is None


def test_somebody_elses_pin_identifies_nobody(phone_of: Callable[..., Phone], ben: User, pin: str) -> None:
    phone = phone_of(user=ben)  # ben was rung, on a number that is ana's
    phone.begin()
    phone.key("1")
    assert texts(phone.key(PIN))[0] == "That did not work."
    assert phone.row.identified_at is None


def test_being_rung_can_be_stopped_by_key(phone: Phone, ana: User) -> None:
    consent = CallConsent.objects.create(
        user=ana, purpose="approvals", wording="Ring me.", wording_version="1.en", given_at=phone.now
    )
    phone.identify().key("9")
    assert texts(phone.key("2"))[0] == "GigLens rings you no more."
    consent.refresh_from_db()
    assert (consent.revoked_from, bool(consent.revoked_at)) == ("telephone", True)


def test_an_expired_conversation_begins_anew(phone: Phone, money: User) -> None:
    phone.identify().key("1")
    Conversation.objects.all().delete()
    assert "1,234.56" in texts(phone.key("1"))[0]
    Conversation.objects.all().delete()
    assert "1,234.56" in texts(phone.say("How much money do I have on my account right now?"))[0]
    assert Conversation.objects.get().public_id == phone.row.conversation


def test_articles_by_key_and_by_word(phone_of: Callable[..., Phone]) -> None:
    phone = phone_of("+12025550199")
    phone.begin()
    shelf = texts(phone.key("3"))
    assert shelf[:2] == ["Choose a subject, or just ask.", "What is a buffer: 1."]
    assert "More subjects: 9." in shelf
    assert "A buffer is the money" in texts(phone.key("1"))[0]
    assert texts(phone.key("9"))[1] not in shelf
    assert "Platforms usually keep no tax back" in texts(phone.say("who pays my taxes"))[0]
    assert texts(phone.say("tell me something about dolphins"))[0] == "I know no answer to that here."


def test_a_state_of_another_version_is_as_a_call_that_begins(phone: Phone, money: User) -> None:
    phone.identify()
    Call.objects.filter(pk=phone.call.pk).update(state={"version": 99, "place": "cellar", "said": 4, "steps": "many"})
    phone.call = phone.row
    assert "1,234.56" in texts(phone.key("1"))[0]


def test_what_is_heard_again_is_said_again(phone: Phone, money: User) -> None:
    before = texts(phone.identify().key("1"))
    assert texts(phone.hear(Heard("again"))) == before


def test_digits_and_words_do_not_show_in_a_repr() -> None:
    assert "123456" not in repr(Heard("digits", digits="123456"))
    assert "balance" not in repr(Heard("speech", text="balance"))


def test_the_scores_are_one_turn(phone: Phone, money: User, django_assert_max_num_queries: Any) -> None:
    for kind, value in (("health", 71), ("karma", 80), ("credit", 640)):
        Score.objects.create(
            user=money, kind=kind, value=value, band="B", currency="CZK", as_of=DAY, computed_at=phone.now, model="m"
        )
    phone.identify()
    with django_assert_max_num_queries(18):  # savepoints among them
        steps = phone.key("6")
    turn = Turn.objects.get()
    told = {fact["name"]: fact["value"] for fact in turn.details["facts"] if fact["unit"] == "score"}
    assert told == {"score": 71, "karma_score": 80, "credit_score": 640}
    assert [number in " ".join(texts(steps)) for number in ("71", "80", "640")] == [True, True, True]
    assert turn.question == "your score"
