"""The flow of a call that was placed, every way through it: what it takes to approve, and all that does not."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

import pytest

from assistant.languages import LANGUAGES
from voice.flow.acts import CheckPin
from voice.flow.values import Ended, Heard, Listening
from voice.outbound import asking
from voice.outbound.asking import Decide, HandOver, Known, Line, Part, Parts, State, Stop, Tell
from voice.outbound.lines import table

RIGHT, WRONG = "805316", "240917"
MACHINES = ("machine_start", "machine_end_beep", "machine_end_silence", "machine_end_other", "fax")
DETECTED = ("", "human", "unknown", *MACHINES)
INPUTS = {
    "five": Heard("digits", "5"),
    "right PIN": Heard("digits", RIGHT),
    "wrong PIN": Heard("digits", WRONG),
    "one": Heard("digits", "1"),
    "one twice": Heard("digits", "11"),
    "an Arabic one": Heard("digits", "١"),
    "two": Heard("digits", "2"),
    "nine": Heard("digits", "9"),
    "zero": Heard("digits", "0"),
    "star": Heard("digits", "*"),
    "silence": Heard("silence"),
    "speech": Heard("speech", text="one, yes, I approve"),
}


@dataclass
class Walked:
    """A call that went through some inputs."""

    parts: list[Part]
    state: State
    decided: bool | None = None


def went(known: Known, names: tuple[str, ...]) -> Walked:
    """Walk a call as the edge does: a PIN is looked at, a decision closes what it is about."""
    state, parts = asking.begin(State(), known)
    walked = Walked(list(parts), state)
    for name in names:
        state, parts = asking.heard(state, INPUTS[name], known)
        if pin := next((part for part in parts if isinstance(part, CheckPin)), None):
            state, parts = asking.pin_was(state, known, right=pin.pin == RIGHT)
        for part in parts:
            if isinstance(part, Decide):
                assert walked.decided is None, "decided twice"
                walked.decided = part.yes
                known = replace(known, open=False)
        walked.parts += parts
        walked.state = state
    return walked


def every(length: int) -> Iterator[tuple[str, ...]]:
    for size in range(length + 1):
        yield from product(INPUTS, repeat=size)


def may_approve(known: Known, names: tuple[str, ...]) -> bool:
    """Tell what is required, in another way than the flow does: what opened, who it is, then a one in answer."""
    before = names[: names.index("zero")] if "zero" in names else names
    light = not known.pin_needed and known.answered_by == "human"
    needed = ("five", "one") if light else ("five", "right PIN", "one")
    left = iter(before)
    return known.answered_by not in MACHINES and all(any(name == one for name in left) for one in needed)


@pytest.mark.parametrize("pin_needed", [True, False])
@pytest.mark.parametrize("answered_by", DETECTED)
def test_only_a_one_after_all_that_is_required_approves(answered_by: str, pin_needed: bool) -> None:
    """Every sequence of up to three inputs, 1,885 calls for each of the sixteen beginnings; of up to four for two."""
    known = Known("approval", pin_needed, answered_by, open=True)
    approved, longest = 0, 4 if (answered_by, pin_needed) in (("human", False), ("unknown", True)) else 3
    for names in every(longest):
        walked = went(known, names)
        if walked.decided:
            approved += 1
            assert may_approve(known, names), names
            assert "one" in names
        told = any(isinstance(part, Tell) for part in walked.parts)
        light = not pin_needed and answered_by == "human"
        assert not told or light or "right PIN" in names, "figures were told to somebody unknown"
    if answered_by in MACHINES:
        assert approved == 0
    else:
        assert approved > 0


@pytest.mark.parametrize("answered_by", DETECTED)
@pytest.mark.parametrize("name", INPUTS)
@pytest.mark.parametrize("pin_needed", [True, False])
def test_the_table_of_who_answered_and_what_was_given(answered_by: str, name: str, pin_needed: bool) -> None:
    """After five, with the PIN and without it: which input approves, by who is said to have answered."""
    known = Known("approval", pin_needed, answered_by, open=True)
    light = not pin_needed and answered_by == "human"
    without_pin, with_pin = went(known, ("five", name)).decided, went(known, ("five", "right PIN", name)).decided
    decides = {"one": True, "two": False}.get(name)
    if answered_by in MACHINES:
        assert (without_pin, with_pin) == (None, None)
    elif light:
        assert without_pin is decides
    else:
        assert (without_pin, with_pin) == (None, decides)


@pytest.mark.parametrize("purpose", ["approval", "briefing", "call_back"])
def test_a_machine_hears_nothing_more_and_a_closed_question_says_so(purpose: str) -> None:
    machine = Known(purpose, True, "machine_start", open=True)
    assert asking.begin(State(), machine)[1] == (Ended("voicemail"),)
    closed = replace(machine, answered_by="", open=False)
    assert asking.begin(State(), closed)[1] == (Line("goodbye"), Ended("decided"))
    assert asking.begin(State(), replace(closed, decided=True))[1] == (Line("already"), Ended("decided"))


@pytest.mark.parametrize("place", ["opening", "pin", "question", "briefing"])
def test_zero_stops_everywhere(place: Any) -> None:
    known = Known("briefing" if place == "briefing" else "approval", True, "unknown", open=True)
    state, parts = asking.heard(State(place, turn=3), INPUTS["zero"], known)
    assert (state.place, parts) == ("over", (Stop(), Line("stopped"), Ended("goodbye")))


def test_a_call_back_is_handed_over_and_a_briefing_is_told_after_the_pin() -> None:
    known = Known("call_back", True, "", open=True)
    assert went(known, ("five",)).parts[-1] == HandOver()
    told = went(replace(known, purpose="briefing"), ("five", "right PIN"))
    assert told.parts[-3:] == [Tell(), Line("keys.briefing"), asking.KEY]
    again = went(replace(known, purpose="briefing"), ("five", "right PIN", "nine", "silence"))
    assert sum(isinstance(part, Tell) for part in again.parts) == 2
    assert again.parts[-1] == Ended("goodbye")


@pytest.mark.parametrize("purpose", ["approval", "briefing", "call_back"])
@pytest.mark.parametrize("name", ["silence", "star", "speech"])
def test_nobody_is_held_on_the_line(purpose: str, name: str) -> None:
    known = Known(purpose, True, "human", open=True)
    walked = went(known, (name, name, name))
    assert walked.parts[-1] == Ended("silence")


def test_every_document_listens_or_ends_and_never_listens_to_speech() -> None:
    for purpose, names in product(("approval", "briefing"), every(3)):
        known = Known(purpose, True, "unknown", open=True)
        state, parts = asking.begin(State(), known)
        for name in names:
            state, parts = _next(state, name, known)
            assert isinstance(parts[-1], Listening | Ended)
            assert not any(isinstance(part, Listening) and part.speech for part in parts)


def _next(state: State, name: str, known: Known) -> tuple[State, Parts]:
    state, parts = asking.heard(state, INPUTS[name], known)
    if pin := next((part for part in parts if isinstance(part, CheckPin)), None):
        return asking.pin_was(state, known, right=pin.pin == RIGHT)
    return state, parts


def test_saying_it_again_changes_nothing() -> None:
    known = Known("approval", True, "", open=True)
    for names in every(3):
        state = went(known, names).state
        if state.place != "over":
            assert asking.again(state, known)[0] == state
            assert asking.begin(state, known)[0] == state


@pytest.mark.parametrize("kept", [None, {}, {"place": "nowhere"}, {"turn": -1}, {"turn": "1"}, {"flow": 1}, [1], "x"])
def test_a_state_that_is_none_is_a_call_that_begins(kept: Any) -> None:
    assert asking.restored(kept) == State()
    assert asking.restored(State("pin", 2, 1, 0, 1).kept()) == State("pin", 2, 1, 0, 1)


def test_every_line_has_words_in_every_language_and_no_figure() -> None:
    for key, by_code in table().items():
        assert set(by_code) == set(LANGUAGES), key
        for said in by_code.values():
            assert said
            assert not any(any(letter.isdigit() or letter in "{}$" for letter in one) for one in said)
    for code in LANGUAGES:
        for purpose in ("approval", "briefing", "call_back"):
            assert "GigLens" in table()[f"opening.{purpose}"][code][0], "who is calling comes first"
