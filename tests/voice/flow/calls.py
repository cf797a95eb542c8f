"""Calls at a place, and what was said in a move, for tables."""

from datetime import UTC, datetime, timedelta
from typing import Any

from voice import flow
from voice.flow.acts import Act, Effect
from voice.flow.state import State
from voice.flow.values import Ended, Heard, Listening, Said

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
LATER = NOW + timedelta(seconds=9)
Move = tuple[State, tuple[Effect, ...]]


def at(place: Any = "lobby", **more: Any) -> State:
    """Return a call at a place; the private ones are those of somebody who is identified."""
    private = place in {"menu", "question", "choice", "decision", "more"}
    given: dict[str, Any] = {"identified": private, "began_at": NOW, "active_at": NOW, "steps": 1} | more
    return State(place=place, **given)


def keys(digits: str) -> Heard:
    return Heard("digits", digits=digits)


def words(text: str) -> Heard:
    return Heard("speech", text=text)


SILENCE = Heard("silence")


def hear(state: State, what: Heard, now: datetime = LATER) -> Move:
    return flow.heard(state, what, now)


def texts(effects: tuple[Effect, ...]) -> list[str]:
    return [one.text for one in effects if isinstance(one, Said)]


def acts(effects: tuple[Effect, ...]) -> list[Act]:
    return [one for one in effects if not isinstance(one, Said | Listening | Ended)]


def end(effects: tuple[Effect, ...]) -> Listening | Ended | None:
    return next((one for one in effects if isinstance(one, Listening | Ended)), None)
