"""What breaks, what is interrupted, and what comes twice at once."""

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.db import OperationalError

from accounts.models import User
from assistant import understanding
from assistant.models import Proposal, Turn
from assistant.turns import engine, replying, telling
from assistant.turns.events import Sentence
from assistant.turns.models import Models
from assistant.understanding import Slots, Understood
from finance.models import BalancePoint
from tests.voice.conducting.conftest import Phone, texts
from voice import conducting
from voice.callers import pins
from voice.conducting import acting, conductor, row
from voice.flow.values import Ended, Heard, Listening, Said, Step
from voice.models import Call, CallEvent

pytestmark = pytest.mark.django_db
QUESTION = Heard("speech", text="How much money do I have on my account right now?")


class Slow:
    """A model that says a sentence, and then thinks for ever."""

    def __init__(self) -> None:
        self.stopped_at = 0.0

    async def stream(self, *_: Any, **__: Any) -> AsyncGenerator[str, None]:
        try:
            yield "You have {{balance}} now. "
            yield "And "
            await asyncio.sleep(60)
        finally:
            self.stopped_at = time.perf_counter()


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Slow:
    """Let a slow model word the answers, with all the time that there is."""
    model = Slow()
    of = Models(there=lambda: True, stream=model.stream)
    monkeypatch.setattr(conductor, "converse", lambda message: engine.converse(message, models=of))
    monkeypatch.setattr(telling, "WHOLE_S", 50.0)
    return model


def broken(*_: Any, **__: Any) -> Any:
    raise OperationalError("the database is away")


