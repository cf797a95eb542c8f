"""One turn from the message to the history, with and without a model."""

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from decimal import Decimal
from typing import Any

import pytest
from asgiref.sync import async_to_sync

from accounts.models import User
from assistant.llm import Cut
from assistant.models import Channel, Conversation, Turn
from assistant.turns import replying
from assistant.turns.engine import Message, converse
from assistant.turns.events import FactsShown
from assistant.understanding import Slots
from kit.errors import NotFound
from tests.assistant.turns.conftest import NOW, Talk, answer_of, models, texts

Means = Callable[..., None]


def test_an_answer_without_a_model(talk: Talk, means: Means) -> None:
    means("balance")
    events = talk()
    answer = answer_of(events)
    assert texts(events) == [one.text for one in answer.sentences]
    assert "1,234.56" in answer.text
    assert "one thousand two hundred" in answer.sentences[0].spoken
    assert (answer.intent, answer.source, answer.language, answer.replaced) == ("balance", "offline", "en", 0)
    assert {one.name: one.value for one in answer.facts}["balance"] == Decimal("1234.56")
    assert {"recall", "understand", "tool", "first_sentence", "total", "ours"} <= answer.timings_ms.keys()


def test_the_turn_is_kept(talk: Talk, means: Means) -> None:
    means("balance")
    answer = answer_of(talk())
    turn = Turn.objects.get(public_id=answer.turn)
    assert (turn.question, turn.answer) == ("What is my balance?", answer.text)
    assert turn.conversation.public_id == answer.conversation
    assert turn.details["facts"][0]["value"] == "1234.56"


def test_a_model_words_it(talk: Talk, means: Means) -> None:
    means("balance")
    answer = answer_of(talk(of=models("Right now there is {{bal", "ance}} on ", "your account. ")))
    assert answer.sentences[0].text.startswith("Right now there is Kč")
    assert answer.sentences[0].spoken.startswith("Right now there is one thousand")


@pytest.mark.parametrize(
    "lie",
    [
        "You have {{balance}}, about 2,000 crowns. ",
        "You have twelve hundred crowns. ",
        "You have {{balance}} euros. ",
        "You have {{wealth}}. ",
        "You have {{balance}}, see www.example.com. ",
        "You have {{balance}}, call +1 555 010 9999. ",
        "तुम्हारे पास {{balance}} है। ",
        "You have {{balance}}. You also earned 500 crowns. ",
    ],
)
def test_a_lie_is_not_said(talk: Talk, means: Means, lie: str) -> None:
    means("balance")
    answer = answer_of(talk(of=models(lie)))
    assert answer.replaced == 1
    assert "1,234.56" in answer.text
    for word in ("2,000", "twelve", "euros", "example", "555", "500", "तुम्हारे"):
        assert word not in answer.text


@pytest.mark.parametrize(
    "broken", [(), (Cut("stalled"),), ("You ", "have {{bal", Cut("cut")), (RuntimeError("?"),), ("",)]
)
def test_no_turn_is_silent(talk: Talk, means: Means, broken: tuple[Any, ...]) -> None:
    means("balance")
    answer = answer_of(talk(of=models(*broken)))
    assert "1,234.56" in answer.text
    assert answer.source == "offline"


def test_a_cut_answer_is_finished_from_the_template(talk: Talk, means: Means) -> None:
    means("balance")
    offline = answer_of(talk())
    answer = answer_of(talk(of=models("There is {{balance}} now. And ", Cut("cut"))))
    assert answer.text.startswith("There is Kč")
    assert [one.text for one in answer.sentences[1:]] == [one.text for one in offline.sentences[1:]]


def test_a_slow_model_is_announced_to_the_ear_and_then_left(talk: Talk, means: Means) -> None:
    means("balance")
    spoken = talk(of=models(5.0), channel=Channel.VOICE)
    assert texts(spoken)[0] == "(One moment, please.)"
    assert "1,234.56" in answer_of(spoken).text
    assert "moment" not in answer_of(spoken).text
    assert answer_of(spoken).timings_ms["total"] < 2_200
    assert not texts(talk(of=models(5.0)))[0].startswith("(")


def test_an_unclear_question_is_routed_by_the_model(talk: Talk, means: Means) -> None:
    means("unknown", confidence=0.1)
    answer = answer_of(talk("dough?", of=models("There is {{balance}}. ", chooses="balance")))
    assert answer.intent == "balance"
    assert "1,234.56" in answer.text


def test_an_unclear_question_without_a_model_is_said_to_be(talk: Talk, means: Means) -> None:
    means("unknown", confidence=0.1)
    assert answer_of(talk("florb")).text.startswith("I did not understand that.")


def test_two_options_are_offered(talk: Talk, means: Means) -> None:
    means("income", asking=("income", "spending"), confidence=0.4)
    answer = answer_of(talk("how much?"))
    assert answer.asking
    assert [one.label for one in answer.options] == ["what you earned", "what you spent"]
    assert answer.text == "Do you mean what you earned or what you spent?"
    assert Conversation.objects.get().context["asking"] == ["income", "spending"]


