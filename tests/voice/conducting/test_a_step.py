"""A step of a call: sentences, then exactly one end."""

import asyncio

from django.utils import timezone

from voice.conducting import conduct
from voice.flow.values import Ended, Heard, Said, Step
from voice.models import Call


def test_it_works() -> None:
    async def steps() -> list[Step]:
        now = timezone.now()
        call = Call(direction=Call.Direction.INBOUND, created_at=now, last_heard_at=now)
        return [step async for step in conduct(call, Heard("start"), now=now)]

    *said, last = asyncio.run(steps())
    assert said
    assert all(isinstance(one, Said) for one in said)
    assert isinstance(last, Ended)


def test_digits_and_words_do_not_show_in_a_repr() -> None:
    assert "123456" not in repr(Heard("digits", digits="123456"))
    assert "balance" not in repr(Heard("speech", text="balance"))
