"""What a message means: an intent, its slots, and how sure that is."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from assistant.facts import Span
from assistant.languages import Language

INTENTS = (
    "balance",
    "income",
    "spending",
    "compare",
    "forecast",
    "lowest_point",
    "shortfall_risk",
    "safe_to_spend",
    "affordability",
    "safe_days",
    "score",
    "score_why",
    "score_improve",
    "bills",
    "tax",
    "advice",
    "goal",
    "mileage",
    "platforms",
    "find_transaction",
    "explain",
    "knowledge",
    "repeat",
    "slower",
    "language",
    "human",
    "help",
    "greeting",
    "goodbye",
    "act",
    "unknown",
)
ACTIONS = (
    "accept_recommendation",
    "dismiss_recommendation",
    "set_goal",
    "set_buffer",
    "add_trip",
    "remind_me",
    "call_me",
)
Via = Literal["model", "rule", "follow_up"]
Decision = Literal["", "yes", "no"]


@dataclass(frozen=True, slots=True)
class Slots:
    """What a question names; all of it optional.

    Attributes:
        other_period, other_platform: of `compare`.
        score: "health", "karma" or "credit".
        topic: of `explain` a figure's key, of `knowledge` an article's (assistant/understanding/phrases/topics.yaml).
        action: of `act`, one of ACTIONS.
        text: the words to look for, or what to be reminded of.
    """

    amount: Decimal | None = None
    currency: str | None = None
    on: date | None = None
    period: Span | None = None
    other_period: Span | None = None
    platform: str | None = None
    other_platform: str | None = None
    category: str | None = None
    score: str | None = None
    topic: str | None = None
    action: str | None = None
    distance: Decimal | None = None
    text: str | None = None
    language: str | None = None

    def given(self) -> dict[str, Any]:
        """Return those that are there."""
        named = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in named.items() if value is not None}

    def over(self, other: "Slots") -> "Slots":
        """Return the other's slots with these written over them."""
        return replace(other, **self.given())


@dataclass(frozen=True, slots=True)
class Context:
    """What the turn before left behind.

    Attributes:
        asking: the intents or values that were offered, at most two.
        proposal: the public id of an action that waits for yes or no.
    """

    intent: str = ""
    slots: Slots = Slots()
    asking: tuple[str, ...] = ()
    proposal: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """The words that are this user's own: their platforms, and their categories by name."""

    platforms: tuple[str, ...]
    categories: Mapping[str, str]
    currency: str
    time_zone: str


@dataclass(frozen=True, slots=True)
class Understood:
    """A message understood, or as far as it was.

    Attributes:
        asking: not sure enough: the two intents to offer.
        decision: to the proposal that waited.
        via: what decided.
    """

    intent: str
    slots: Slots
    confidence: float
    language: Language
    asking: tuple[str, ...] = ()
    decision: Decision = ""
    via: Via = "model"
