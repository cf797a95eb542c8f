"""How the providers are, as /readyz and operators are told."""

import asyncio

import pytest
from asgiref.sync import async_to_sync
from django.test import Client
from pytest_django import Settings

from accounts.models import ProviderAlert, User
from assistant.llm import health, providers
from assistant.llm.calls import Counter
from assistant.llm.catalogue import Catalogue, has
from tests.assistant.llm.conftest import GROQ, Asker
from tests.fakes.llm import FakeLLM, faults


def looked() -> None:
    """Look the models up, and wait for it."""

    async def look() -> None:
        ladder = providers.rungs()
        await Catalogue().look(ladder[0].provider, ladder, Counter())
        await providers.close_clients()

    async_to_sync(look)()


def test_all_is_on(fake: FakeLLM, asker: Asker, client: Client) -> None:
    asker.answer()
    answer = client.get("/readyz").json()
    assert (answer["providers"]["groq"], answer["providers"]["ollama"]) == ("on", "off")
    assert set(answer["models"].values()) == {"on"}
    assert list(answer["models"])[:2] == [f"groq {model}" for model in GROQ]


def test_a_refused_key_is_told(fake: FakeLLM, asker: Asker, client: Client) -> None:
    fake.keys = set()
    asker.answer()
    assert client.get("/readyz").json()["providers"]["groq"].endswith(": key_refused")


def test_an_open_breaker_is_told_and_the_provider_is_on_by_its_other_model(fake: FakeLLM, asker: Asker) -> None:
    fake.by_model[GROQ[0]] = faults.AWAY
    for _ in range(6):
        asker.answer()
    states = health.models()
    assert states[f"groq {GROQ[0]}"].endswith("breaker_open")
    assert health.provider_states(states)["groq"] == "on"
    assert [asked.model for asked in fake.asked].count(GROQ[0]) == 5


def test_operators_see_it_above_the_alerts(fake: FakeLLM, asker: Asker, client: Client, staff: User) -> None:
    fake.models.remove(GROQ[0])
    asker.answer()
    client.force_login(staff)
    page = client.get("/admin/accounts/provideralert/").content.decode()
    assert GROQ[0] in page
    assert "model_gone" in page
    assert "ollama" in page


def test_a_model_that_is_not_listed_is_not_asked(fake: FakeLLM, asker: Asker) -> None:
    fake.models.remove(GROQ[0])
    looked()
    assert ProviderAlert.objects.get().model == GROQ[0]
    assert asker.answer()[1] == "whole"
    assert [asked.model for asked in fake.asked] == [GROQ[1]]


def test_a_key_that_is_refused_at_the_look_up_is_told(fake: FakeLLM, asker: Asker) -> None:
    fake.keys = set()
    looked()
    assert ProviderAlert.objects.get().reason == "key_refused"
    assert asker.answer()[1].startswith("no model")
    assert fake.asked == []


def test_when_it_works_again_the_alert_is_closed(fake: FakeLLM, asker: Asker) -> None:
    now = [1_800_000_000.0]
    asker.ladder.counter.clock = lambda: now[0]
    fake.models.remove(GROQ[0])
    asker.answer()
    fake.models.append(GROQ[0])
    now[0] += 31
    asker.answer()
    assert fake.asked[-1].model == GROQ[0]
    assert ProviderAlert.objects.get().over_at is not None


def test_a_list_is_asked_for_once_in_ten_minutes(fake: FakeLLM, db: None) -> None:
    now = [0.0]

    async def refreshed() -> int:
        catalogue, counter = Catalogue(clock=lambda: now[0]), Counter()
        for now[0] in (0.0, 1.0, 599.0, 601.0):
            catalogue.refresh(providers.rungs(), counter)
            await asyncio.gather(*catalogue._looking)
        await providers.close_clients()
        return fake.listed

    assert async_to_sync(refreshed)() == 2


@pytest.mark.parametrize(("model", "there"), [("llama3", True), ("qwen3:4b", True), ("qwen3", False)])
def test_ollama_lists_a_model_with_its_tag(model: str, there: bool) -> None:
    assert has({"llama3:latest", "qwen3:4b"}, model) is there


def test_without_anything_all_is_off(settings: Settings) -> None:
    assert health.models() == {}
    assert health.provider_states({}) == {"groq": "off", "ollama": "off"}
