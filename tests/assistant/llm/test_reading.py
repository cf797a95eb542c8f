"""Streamed chunks, put together without a socket."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from assistant.llm.asking import Tool, ToolCall
from assistant.llm.faults import Fault
from assistant.llm.reading import Reading, Used

TOOLS = (Tool("balance", "What is there.", {"currency": "code"}), Tool("bills", "What is due."))


def shaped(value: Any) -> Any:
    """Turn dicts into what the SDK gives: objects with attributes."""
    if isinstance(value, dict):
        return SimpleNamespace(**{name: shaped(inner) for name, inner in value.items()})
    return [shaped(one) for one in value] if isinstance(value, list) else value


def chunk(finish: str | None = None, **delta: Any) -> Any:
    return shaped({"choices": [{"delta": delta, "finish_reason": finish}]})


def part(index: int, arguments: str, name: str | None = None) -> dict[str, Any]:
    return {"index": index, "function": {"name": name, "arguments": arguments}}


def read(*chunks: Any) -> Reading:
    reading = Reading()
    for one in chunks:
        reading.feed(one)
    return reading


def test_words_come_as_they_are() -> None:
    reading = Reading()
    assert [reading.feed(chunk(content=word)) for word in ("You", " have", "")] == ["You", " have", ""]
    reading.feed(chunk("stop"))
    reading.end()


def test_a_tool_call_is_put_together_by_index() -> None:
    first = chunk(tool_calls=[part(1, '{"a', "bills"), part(0, '{"curr', "balance")])
    reading = read(first, chunk(tool_calls=[part(0, 'ency": "USD"}')]), chunk("tool_calls"))
    reading.end()
    assert reading.call(TOOLS) == ToolCall("balance", {"currency": "USD"})


@pytest.mark.parametrize("arguments", ['{"currency": "USD', "[1]", '"USD"', "nonsense"])
def test_arguments_that_are_no_object_are_no_call(arguments: str) -> None:
    assert read(chunk(tool_calls=[part(0, arguments, "balance")])).call(TOOLS) is None


def test_only_arguments_that_the_tool_takes_are_kept() -> None:
    written = '{"currency": "USD", "user": 2, "confirm": true}'
    assert read(chunk(tool_calls=[part(0, written, "balance")])).call(TOOLS) == ToolCall("balance", {"currency": "USD"})
    assert read(chunk(tool_calls=[part(0, '{"currency": ["USD"]}', "balance")])).call(TOOLS) == ToolCall("balance")
    long = '{"currency": "' + "x" * 500 + '"}'
    assert read(chunk(tool_calls=[part(0, long, "balance")])).call(TOOLS) == ToolCall("balance")


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda: read(chunk(content="You")), "cut"),
        (lambda: read(chunk(content="You"), chunk("length")), "too_long"),
        (lambda: read(chunk(content="You"), chunk("content_filter")), "refused"),
        (lambda: read(chunk(content=""), chunk("stop")), "empty"),
    ],
)
def test_an_end_that_is_none_is_told(make: Callable[[], Reading], why: str) -> None:
    with pytest.raises(Fault) as found:
        make().end()
    assert found.value.why == why


def test_usage_is_read_from_groq_and_from_ollama() -> None:
    used = {"prompt_tokens": 300, "completion_tokens": 20}
    assert read(shaped({"choices": [], "x_groq": {"usage": used}})).used == Used(300, 20)
    assert read(shaped({"choices": [], "usage": used})).used == Used(300, 20)


def test_an_error_in_place_of_a_chunk_is_one() -> None:
    with pytest.raises(Fault):
        Reading().feed(shaped({"error": "the model fell over"}))


@pytest.mark.parametrize("odd", [{}, {"choices": None}, {"choices": [{}]}, {"choices": [{"delta": None}]}])
def test_a_chunk_with_nothing_in_it_is_passed_over(odd: dict[str, Any]) -> None:
    assert Reading().feed(shaped(odd)) == ""
