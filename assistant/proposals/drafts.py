"""An action before it is a row: what would be done, and the figures that it is asked back with."""

from collections.abc import Collection, Mapping
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


def question_of(kind: str, facts: Collection[str]) -> str:
    """Return the words in which an action is asked back: others where its day was named, or its hour is known."""
    if kind == "call_me":
        return "propose.call_me_later" if "call_at" in facts else "propose.call_me"
    return "propose.set_goal_dated" if kind == "set_goal" and "goal_due_on" in facts else f"propose.{kind}"
