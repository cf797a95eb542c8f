"""An action before it is a row: what would be done, and the figures that it is asked back with."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from assistant.facts import Fact

Kind = Literal[
    "accept_recommendation", "dismiss_recommendation", "set_goal", "set_buffer", "add_trip", "remind_me", "call_me"
]


@dataclass(frozen=True, slots=True)
class Draft:
    """What a tool would have done, were it allowed to.

    Attributes:
        kind: which action.
        payload: what its execution needs, as JSON: public ids, amounts as strings, ISO dates.
        facts: the figures of the question that is asked back.
    """

    kind: Kind
    payload: Mapping[str, Any]
    facts: tuple[Fact, ...]