def test_whatever_a_tool_does_there_is_an_answer_and_the_menu(
    phone: Phone, money: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone.identify()
    monkeypatch.setattr(replying, "TOOLS", {})
    assert isinstance(phone.key("1")[-1], Listening)
    monkeypatch.setattr(acting, "answer_at_once", broken)
    steps = phone.key("1")
    assert texts(steps)[:2] == ["I am sorry, that did not work on my side.", "Press a key, or just ask."]
    assert isinstance(steps[-1], Listening)
    assert phone.row.events.filter(kind=CallEvent.Kind.ERROR).count() == 1


def test_an_engine_that_breaks_midway_is_apologised_for(
    phone: Phone, money: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def half(message: Any) -> AsyncGenerator[Any, None]:
        yield Sentence("Half.", "Half.")
        raise RuntimeError("broken")

    phone.identify()
    monkeypatch.setattr(conductor, "converse", half)
    steps = phone.hear(QUESTION)
    assert texts(steps)[:2] == ["Half.", "I am sorry, that did not work on my side."]
    assert isinstance(steps[-1], Listening)


@pytest.mark.parametrize(("what", "ends"), [(Heard("start"), True), (Heard("digits", digits="1"), False)])
def test_without_a_database_there_are_words(
    phone: Phone, what: Heard, ends: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(row, "claim", broken)
    monkeypatch.setattr(row, "keep", broken)
    steps = phone.hear(what)
    assert texts(steps)[0] == "I am sorry, that did not work on my side."
    assert isinstance(steps[-1], Ended) is ends


def test_a_pin_that_cannot_be_checked_identifies_nobody(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    phone.begin()
    phone.key("1")
    monkeypatch.setattr(pins, "check", broken)
    steps = phone.key("805316")
    assert texts(steps)[0] == "I am sorry, that did not work on my side."
    assert phone.row.identified_at is None


def test_a_call_that_was_deleted_ends(phone: Phone, money: User) -> None:
    phone.identify()
    Call.objects.all().delete()
    assert isinstance(phone.wait()[-1], Listening | Ended)


def first_of(phone: Phone, what: Heard, *, cancels: bool) -> tuple[Step, float]:
    """Take the first sentence, and then interrupt; return it and when the interruption came."""

    async def steps() -> tuple[Step, float]:
        found: list[Step] = []
        interrupted: list[float] = []
        begun = asyncio.Event()

        async def listen() -> None:
            async with aclosing(conducting.conduct(phone.call, what, now=phone.now)) as coming:
                async for step in coming:
                    found.append(step)
                    interrupted.append(time.perf_counter())
                    begun.set()
                    if not cancels:
                        return

        listening = asyncio.ensure_future(listen())
        await begun.wait()
        if cancels:
            await asyncio.sleep(0.05)
            interrupted.append(time.perf_counter())
            listening.cancel()
        await asyncio.wait({listening})
        return found[0], interrupted[-1]

    return async_to_sync(steps)()


@pytest.mark.parametrize("cancels", [False, True])
def test_an_interruption_stops_the_model_and_keeps_what_was_said(
    phone: Phone, money: User, slow: Slow, cancels: bool
) -> None:
    phone.identify()
    said, interrupted = first_of(phone, QUESTION, cancels=cancels)
    assert isinstance(said, Said)
    assert "1,234.56" in said.written
    assert 0 < slow.stopped_at - interrupted < 0.05
    turn = Turn.objects.get()
    assert (turn.interrupted, turn.answer) == (True, said.written)
    assert phone.row.events.filter(kind=CallEvent.Kind.INTERRUPTED).exists()
    assert texts(phone.key("0"))[0] == said.written


def test_an_answer_is_cut_to_what_was_heard(phone: Phone, money: User) -> None:
    steps = phone.identify().hear(QUESTION)
    sentence = steps[0]
    assert isinstance(sentence, Said)
    heard = " ".join(sentence.text.split()[:4])
    async_to_sync(conducting.interrupted)(phone.call, heard, now=phone.now)
    turn = Turn.objects.get()
    assert (turn.answer, turn.interrupted) == (f"{heard}…", True)


@pytest.mark.parametrize("heard", ["something that was never said", "What else?"])
def test_words_that_are_no_part_of_the_answer_cut_nothing(phone: Phone, money: User, heard: str) -> None:
    phone.identify().hear(QUESTION)
    before = Turn.objects.get().answer
    async_to_sync(conducting.interrupted)(phone.call, heard, now=phone.now)
    assert Turn.objects.get().answer == before


@pytest.mark.parametrize("heard", ["", "To speak to a person: one.", "To speak"])
def test_words_of_the_line_that_are_interrupted_leave_the_answer_before_them(
    phone: Phone, money: User, heard: str
) -> None:
    phone.identify().hear(QUESTION)
    before = Turn.objects.get()
    phone.key("9")
    async_to_sync(conducting.interrupted)(phone.call, heard, now=phone.now)
    after = Turn.objects.get()
    assert (after.answer, after.interrupted) == (before.answer, before.interrupted)


def test_of_two_webhooks_at_once_the_later_one_counts(phone: Phone, money: User, slow: Slow) -> None:
    phone.identify()
    same = Call.objects.get(pk=phone.call.pk)

    async def both() -> tuple[list[Step], list[Step]]:
        first = conducting.conduct(phone.call, QUESTION, now=phone.now)
        one = [await anext(first)]
        second = [step async for step in conducting.conduct(same, Heard("digits", digits="9"), now=phone.now)]
        await first.aclose()
        return one, second

    _, second = async_to_sync(both)()
    assert "To stop being rung: 2." in texts(second)
    assert phone.row.state["place"] == "more"
    assert texts(phone.key("2"))[0] == "GigLens rings you no more.", "the first one's row reads the second one's state"


@pytest.mark.parametrize("same_row", [False, True])
def test_an_overtaken_pin_identifies_nobody(phone: Phone, same_row: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    phone.begin()
    phone.key("1")
    check = pins.check

    def overtaken(**given: Any) -> Any:
        row.claim(phone.call if same_row else Call.objects.get(pk=phone.call.pk))
        return check(**given)

    monkeypatch.setattr(pins, "check", overtaken)
    phone.key("805316")
    assert (phone.row.identified_at, phone.call.identified_at) == (None, None)


def proposed(phone: Phone) -> tuple[list[Step], Proposal]:
    steps = phone.identify().say("set my buffer to 500 crowns")
    return steps, Proposal.objects.get()


def test_a_key_says_yes_once(phone: Phone, money: User) -> None:
    steps, proposal = proposed(phone)
    assert steps[-1] == Listening("decision", 1, speech=False)
    assert texts(steps)[-2:] == ["For yes, press 1.", "For no, press 2."]
    phone.say("yes")
    phone.say("yes please do it")
    proposal.refresh_from_db()
    assert proposal.status == Proposal.Status.PROPOSED
    assert texts(phone.key("0"))[0] == texts(steps)[0]
    done = texts(phone.key("1"))
    proposal.refresh_from_db()
    assert proposal.status == Proposal.Status.EXECUTED
    assert done[-1] == "What else?"
    assert phone.row.events.filter(kind=CallEvent.Kind.DECIDED).count() == 1
    phone.key("2")
    proposal.refresh_from_db()
    assert proposal.status == Proposal.Status.EXECUTED


@pytest.mark.parametrize("keys", ["2", "*"])
def test_no_or_leaving_does_nothing(phone: Phone, money: User, keys: str) -> None:
    _, proposal = proposed(phone)
    phone.key(keys)
    proposal.refresh_from_db()
    assert proposal.status == (Proposal.Status.DECLINED if keys == "2" else Proposal.Status.PROPOSED)


def test_a_yes_that_is_said_later_decides_nothing(phone: Phone, money: User) -> None:
    _, proposal = proposed(phone)
    phone.key("*")
    for words in ("yes", "yes please", "do it", "confirm"):
        phone.say(words)
    assert not Proposal.objects.filter(status=Proposal.Status.EXECUTED).exists()
    assert BalancePoint.objects.count() == 1


def test_what_is_offered_is_chosen_by_key(phone: Phone, money: User, monkeypatch: pytest.MonkeyPatch) -> None:
    phone.identify()
    unclear = Understood("balance", Slots(), 0.5, "en", asking=("balance", "bills"))
    monkeypatch.setattr(understanding, "understand", lambda *_, **__: unclear)
    steps = phone.say("something unclear")
    assert texts(steps)[-2:] == ["For your balance, press 1.", "For your bills, press 2."]
    assert "1,234.56" in texts(phone.key("1"))[0]
