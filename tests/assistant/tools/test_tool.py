"""Tools as a model sees them."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from assistant.facts import Span
from assistant.tools.registry import TOOLS
from assistant.tools.tool import BadArguments
from assistant.understanding.understood import INTENTS, Slots

OF_THE_CONVERSATION = {"knowledge", "repeat", "slower", "unknown", "act"}


def test_every_question_has_a_tool() -> None:
    assert set(TOOLS) | {"act"} == set(INTENTS) - OF_THE_CONVERSATION | {"act"}


@pytest.mark.parametrize("intent", TOOLS)
def test_each_has_a_manual_and_a_schema(intent: str) -> None:
    told = TOOLS[intent].schema()["function"]
    assert told["name"] == intent
    assert 10 < len(told["description"]) < 160
    assert set(told["parameters"]["properties"]) <= set(Slots.__dataclass_fields__)
    for name, shape in told["parameters"]["properties"].items():
        assert shape.get("description"), f"{intent} says nothing of {name}"
        assert shape["type"] in ("string", "object")


def test_a_call_becomes_slots() -> None:
    read = TOOLS["affordability"].read({"amount": "250.50", "on": "2026-12-01", "currency": None})
    assert read == Slots(amount=Decimal("250.50"), on=date(2026, 12, 1))
    span = TOOLS["income"].read({"period": {"from": "2026-10-31", "to": "2026-10-01"}})
    assert span == Slots(period=Span(date(2026, 10, 1), date(2026, 10, 31)))


@pytest.mark.parametrize(
    ("intent", "arguments"),
    [
        ("balance", {"user": "ben"}),
        ("affordability", {"amount": 250}),
        ("affordability", {"amount": "NaN"}),
        ("affordability", {"amount": "1e9"}),
        ("affordability", {"amount": "-5"}),
        ("affordability", {"on": "tomorrow"}),
        ("income", {"period": "october"}),
        ("income", {"period": {"from": "2026-10-01"}}),
        ("score", {"score": "drop table"}),
        ("find_transaction", {"text": ["a"]}),
    ],
)
def test_what_is_no_call_is_refused(intent: str, arguments: dict[str, Any]) -> None:
    with pytest.raises(BadArguments):
        TOOLS[intent].read(arguments)
