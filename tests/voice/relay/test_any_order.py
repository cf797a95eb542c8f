"""Whatever comes, in whatever order: a session never raises, has one open turn at most, and closes each."""

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.voice.relay.line import DECISION, MENU, PIN, SID, Line, heard
from voice.flow.values import Ended, Listening, Said
from voice.relay import wire
from voice.relay.effects import Begin, Cancel, Send

TEXTS = st.sampled_from(["", "balance", "yes", "one two three", "నా బ్యాలెన్స్", "¿Cuánto tengo?"])
MESSAGES = st.one_of(
    st.builds(wire.Prompt, TEXTS, st.just("en-US"), st.booleans()),
    st.builds(wire.Key, st.sampled_from("0123456789*#")),
    st.builds(wire.Interrupt, st.sampled_from(["", "One", "One sentence.", "Quite"]), st.integers(0, 5000)),
    st.builds(wire.Speaking, st.sampled_from(["agent", "client"]), st.booleans()),
    st.builds(wire.Played, TEXTS),
    st.builds(wire.Fault, st.just("what")),
    st.builds(wire.Unknown, st.just("new")),
    st.builds(wire.Setup, st.just("VX1"), st.just("AC1"), st.just(SID)),
)
LANGUAGES = st.sampled_from(["en", "es", "hi", "te"])
SAID = st.builds(Said, st.just("One sentence."), language=LANGUAGES, interruptible=st.booleans())
AWAITED = (replace(MENU, language="te"), MENU, PIN, DECISION)
LISTENING = st.sampled_from(
    [
        replace(MENU, language="te"),
        MENU,
        PIN,
        DECISION,
        Listening("question", None, speech=True),
        Listening("language", 1, speech=False),
    ]
)
STEPS = st.one_of(SAID, LISTENING, st.sampled_from([Ended("goodbye"), Ended("locked")]))
EVENTS = st.lists(
    st.one_of(
        MESSAGES,
        STEPS,
        st.tuples(st.just("old"), STEPS),
        st.tuples(st.just("later"), st.floats(0, 30)),
        st.tuples(st.just("finished"), st.booleans()),
    ),
    max_size=60,
)


def drive(line: Line, events: list[Any]) -> None:
    """Give a session these events, and check after each that a turn that was begun can still be closed."""
    for one in events:
        match one:
            case Said() | Listening() | Ended():
                line.steps(one)
            case ("old", step):
                assert line.steps(step, turn=max(0, line.open - 1)) == []
            case ("later", seconds):
                line.later(seconds)
            case ("finished", broke):
                line.did(line.session.finished(line.open, now=line.now, broke=broke))
            case _:
                line.hears(one)


@given(EVENTS)
@settings(max_examples=400, deadline=None)
def test_a_session_keeps_its_promises(events: list[Any]) -> None:
    line = Line()
    drive(line, events)
    line.later(1000)
    assert line.session.over or line.open == 0
    begun = [one.turn for one in line.out if isinstance(one, Begin)]
    closed = sum(isinstance(one, Send) and isinstance(one.message, wire.Text) and one.message.last for one in line.out)
    lost = sum(1 for one in line.out if isinstance(one, Cancel))
    assert begun == sorted(set(begun))
    assert closed + lost >= len(begun)


@given(EVENTS)
@settings(max_examples=200, deadline=None)
def test_a_call_ends_by_itself(events: list[Any]) -> None:
    """Nobody is on the line any more: it hangs up, within the longest silence and the words that are left to say."""
    line = Line()
    drive(line, events)
    left = line.now
    while not line.session.over and line.now < left + 1000:
        line.later(1)
        if line.open:
            line.steps(Said("Are you there?"), MENU)
    assert line.session.over
    assert line.now - left <= 120 + 15 + 60 * 2  # unsaid words of every event, and a goodbye that nobody said was over


@given(EVENTS)
@settings(max_examples=200, deadline=None)
def test_where_keys_are_awaited_no_word_begins_a_turn(events: list[Any]) -> None:
    line = Line()
    line.steps(Said("Your PIN, please."), PIN)
    kinds = []
    for one in events:
        if not isinstance(one, Said | Listening | Ended | tuple):
            kinds += [each.kind for each in heard(line.hears(one))]
            if line.open:
                line.steps(Said("Your PIN, please."), PIN)
    assert set(kinds) <= {"digits"}
