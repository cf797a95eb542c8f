"""The words of the protocol: events, errors and headers as an OpenAI-compatible provider sends them. No sockets."""

import json
import math
import re
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class Call:
    """A tool that a persona calls."""

    name: str
    arguments: Json = field(default_factory=dict)


@dataclass(frozen=True)
class Reply:
    """What a persona says: text, or a tool call."""

    text: str = ""
    call: Call | None = None


def pieces(text: str) -> list[str]:
    """Split a text as a model streams it: a word at a time, with its space."""
    return re.findall(r"\s*\S+\s*$|\s*\S+", text)


def tokens_of(text: str) -> int:
    """Count tokens roughly, as the fake bills them."""
    return math.ceil(len(text.encode()) / 4)


def event(body: Json | str) -> bytes:
    """Write one server-sent event."""
    return f"data: {body if isinstance(body, str) else json.dumps(body)}\n\n".encode()


def chunk(model: str, delta: Json, *, finish: str | None = None, **more: Any) -> Json:
    """Write one chunk of a streamed answer."""
    return {
        "id": "chatcmpl-fake",
        "object": "chat.completion.chunk",
        "created": 1_790_000_000,
        "model": model,
        "choices": [{"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}],
        **more,
    }


def usage(prompt: str, answer: str) -> Json:
    """Say what it cost, with the times that Groq adds."""
    used = {"prompt_tokens": tokens_of(prompt), "completion_tokens": tokens_of(answer)}
    times = {"queue_time": 0.001, "prompt_time": 0.002, "completion_time": 0.01, "total_time": 0.013}
    return {**used, "total_tokens": sum(used.values()), **times}


def text_chunks(model: str, text: str) -> list[Json]:
    """Write an answer of words: the role first, then the words."""
    first = chunk(model, {"role": "assistant", "content": ""})
    return [first, *(chunk(model, {"content": piece}) for piece in pieces(text))]


def tool_chunks(model: str, call: Call, *, broken: bool) -> list[Json]:
    """Write a tool call, its arguments in fragments of seven characters."""
    written = json.dumps(call.arguments, ensure_ascii=False)
    written = written[:-1] + ', "oops' if broken else written
    head = {"index": 0, "id": "call_1", "type": "function", "function": {"name": call.name, "arguments": ""}}
    parts = [{"index": 0, "function": {"arguments": written[at : at + 7]}} for at in range(0, len(written), 7)]
    deltas: list[Json] = [{"role": "assistant", "tool_calls": [head]}, *({"tool_calls": [part]} for part in parts)]
    return [chunk(model, delta) for delta in deltas]


def last_chunks(model: str, finish: str, used: Json, *, groq: bool, wants_usage: bool) -> list[Json]:
    """Write the end: Groq's last chunk carries x_groq; others send usage only where it was asked for."""
    if groq:
        return [chunk(model, {}, finish=finish, x_groq={"id": "req_fake", "usage": used})]
    ending = [chunk(model, {}, finish=finish)]
    if wants_usage:
        ending.append({**chunk(model, {}), "choices": [], "usage": used})
    return ending


def error(status: int, code: str, message: str = "") -> Json:
    """Write an error's body."""
    kind = "invalid_request_error" if status < 500 else "internal_server_error"
    body: Json = {"message": message or f"{code} ({status})", "type": kind, "code": code}
    if code == "tool_use_failed":
        body["failed_generation"] = "<function=balance{}"
    return {"error": body}
