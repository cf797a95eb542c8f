"""A tool: a typed function with its manual, and what a model needs to call it."""

import inspect
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cached_property
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from assistant.facts import Span
from assistant.tools.found import Found, Question
from assistant.understanding.understood import Slots

SHAPES: Mapping[type, dict[str, Any]] = {
    str: {"type": "string", "maxLength": 80},
    Decimal: {"type": "string", "pattern": r"^\d{1,12}(\.\d{1,3})?$"},
    date: {"type": "string", "format": "date"},
    Span: {
        "type": "object",
        "properties": {"from": {"type": "string", "format": "date"}, "to": {"type": "string", "format": "date"}},
        "required": ["from", "to"],
        "additionalProperties": False,
    },
}
ARGUMENT = re.compile(r"^ {8}(\w+): (.+)$", re.MULTILINE)


class BadArguments(ValueError):
    """A model called a tool with something that the tool does not take."""


@dataclass(frozen=True)
class Tool:
    """A question that can be answered.

    Attributes:
        intent: what it is registered by.
        function: takes the question, and by keyword the slots that its signature names.
    """

    intent: str
    function: Callable[..., Found]

    def __call__(self, asked: Question) -> Found:
        """Answer a question with the slots that the function takes."""
        return self.function(asked, **{name: getattr(asked.slots, name) for name in self.slots})

    @cached_property
    def slots(self) -> Mapping[str, Any]:
        """The slots it takes with their types."""
        hints = get_type_hints(self.function)
        names = list(inspect.signature(self.function).parameters)[1:]
        return {name: _without_none(hints[name]) for name in names}

    @cached_property
    def description(self) -> str:
        """The first paragraph of its manual."""
        return " ".join((inspect.getdoc(self.function) or "").split("\n\n")[0].split())

    def schema(self) -> dict[str, Any]:
        """Return the tool as the OpenAI-compatible interfaces take it: its slots as a JSON schema."""
        told = dict(ARGUMENT.findall(self.function.__doc__ or ""))
        properties = {
            name: _shape(hint) | ({"description": told[name]} if name in told else {})
            for name, hint in self.slots.items()
        }
        parameters = {"type": "object", "properties": properties, "additionalProperties": False}
        function = {"name": self.intent, "description": self.description, "parameters": parameters}
        return {"type": "function", "function": function}

    def read(self, arguments: Mapping[str, Any]) -> Slots:
        """Return the slots of a call that a model wrote.

        Raises:
            BadArguments: one is not there, or not of its type.
        """
        if unknown := arguments.keys() - self.slots.keys():
            raise BadArguments(f"{self.intent} takes no {', '.join(sorted(unknown))}")
        given = {name: value for name, value in arguments.items() if value not in (None, "")}
        try:
            return Slots(**{name: _read(value, self.slots[name]) for name, value in given.items()})
        except (ValueError, TypeError, KeyError, InvalidOperation) as error:
            raise BadArguments(f"{self.intent}: {error}") from error


def _without_none(hint: Any) -> Any:
    if get_origin(hint) in (Union, UnionType):
        (only,) = (one for one in get_args(hint) if one is not type(None))
        return only
    return hint


def _shape(hint: Any) -> dict[str, Any]:
    if get_origin(hint) is Literal:
        return {"type": "string", "enum": list(get_args(hint))}
    return dict(SHAPES[hint])


def _read(value: Any, hint: Any) -> Any:
    if get_origin(hint) is Literal:
        if value not in get_args(hint):
            raise ValueError("not one of the choices")
        return value
    if hint is Span:
        first, last = date.fromisoformat(value["from"]), date.fromisoformat(value["to"])
        return Span(min(first, last), max(first, last))
    if not isinstance(value, str):
        raise TypeError("not a string")
    if hint is date:
        return date.fromisoformat(value)
    if hint is Decimal:
        if not re.fullmatch(SHAPES[Decimal]["pattern"], value, re.ASCII):
            raise ValueError("not an amount")
        return Decimal(value)
    return value[:80]
