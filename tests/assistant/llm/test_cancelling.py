"""Whoever interrupts is heard at once: the connection closes, and what was spent is settled."""

import asyncio
import sys
import time
from contextlib import aclosing

import pytest
from asgiref.sync import async_to_sync

from accounts.models import ModelUse, SpendingDay
from assistant.llm import providers
from tests.assistant.llm.conftest import GROQ, PROMPT, Asker
from tests.fakes.llm import FakeLLM, faults

LIMIT_S = 0.05


def gone_at(fake: FakeLLM) -> float:
    """Return when the provider saw the hang-up; it looks without pause while it stalls."""
    until = time.monotonic() + 2
    while fake.asked[-1].gone_at is None and time.monotonic() < until:
        time.sleep(0.002)
    assert fake.asked[-1].gone_at is not None
    return fake.asked[-1].gone_at


@pytest.mark.parametrize("fault", [faults.SILENT_AT_FIRST, faults.SILENT_BETWEEN], ids=lambda fault: fault.name)
def test_cancelling_closes_the_connection_at_once(fake: FakeLLM, asker: Asker, fault: faults.Fault) -> None:
    fake.by_model[GROQ[0]] = fault
    took: list[float] = []

    async def interrupted() -> None:
        async def listen() -> None:
            budget = asker.budget(first_token_s=20, between_s=20, ladder_s=20, total_s=20)
            async with aclosing(asker.ladder.stream(PROMPT, budget=budget)) as deltas:
                async for _ in deltas:
                    pass

        for _ in range(5):
            seen = len(fake.asked)
            task = asyncio.create_task(listen())
            while len(fake.asked) == seen:  # until the provider has the question  # noqa: ASYNC110 - another thread's
                await asyncio.sleep(0.005)
            await asyncio.sleep(0.1)
            task.cancel()
            at = time.monotonic()
            await asyncio.wait({task})
            assert task.cancelled()
            took.append(await asyncio.to_thread(gone_at, fake) - at)
        await providers.close_clients()

    async_to_sync(interrupted)()
    sys.stderr.write(f"\ncancelled, {fault.name}: {sorted(round(one * 1000, 1) for one in took)} ms\n")
    assert min(took) <= LIMIT_S, took  # the best of five: the machine is shared
    uses = ModelUse.objects.all()
    assert {(use.outcome, use.reason) for use in uses} == {("cancelled", "")}
    assert SpendingDay.objects.get(user=None).committed_nano_usd == sum(use.cost_nano_usd for use in uses)
    assert asker.answer(first_token_s=0.2, between_s=0.2)[1] != "no model"  # and the breaker does not mind


def test_whoever_stops_listening_closes_it_too(fake: FakeLLM, asker: Asker) -> None:
    fake.by_model[GROQ[0]] = faults.SILENT_BETWEEN

    async def turned_away() -> None:
        async with aclosing(asker.ladder.stream(PROMPT, budget=asker.budget(between_s=20, total_s=20))) as deltas:
            async for _ in deltas:
                break
        await providers.close_clients()

    async_to_sync(turned_away)()
    assert gone_at(fake)
    use = ModelUse.objects.get()
    assert (use.outcome, use.estimated) == ("cancelled", True)
    assert use.cost_nano_usd > 0
