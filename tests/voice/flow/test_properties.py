"""Whatever is heard, in whatever order: something is said, nothing raises, nothing is told too early, it ends."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.languages import LANGUAGES
from tests.voice.flow.calls import NOW, end
from voice import flow
from voice.flow.acts import (
    Act,
    Answered,
    Ask,
    Broken,
    CheckPin,
    Decide,
    Effect,
    Look,
    Outcome,
    PinRight,
    PinWrong,
    Quoted,
    Read,
    RingsStopped,
    Shelve,
    Shelved,
    StopRings,
    Tell,
)
from voice.flow.state import State
from voice.flow.values import Ended, Heard, Listening, Said

Effects = tuple[Effect, ...]
PRIVATE = (Tell, Ask, Decide, StopRings)
SAID = (Said("Spoken.", "Written."),)
SPOKEN = [
    "",
    "balance",
    "one",
    "9",
    "yes",
    "slower",
    "again",
    "español",
    "goodbye",
    "menu",
    "back",
    "హలో",
    "#" * 9,
    "\x00",
]

digits = st.one_of(st.sampled_from("0123456789*#"), st.text("0123456789*#", max_size=8))
heard = st.one_of(
    st.builds(Heard, st.just("digits"), digits=digits),
    st.builds(Heard, st.just("speech"), text=st.one_of(st.sampled_from(SPOKEN), st.text(max_size=30))),
    st.builds(Heard, st.sampled_from(["silence", "again", "start"])),
)  # fmt: skip
answers = st.builds(
    Answered,
    st.sampled_from([(), SAID, SAID * 3]),
    intent=st.sampled_from(["balance", "goodbye", "language", "act"]),
    heard=st.booleans(),
    language=st.sampled_from([None, *LANGUAGES]),
    pace=st.sampled_from(["normal", "slow"]),
    options=st.sampled_from([(), ("one thing", "another")]),
    proposal=st.sampled_from(["", "p-1"]),
    asking=st.booleans(),
)
languages = st.sampled_from(LANGUAGES)
shelves = st.builds(
    Shelved,
    st.lists(st.tuples(st.text(max_size=5), st.text(max_size=9)), max_size=6).map(tuple),
    st.integers(0, 5),
    st.booleans(),
)


def outcomes_of(act: Act) -> st.SearchStrategy[Any]:
    """Return what may come of an act."""
    ways: dict[type[Any], st.SearchStrategy[Any]] = {
        CheckPin: st.one_of(st.builds(PinRight, languages), st.builds(PinWrong, st.booleans())),
        Look: st.builds(Quoted, st.sampled_from([(), SAID])),
        Read: st.builds(Quoted, st.sampled_from([(), SAID])),
        Shelve: shelves,
        StopRings: st.just(RingsStopped()),
    }
    return st.one_of(st.just(Broken()), ways.get(type(act), answers))


def followed(
    state: State, effects: tuple[Effect, ...], outcome: Callable[[Act], Outcome]
) -> tuple[State, list[Effect]]:
    """Do what a conductor does: every act, what comes of it, until something is awaited."""
    done: list[Effect] = []
    coming = list(effects)
    while coming:
        effect = coming.pop(0)
        if isinstance(effect, Said | Listening | Ended):
            done.append(effect)
            continue
        assert not coming, "an act is the last of its effects"
        assert state.identified or not isinstance(effect, PRIVATE), "nothing of anybody's before the PIN"
        before = state.identified
        result = outcome(effect)
        state, more = flow.done(state, result)
        assert state.identified == (before or isinstance(result, PinRight)), "nothing but a PIN identifies"
        coming = list(more)
    return state, done


@given(st.lists(heard, max_size=25), st.data())
@settings(max_examples=300, deadline=None)
def test_any_call(sequence: list[Heard], data: st.DataObject) -> None:
    state, now = State(), NOW
    for what in [Heard("start"), *sequence]:
        now += timedelta(seconds=data.draw(st.integers(0, 20)))
        state, effects = flow.heard(state, what, now)
        state, done = followed(state, effects, lambda act: data.draw(outcomes_of(act)))
        assert end(tuple(done)) is done[-1]
        assert sum(isinstance(one, Listening | Ended) for one in done) == 1
        silent = isinstance(done[-1], Listening) and done[-1].what == "question"
        assert len(done) > 1 or silent or isinstance(done[-1], Ended), "nobody is left in silence"
        state = flow.remembering(state, tuple(one for one in done if isinstance(one, Said)))
        kept = json.loads(json.dumps(flow.told(state)))
        assert flow.restored(kept, identified=state.identified) == state
        if isinstance(done[-1], Ended):
            return


@given(st.lists(heard, min_size=1, max_size=8), st.data())
@settings(max_examples=40, deadline=None)
def test_every_call_ends_though_no_clock_runs(round_of_words: list[Heard], data: st.DataObject) -> None:
    state, _ = flow.heard(State(), Heard("start"), NOW)
    for number in range(flow.LIMITS.steps + 1):
        what = round_of_words[number % len(round_of_words)]
        state, effects = flow.heard(state, what, NOW)
        state, done = followed(state, effects, lambda act: PinWrong() if isinstance(act, CheckPin) else Broken())
        if isinstance(done[-1], Ended):
            return
    raise AssertionError("it did not end")


@given(st.integers(1, 60), st.sampled_from(["1", "0", "*", "#", "5"]))
@settings(deadline=None)
def test_no_call_outlasts_its_limit(seconds: int, key: str) -> None:
    state, now = State(), NOW
    state, _ = flow.heard(state, Heard("start"), now)
    while now - NOW < flow.LIMITS.call:
        now += timedelta(seconds=seconds)
        state, effects = flow.heard(state, Heard("digits", digits=key), now)
        if isinstance(effects[-1], Ended):
            break
        state = flow.restored(flow.told(state), identified=False)
    assert isinstance(effects[-1], Ended)


anything = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=12)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)),
    max_leaves=8,
)


@given(
    st.dictionaries(st.sampled_from(sorted(flow.told(State()))), anything, max_size=12),
    st.booleans(),
    heard,
)
@settings(max_examples=300, deadline=None)
def test_whatever_was_kept_a_call_goes_on(kept: dict[str, Any], identified: bool, what: Heard) -> None:
    state = flow.restored(kept, identified=identified)
    assert state.identified == identified
    _, effects = flow.heard(state, what, NOW + timedelta(seconds=5))
    assert effects
    for effect in effects:
        assert identified or not isinstance(effect, PRIVATE)


def test_who_it_is_known_to_be_is_never_read_from_the_state() -> None:
    kept = flow.told(State(place="menu", identified=True))
    assert "identified" not in kept
    state = flow.restored(kept | {"identified": True}, identified=False)
    assert (state.identified, state.place) == (False, "lobby")
