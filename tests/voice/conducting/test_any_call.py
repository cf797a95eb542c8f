"""Whole calls of somebody who is identified, at random: always an answer, never an error, no step without an event."""

import random

import pytest

from accounts.models import User
from tests.voice.conducting.conftest import Phone, texts
from voice.flow.values import Ended, Heard, Listening
from voice.models import CallEvent

pytestmark = pytest.mark.django_db
WORDS = [
    "balance", "what is my balance", "how much did I earn last month", "slower", "again", "español", "in Hindi",
    "set my buffer to 500 crowns", "remind me to pay the rent on Friday", "yes", "no", "first", "two", "cuánto tengo",
    "मेरा बैलेंस क्या है", "నా బ్యాలెన్స్ ఎంత", "what is a buffer", "why", "and last month", "asdf qwer", "…", "\\x07",
]  # fmt: skip


@pytest.mark.parametrize("seed", range(12))
def test_any_call_goes_on_until_it_ends(seed: int, phone: Phone, money: User) -> None:
    dice = random.Random(seed)  # noqa: S311 - a test's choice
    phone.identify()
    for number in range(4, 24):
        if dice.random() < 0.6:
            what = Heard("digits", digits=dice.choice("0123456789*#"))
        elif dice.random() < 0.9:
            what = Heard("speech", text=dice.choice(WORDS), confidence=dice.random())
        else:
            what = Heard(dice.choice(["silence", "again"]))
        steps = phone.hear(what)
        assert isinstance(steps[-1], Listening | Ended)
        assert texts(steps), f"{what.kind} {what.digits or what.text}"
        assert CallEvent.objects.filter(call=phone.call).count() == number
        if isinstance(steps[-1], Ended):
            break
    assert not CallEvent.objects.filter(kind=CallEvent.Kind.ERROR).exists()
    assert not any("{" in one.text or "{" in one.written for one in phone.heard)
