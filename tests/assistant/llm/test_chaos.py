"""Turns against a provider at its worst: nobody is left without an answer, and the first model is back soon.

CHAOS_TURNS=1000 CHAOS_SEED=7 pytest -s tests/assistant/llm/test_chaos.py prints the table.
"""

import asyncio
import os
import random
import sys
from collections import Counter as Tally
from statistics import quantiles

from asgiref.sync import async_to_sync
from pytest_django import Settings

from accounts.models import ModelUse, SpendingDay, User
from assistant.llm import Budget, prompts, providers
from assistant.llm.calls import Counter
from assistant.llm.ladder import Ladder
from tests.assistant.llm.conftest import GROQ
from tests.assistant.llm.harness import Said, turn
from tests.fakes.llm import FakeLLM
from tests.fakes.llm.faults import storm

TURNS = int(os.environ.get("CHAOS_TURNS", "200"))
SEED = int(os.environ.get("CHAOS_SEED", str(random.SystemRandom().randrange(10_000))))
AT_ONCE = 8
TEMPLATE = ["You have {{balance}} today.", "That covers every bill until {{until}}."]
VALUES = {"balance": "$1,234.56", "until": "November 30"}
PROMPT = prompts.wording(question="How much do I have?", draft=TEMPLATE, facts=[], language="en")


class Day:
    """A clock for breakers, rests and limits, on which turns come some seconds apart."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


def say(text: str) -> None:
    sys.stderr.write(f"{text}\n")


def test_no_turn_is_silent_and_the_first_model_comes_back(fake: FakeLLM, ana: User, settings: Settings) -> None:
    settings.OLLAMA_URL, settings.OLLAMA_MODEL = fake.address, "qwen3:4b"
    settings.MODEL_CALLS_PER_USER_DAY = 10 * TURNS + 1_000
    fake.models.append("qwen3:4b")
    fake.weather, fake.first_s, fake.between_s = storm(SEED), 0.02, 0.002
    day = Day()
    ladder = Ladder(counter=Counter(clock=day))

    async def one() -> Said:
        return await turn(ladder, PROMPT, template=TEMPLATE, values=VALUES, budget=Budget(ana.pk))

    async def storming() -> list[Said]:
        said: list[Said] = []
        for _ in range(0, TURNS, AT_ONCE):
            said += await asyncio.gather(*(one() for _ in range(AT_ONCE)))
            day.now += 12
        return said

    async def healing() -> float:
        fake.heal()
        began, seen = day.now, len(fake.asked)
        while not any(asked.model == GROQ[0] and asked.fault == "fine" for asked in fake.asked[seen:]):
            assert (await one()).sentences
            day.now += 1
            assert day.now - began <= 120
        return day.now - began - 1

    async def everything() -> tuple[list[Said], float]:
        try:
            return await storming(), await healing()
        finally:
            await providers.close_clients()

    said, back_s = async_to_sync(everything)()
    took = [one.took_s for one in said]
    p50, p95 = quantiles(took, n=20)[9], quantiles(took, n=20)[18]
    say(f"\nseed {SEED}: {len(said)} turns, {len(fake.asked)} calls, by {dict(Tally(one.source for one in said))}")
    say(f"templates because of: {dict(Tally(one.why for one in said if one.source == 'template'))}")
    say(f"faults met: {dict(Tally(asked.fault for asked in fake.asked))}")
    say(f"answer p50 {p50:.3f} s, p95 {p95:.3f} s, longest {max(took):.3f} s; first model back after {back_s:.0f} s")
    assert all(one.sentences and all(one.sentences) for one in said)
    assert not any("evil" in sentence for one in said for sentence in one.sentences)
    assert p95 <= 2.0
    assert back_s <= 60
    uses = ModelUse.objects.all()
    assert not uses.filter(outcome="reserved").exists()
    assert SpendingDay.objects.get(user=ana).committed_nano_usd == sum(use.cost_nano_usd for use in uses)
