"""`begin` and `heard`: a call as it is and what came from the line, to the call as it is then and what is to be done.

Whoever is not identified gets lines and articles; `places` has nothing else for them.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from voice.flow import places
from voice.flow.acts import Effect
from voice.flow.menus import greeting, line, listening, prompt
from voice.flow.state import State
from voice.flow.values import Ended, Heard, Said, Why

Move = tuple[State, tuple[Effect, ...]]


@dataclass(frozen=True, slots=True)
class Limits:
    """How far a call may go.

    Attributes:
        call: how long it may take altogether.
        idle: how long nobody need say anything.
        silences: how many silent waits end it.
        steps: how often anything may be heard.
    """

    call: timedelta = timedelta(minutes=15)
    idle: timedelta = timedelta(seconds=120)
    silences: int = 3
    steps: int = 200


LIMITS = Limits()
# What is said where a person was dialled, by Twilio's word for how it ended; else that they have talked.
PERSON_MISSED = {
    "busy": "person.busy",
    "no-answer": "person.no-answer",
    "failed": "person.failed",
    "canceled": "person.failed",
}


def begin(state: State, now: datetime) -> Move:
    """Greet: the same words for everybody, in a language that nobody's number has chosen."""
    state = replace(state, began_at=now, active_at=now, steps=1)
    return state, (*greeting(state), *prompt(state, full=True))


def heard(state: State, what: Heard, now: datetime, limits: Limits = LIMITS) -> Move:
    """Take the next key, words or silence."""
    if what.kind == "start" and state.began_at is None:
        return begin(state, now)
    state = replace(state, steps=state.steps + 1, began_at=state.began_at or now, active_at=state.active_at or now)
    if what.kind != "dialled" and _over(state, now, limits):
        return ended(state, "too_long", "too_long")
    if what.kind in {"start", "again"}:
        return state, (*(state.said or _all(state)), listening(state))
    if what.kind == "dialled":
        return _returned(replace(state, began_at=(state.began_at or now) + (now - (state.active_at or now))), what, now)
    digits, text = (what.digits, "") if what.kind == "digits" else ("", " ".join(what.text.split()))
    if what.kind == "silence" or (what.kind == "speech" and not text):
        return _silent(state, now, limits)
    state = replace(state, silences=0, active_at=now)
    return places.keyed(state, digits) if what.kind == "digits" else places.spoken(state, text)


def ended(state: State, key: str, why: Why) -> Move:
    """Take leave and hang up."""
    return state, (*line(state, key), Ended(why))


def _returned(state: State, what: Heard, now: datetime) -> Move:
    """Go on after a person was dialled; the time with them was not ours."""
    state = replace(state, place=state.home, silences=0, stumbles=0, active_at=now, answer=())
    missed = PERSON_MISSED.get(what.text, "")
    return state, (*line(state, missed or "person.over"), *prompt(state, full=bool(missed)))


def _over(state: State, now: datetime, limits: Limits) -> bool:
    return state.steps > limits.steps or (state.began_at is not None and now - state.began_at >= limits.call)


def _silent(state: State, now: datetime, limits: Limits) -> Move:
    state = replace(state, silences=state.silences + 1)
    idle = now - (state.active_at or now)
    if state.silences >= limits.silences or idle >= limits.idle:
        return ended(state, "silence", "silence")
    first = state.silences == 1
    asked: tuple[Effect, ...] = () if first else line(state, "still_there")
    if state.place == "decision" and first:
        return state, (*asked, *state.answer, *prompt(state, full=True))
    return state, (*asked, *prompt(state, full=first))


def _all(state: State) -> tuple[Said, ...]:
    return tuple(one for one in prompt(state, full=True) if isinstance(one, Said))
