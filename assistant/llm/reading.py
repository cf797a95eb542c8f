"""Reads a streamed answer: words, fragments of tool calls, the reason of the end, what was used. Pure."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant.llm.asking import Tool, ToolCall
from assistant.llm.faults import Fault


@dataclass(frozen=True, slots=True)
class Used:
    """Tokens that the provider says it took."""

    tokens_in: int
    tokens_out: int


@dataclass
class Reading:
    """What has come so far."""

    text_chars: int = 0
    finish: str = ""
    used: Used | None = None
    _calls: dict[int, list[str]] = field(default_factory=dict)

    def feed(self, chunk: Any) -> str:
        """Take one chunk and return the words in it; what a chunk should have and has not counts as empty.

        Raises:
            Fault: an error in place of a chunk, as Ollama sends it.
        """
        if getattr(chunk, "error", None):
            raise Fault("error_event")
        self._count(chunk)
        text = ""
        for choice in getattr(chunk, "choices", None) or ():
            delta = getattr(choice, "delta", None)
            text += getattr(delta, "content", None) or ""
            for part in getattr(delta, "tool_calls", None) or ():
                self._gather(part)
            self.finish = getattr(choice, "finish_reason", None) or self.finish
        self.text_chars += len(text)
        return text

    def _count(self, chunk: Any) -> None:
        said = getattr(getattr(chunk, "x_groq", None), "usage", None) or getattr(chunk, "usage", None)
        if said is not None:
            tokens_in, tokens_out = getattr(said, "prompt_tokens", 0), getattr(said, "completion_tokens", 0)
            self.used = Used(_whole(tokens_in), _whole(tokens_out))

    def _gather(self, part: Any) -> None:
        function = getattr(part, "function", None)
        held = self._calls.setdefault(getattr(part, "index", 0) or 0, ["", ""])
        held[0] += getattr(function, "name", None) or ""
        held[1] += getattr(function, "arguments", None) or ""

    @property
    def begun(self) -> bool:
        """Whether anything of an answer has come: words, or a tool call."""
        return bool(self.text_chars or self._calls)

    def end(self) -> None:
        """Check that it came to its end.

        Raises:
            Fault: it did not, or it is empty.
        """
        if not self.finish:
            raise Fault("cut")
        if self.finish == "length":
            raise Fault("too_long")
        if self.finish not in ("stop", "tool_calls"):
            raise Fault("refused")
        if not self.begun:
            raise Fault("empty")

    def call(self, tools: Sequence[Tool]) -> ToolCall | None:
        """Return the first tool call that is one: a tool that was offered, its arguments texts that it takes."""
        for _, (name, arguments) in sorted(self._calls.items()):
            tool = next((one for one in tools if one.name == name), None)
            if tool is not None and (read := _arguments(arguments)) is not None:
                return ToolCall(name, {slot: str(read[slot]) for slot in tool.slots if _plain(read.get(slot))})
        return None


def _arguments(written: str) -> Mapping[str, Any] | None:
    try:
        read = json.loads(written or "{}")
    except ValueError:
        return None
    return read if isinstance(read, dict) else None


def _plain(value: object) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool) and 0 < len(str(value)) <= 120


def _whole(value: object) -> int:
    return value if isinstance(value, int) and 0 <= value < 2**31 else 0