def test_the_last_answer_is_said_again_without_a_model(talk: Talk, means: Means) -> None:
    means("balance")
    first = answer_of(talk())
    means("repeat")
    again = answer_of(talk("say that again", conversation=first.conversation, of=models("Never. ")))
    assert again.sentences == first.sentences
    assert again.facts == first.facts
    assert again.source == "offline"


def test_slower_stays_slower(talk: Talk, means: Means) -> None:
    means("balance")
    first = answer_of(talk())
    means("slower")
    slow = answer_of(talk("slower", conversation=first.conversation))
    assert slow.pace == "slow"
    assert [one.text for one in slow.sentences[1:]] == [one.text for one in first.sentences]
    means("balance")
    next_one = answer_of(talk(conversation=first.conversation))
    assert {one.pace for one in next_one.sentences} == {"slow"}


def test_what_is_said_aside_leaves_the_subject(talk: Talk, means: Means) -> None:
    means("income", slots=Slots(platform="uber"))
    first = answer_of(talk())
    means("greeting")
    talk("hi", conversation=first.conversation)
    assert Conversation.objects.get().context["intent"] == "income"
    assert Conversation.objects.get().context["slots"] == {"platform": "uber"}


def test_another_language(talk: Talk, means: Means) -> None:
    means("language", slots=Slots(language="es"))
    answer = answer_of(talk("speak Spanish"))
    assert (answer.language, answer.text) == ("es", "Claro, seguimos en español.")


def test_an_article_is_quoted_with_its_figures(talk: Talk, means: Means) -> None:
    means("knowledge", slots=Slots(topic="debt"))
    answer = answer_of(talk("should I take a payday loan?"))
    assert "$15" in answer.text
    assert answer.facts[-1].value == "What payday loans cost"
    assert {one.source.kind for one in answer.facts} == {"article"}


def test_what_no_article_knows_is_declined(talk: Talk, means: Means) -> None:
    means("knowledge")
    assert answer_of(talk("who won the cup")).text.startswith("I do not know that")


def test_a_tool_that_breaks_still_answers(talk: Talk, means: Means, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise KeyError("a bug")

    means("balance")
    monkeypatch.setattr(replying, "from_tool", broken)
    assert answer_of(talk()).text.startswith("I could not look that up")


def test_somebody_elses_conversation_is_refused(talk: Talk, means: Means, ben: User) -> None:
    means("balance")
    mine = answer_of(talk()).conversation

    async def first() -> None:
        await anext(converse(Message(ben, "hello", NOW, conversation=mine)))

    with pytest.raises(NotFound):
        async_to_sync(first)()


@pytest.mark.parametrize("after", [0, 1])
def test_whoever_hangs_up_ends_the_model_and_the_history_keeps_what_was_said(
    money: User, means: Means, after: int
) -> None:
    means("balance")
    ended = asyncio.Event()

    async def stream(*_: Any, **__: Any) -> Any:
        try:
            yield "There is {{balance}} now. "
            yield "More "
            await asyncio.sleep(30)
        finally:
            ended.set()

    async def hang_up() -> list[Any]:
        said = []
        of = models()
        message = Message(money, "What is my balance?", NOW)
        async with aclosing(converse(message, models=type(of)(of.there, stream, of.choose_tool))) as turn:
            async for one in turn:
                said.append(one)
                if len(said) > after or isinstance(one, FactsShown):
                    break
        return said

    said = async_to_sync(hang_up)()
    assert ended.is_set()
    turn = Turn.objects.get()
    assert turn.interrupted
    assert turn.answer == " ".join(one.text for one in said[: after + 1])


def test_cancelling_ends_the_turn_at_once(money: User, means: Means) -> None:
    means("balance")

    async def cancelled() -> float:
        async def listen() -> None:
            async for _ in converse(Message(money, "What is my balance?", NOW), models=models("There is ", 30.0)):
                pass

        task = asyncio.ensure_future(listen())
        await asyncio.sleep(0.3)
        started = asyncio.get_running_loop().time()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return asyncio.get_running_loop().time() - started

    assert async_to_sync(cancelled)() < 0.2
    assert Turn.objects.get().interrupted


@pytest.mark.parametrize("intent", ["unknown", "affordability", "goodbye"])
def test_whoever_is_in_distress_is_sent_to_people_whatever_was_understood(
    talk: Talk, means: Means, intent: str
) -> None:
    means(intent, confidence=0.2)
    answer = answer_of(talk("there is no point in living", of=models("Cheer up. ", chooses="balance")))
    assert "a person can" in answer.text
    assert (answer.intent, answer.source) == ("knowledge", "offline")
    assert not {fact.unit for fact in answer.facts} - {"name"}
