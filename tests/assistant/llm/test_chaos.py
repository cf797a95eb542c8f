"""Turns of the engine against a provider at its worst: nobody is left without an answer.

    CHAOS_TURNS=1000 CHAOS_SEED=7 pytest -s tests/assistant/llm/test_chaos.py

prints the table. Understanding is given; the balance, the models, the spending and the history are real.
"""

import asyncio
import os
import random
import sys
import time
from collections import Counter as Tally
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass
from statistics import quantiles

import pytest
from asgiref.sync import async_to_sync
from pytest_django import Settings

from accounts.models import ModelUse, SpendingDay, User
from assistant.llm import providers
from assistant.llm.calls import Counter
from assistant.llm.ladder import Ladder
from assistant.turns.engine import Message, converse
from assistant.turns.events import Done, Sentence
from assistant.turns.models import Models
from assistant.warming import warm
from tests.assistant.llm.conftest import GROQ
from tests.assistant.turns.conftest import NOW, means, money
from tests.fakes.llm import FakeLLM
from tests.fakes.llm.faults import storm

__all__ = ["means", "money"]  # fixtures of the engine's tests
TURNS = int(os.environ.get("CHAOS_TURNS", "80"))
SEED = int(os.environ.get("CHAOS_SEED", str(random.SystemRandom().randrange(10_000))))
AT_ONCE = 2
APART_S = 6.0  # between one lot of turns and the next, on the breakers' clock


class Day:
    """The clock of breakers, rests and limits."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Heard:
    """What a person heard in one turn."""

    texts: list[str]
    source: str
    first_s: float
    took_s: float


async def heard(user: User, models: Models) -> Heard:
    """Ask for the balance, and listen to the end."""
    began, first, texts, source = time.monotonic(), 0.0, list[str](), ""
    async with aclosing(converse(Message(user, "What is my balance?", NOW), models=models)) as turn:
        async for event in turn:
            if isinstance(event, Sentence) and not event.filler:
                first = first or time.monotonic() - began
                texts.append(event.text)
            elif isinstance(event, Done):
                source = event.answer.source
    return Heard(texts, source, first, time.monotonic() - began)


def say(text: str) -> None:
    sys.stderr.write(f"{text}\n")


def told(name: str, values: list[float]) -> float:
    """Say how long something took; return the 95th percentile."""
    cuts = quantiles(values, n=20)
    say(f"{name}: p50 {cuts[9]:.3f} s, p95 {cuts[18]:.3f} s, longest {max(values):.3f} s")
    return cuts[18]


@pytest.mark.django_db(transaction=True)
def test_no_turn_is_silent_and_the_first_model_comes_back(
    fake: FakeLLM, money: User, means: Callable[..., None], settings: Settings
) -> None:
    settings.OLLAMA_URL, settings.OLLAMA_MODEL = fake.address, "qwen3:4b"
    settings.MODEL_CALLS_PER_USER_DAY = 10 * TURNS + 1_000
    fake.models.append("qwen3:4b")
    fake.weather, fake.first_s, fake.between_s = storm(SEED), 0.02, 0.002
    means("balance")
    warm()  # as the web server does before anybody asks
    day = Day()
    ladder = Ladder(counter=Counter(clock=day))
    models = Models(there=lambda: True, stream=ladder.stream, choose_tool=ladder.choose_tool)

    async def storming() -> list[Heard]:
        await heard(money, models)  # the first of a process is slower, whatever the provider does: not measured here
        turns: list[Heard] = []
        for _ in range(0, TURNS, AT_ONCE):
            turns += await asyncio.gather(*(heard(money, models) for _ in range(AT_ONCE)))
            day.now += APART_S
        return turns

    async def healing() -> float:
        fake.heal()
        began, seen = day.now, len(fake.asked)
        while not any(asked.model == GROQ[0] and asked.fault == "fine" for asked in fake.asked[seen:]):
            assert (await heard(money, models)).texts
            day.now += 1
            assert day.now - began <= 120
        return day.now - began - 1

    async def everything() -> tuple[list[Heard], float]:
        try:
            return await storming(), await healing()
        finally:
            await providers.close_clients()

    turns, back_s = async_to_sync(everything)()
    sources = dict(Tally(one.source for one in turns))
    say(f"\nseed {SEED}: {len(turns)} turns, {len(fake.asked)} calls, said by {sources}")
    say(f"faults met: {dict(Tally(asked.fault for asked in fake.asked).most_common())}")
    told("first sentence", [one.first_s for one in turns])
    p95 = told("whole answer", [one.took_s for one in turns])
    say(f"silent turns {sum(not one.texts for one in turns)}; first model back after {back_s:.0f} s")
    assert all("1,234.56" in " ".join(one.texts) for one in turns)
    assert not any("evil" in text or "555" in text for one in turns for text in one.texts)
    assert p95 <= 2.0
    assert back_s <= 60
    uses = ModelUse.objects.all()
    assert not uses.filter(outcome="reserved").exists()
    assert SpendingDay.objects.get(user=money).committed_nano_usd == sum(use.cost_nano_usd for use in uses)
