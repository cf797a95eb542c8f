"""The ladder against a provider that fails in every way it can, over a real socket."""

import subprocess
import sys
from decimal import Decimal
from urllib.request import urlopen

import pytest
from django.db import OperationalError
from pytest_django import Settings

from accounts import spending
from accounts.models import ModelUse, ProviderAlert, SpendingDay
from assistant.llm import Tool, ToolCall
from tests.assistant.llm.conftest import GROQ, Asker
from tests.fakes.llm import FakeLLM, Limit, calls, faults, says
from tests.fakes.llm.faults import Fault

DRAFT = "You have {{balance}}.\nThat is enough."
TOOLS = [Tool("balance", "What is on the accounts.", {"currency": "ISO code"}), Tool("bills", "What is due.")]


def test_it_works(fake: FakeLLM, asker: Asker) -> None:
    assert asker.answer() == (DRAFT, "whole")
    use = ModelUse.objects.get()
    assert (use.provider, use.model, use.outcome, use.estimated) == ("groq", GROQ[0], "whole", False)
    assert use.turn == asker.turn
    assert use.tokens_in > 100
    assert use.cost_nano_usd == use.tokens_in * 150 + use.tokens_out * 600 <= use.reserved_nano_usd
    assert use.total_ms is not None
    assert {day.committed_nano_usd for day in SpendingDay.objects.all()} == {use.cost_nano_usd}


BEFORE_THE_FIRST_WORD = [
    faults.MODEL_GONE, faults.TOO_MANY, faults.NO_CAPACITY, faults.BROKEN, faults.AWAY,
    faults.SILENT_AT_FIRST, faults.CUT_AT_ONCE, faults.ERROR_AT_ONCE, faults.EMPTY,
]  # fmt: skip
AFTER_IT = [faults.SILENT_BETWEEN, faults.CUT, faults.NO_FINISH, faults.ERROR_EVENT, faults.JUNK, faults.TOO_LONG]


@pytest.mark.parametrize("fault", BEFORE_THE_FIRST_WORD, ids=lambda fault: fault.name)
def test_a_model_that_does_not_begin_gives_way_to_the_next(fake: FakeLLM, asker: Asker, fault: Fault) -> None:
    fake.by_model[GROQ[0]] = fault
    assert asker.answer(first_token_s=0.25) == (DRAFT, "whole")
    assert [asked.model for asked in fake.asked] == list(GROQ)
    assert list(ModelUse.objects.order_by("pk").values_list("outcome", flat=True)) == ["failed", "whole"]


@pytest.mark.parametrize("fault", AFTER_IT, ids=lambda fault: fault.name)
def test_an_answer_that_breaks_off_says_so_and_asks_nobody_else(fake: FakeLLM, asker: Asker, fault: Fault) -> None:
    fake.then(fault)
    said, how = asker.answer(between_s=0.2)
    assert said
    assert DRAFT.startswith(said)
    assert how.startswith("cut")
    assert len(fake.asked) == 1
    assert ModelUse.objects.get().outcome == "cut"


def test_when_nobody_answers_there_is_no_model(fake: FakeLLM, asker: Asker) -> None:
    fake.then(faults.AWAY, faults.BROKEN)
    assert asker.answer()[1] == f"no model: {GROQ[0]}: no_capacity, {GROQ[1]}: no_capacity"


def test_without_a_key_nobody_is_asked(fake: FakeLLM, asker: Asker, settings: Settings) -> None:
    settings.GROQ_API_KEY = ""
    assert asker.answer() == ("", "no model: no model is set up")
    assert fake.asked == []


def test_ollama_is_the_last_rung_and_gets_what_it_understands(fake: FakeLLM, asker: Asker, settings: Settings) -> None:
    settings.OLLAMA_URL, settings.OLLAMA_MODEL = fake.address, "qwen3:4b"
    fake.models.append("qwen3:4b")
    fake.then(faults.AWAY, faults.AWAY)
    assert asker.answer() == (DRAFT, "whole")
    last = fake.asked[-1]
    assert (last.path, last.model) == ("/v1/chat/completions", "qwen3:4b")
    assert not {"tool_choice", "reasoning_effort", "include_reasoning", "user", "n"} & set(last.body)
    use = ModelUse.objects.latest("pk")
    assert (use.provider, use.cost_nano_usd, use.estimated) == ("ollama", 0, False)
    assert use.tokens_in > 0


def test_gpt_oss_is_told_to_think_little(fake: FakeLLM, asker: Asker) -> None:
    asker.answer()
    body = fake.asked[0].body
    assert (body["reasoning_effort"], body["include_reasoning"], body["stream"]) == ("low", False, True)


def test_a_tool_is_chosen_from_fragments(fake: FakeLLM, asker: Asker) -> None:
    fake.persona = calls("balance", currency="USD", invented="x")
    assert asker.choose(TOOLS) == ToolCall("balance", {"currency": "USD"})


@pytest.mark.parametrize("fault", [faults.TOOL_USE_FAILED, faults.BROKEN_TOOL], ids=lambda fault: fault.name)
def test_a_broken_tool_call_is_tried_once_without_tools(fake: FakeLLM, asker: Asker, fault: Fault) -> None:
    fake.by_model[GROQ[0]] = fault
    fake.persona = calls("bills")
    assert asker.choose(TOOLS) == ToolCall("bills")
    assert [bool(asked.tools) for asked in fake.asked] == [True, False]


def test_words_in_place_of_a_tool_are_no_choice(fake: FakeLLM, asker: Asker) -> None:
    fake.persona = says("none")
    assert asker.choose(TOOLS) is None
    assert len(fake.asked) == 1


def test_a_tool_that_was_not_offered_is_not_called(fake: FakeLLM, asker: Asker) -> None:
    fake.persona = calls("transfer_money", amount="9000")
    assert asker.choose(TOOLS) is None


def test_a_model_that_is_gone_is_told_to_an_operator_once(fake: FakeLLM, asker: Asker) -> None:
    fake.models.remove(GROQ[0])
    for _ in range(3):
        assert asker.answer()[1] == "whole"
    alert = ProviderAlert.objects.get()
    assert (alert.provider, alert.model, alert.reason) == ("groq", GROQ[0], "model_gone")
    assert [asked.model for asked in fake.asked].count(GROQ[0]) == 1


def test_a_refused_key_switches_the_provider_off(fake: FakeLLM, asker: Asker) -> None:
    fake.keys = {"another"}
    assert asker.answer()[1] == f"no model: {GROQ[0]}: key_refused, {GROQ[1]}: key_refused"
    assert len(fake.asked) <= 1  # none, where the look-up of the models was first
    assert ProviderAlert.objects.get().reason == "key_refused"


def test_a_turn_that_does_not_fit_goes_down_the_ladder_and_never_waits(fake: FakeLLM, asker: Asker) -> None:
    fake.limit = Limit(tokens=900)
    assert asker.answer()[1] == "whole"  # the headers say how little is left, which is less than a prompt's bound
    assert asker.answer()[1] == "whole"
    assert asker.answer()[1] == f"no model: {GROQ[0]}: limit, {GROQ[1]}: limit"
    assert [asked.model for asked in fake.asked] == list(GROQ)


def test_over_the_cap_what_costs_nothing_is_still_asked(fake: FakeLLM, asker: Asker, settings: Settings) -> None:
    settings.MODEL_USD_PER_USER_DAY = Decimal(0)
    assert asker.answer()[1] == f"no model: {GROQ[0]}: over_cap, {GROQ[1]}: over_cap"
    settings.OLLAMA_URL, settings.OLLAMA_MODEL = fake.address, "qwen3:4b"
    fake.models.append("qwen3:4b")
    assert asker.answer() == (DRAFT, "whole")
    assert [asked.model for asked in fake.asked] == ["qwen3:4b"]


def test_a_database_that_does_not_answer_costs_an_answer_no_time(
    fake: FakeLLM, asker: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> int:
        raise OperationalError("database is locked")

    monkeypatch.setattr(spending, "reserve", broken)
    assert asker.answer()[1] == f"no model: {GROQ[0]}: ledger_away, {GROQ[1]}: ledger_away"
    assert fake.asked == []


def test_a_liar_a_cutter_and_a_slow_one_can_be_run_by_hand() -> None:
    command = [sys.executable, "-m", "tests.fakes.llm", "--port", "0", "--persona", "liar", "--bad", "0.5"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        address = server.stdout.readline().split()[0].rstrip(":")
        with urlopen(f"{address}/v1/models", timeout=5) as answer:  # noqa: S310 - our own address
            assert GROQ[0] in answer.read().decode()
        server.terminate()
