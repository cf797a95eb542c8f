"""Tables: a call at a place, what was heard, where it is then and what is to be done."""

from datetime import timedelta
from typing import Any

import pytest

from assistant.languages import LANGUAGES, Language
from tests.voice.flow.calls import LATER, NOW, SILENCE, acts, at, end, hear, keys, texts, words
from voice import flow
from voice.flow.acts import (
    Act,
    Answered,
    Ask,
    Broken,
    CheckPin,
    Decide,
    FetchPerson,
    Interrupted,
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
from voice.flow.lines import say
from voice.flow.state import State
from voice.flow.values import Ended, Heard, Listening, Said, Why

SHELF = (("buffer", "what is a buffer"), ("karma", "what is karma"))
ANSWER = (Said("You have one dollar.", "You have $1."),)
ASKED_FOR_A_YES = at("decision", proposal="p-1", answer=ANSWER)
READING = at("articles", identified=True, shelf=SHELF)
OFFERED = at("choice", options=("your balance", "your bills"))


def test_it_works() -> None:
    state, effects = flow.heard(State(), Heard("start"), NOW)
    assert texts(effects)[:2] == ["This is GigLens.", "You are talking to an artificial voice."]
    assert texts(effects)[-3:] == [
        "For your own figures, press one.",
        "To hear what GigLens is, press two.",
        "For questions about gig work, press three, or just ask.",
    ]
    assert end(effects) == effects[-1]
    assert isinstance(effects[-1], Listening)
    assert (effects[-1].digits, effects[-1].speech, effects[-1].timeout_s) == (1, True, 8)
    assert state.place == "lobby"


MOVES: list[tuple[State, Heard, str, list[Act]]] = [
    # before the PIN
    (at("lobby"), keys("1"), "pin", []),
    (at("lobby"), keys("2"), "lobby", []),
    (at("lobby"), keys("3"), "lobby", [Shelve(0, 6)]),
    (at("lobby"), keys("4"), "lobby", []),
    (at("lobby"), keys("9"), "lobby", []),
    (at("lobby"), keys("*"), "lobby", []),
    (at("lobby"), keys("#"), "language", []),
    (at("lobby"), keys(""), "language", []),
    (at("lobby"), words("my own figures"), "pin", []),
    (at("lobby"), words("one"), "pin", []),
    (at("lobby"), words("who are you"), "lobby", []),
    (at("lobby"), words("What is my balance?"), "pin", []),
    (at("articles", shelf=SHELF), words("my bills"), "pin", []),
    (at("articles", shelf=SHELF), words("two"), "articles", [Read("karma")]),
    (at("lobby"), words("how much is in my account"), "lobby", [Look("how much is in my account")]),
    (at("lobby"), words("how do I dispute a payout"), "lobby", [Look("how do I dispute a payout")]),
    (at("pin"), keys("805316"), "pin", [CheckPin("805316")]),
    (at("pin"), keys("805316#"), "pin", [CheckPin("805316")]),
    (at("pin"), keys("8053"), "pin", []),
    (at("pin"), keys("8053167"), "pin", []),
    (at("pin"), keys("*"), "lobby", []),
    (at("pin"), keys("80*"), "lobby", []),
    (at("pin"), keys("#"), "lobby", []),
    (at("pin"), words("eight zero five three one six"), "pin", []),
    (at("articles", shelf=SHELF), keys("2"), "articles", [Read("karma")]),
    (at("articles", shelf=SHELF), keys("3"), "articles", []),
    (at("articles", shelf=SHELF, further=True), keys("9"), "articles", [Shelve(1, 6)]),
    (at("articles", shelf=SHELF, further=True, page=1), words("more subjects"), "articles", [Shelve(2, 6)]),
    (at("articles", shelf=SHELF), keys("9"), "articles", []),
    (at("articles", shelf=SHELF), keys("*"), "lobby", []),
    (at("articles", shelf=SHELF), words("what is karma"), "articles", [Look("what is karma")]),
    # languages
    (at("language"), keys("2"), "lobby", []),
    (at("language", back="pin"), keys("*"), "pin", []),
    (at("language"), keys("5"), "language", []),
    (at("lobby"), words("español"), "lobby", []),
    (at("menu"), words("in Spanish please"), "menu", []),
    # after the PIN
    (at("menu"), keys("8"), "question", []),
    (at("menu"), keys("9"), "more", []),
    (at("menu"), keys("0"), "menu", []),
    (at("menu"), keys("*"), "menu", []),
    (at("menu"), words("balance"), "menu", [Tell("balance")]),
    (at("menu"), words("five"), "menu", [Tell("bills")]),
    (at("menu"), words("can I afford new tyres"), "menu", [Ask("can I afford new tyres")]),
    (at("question"), keys("1"), "menu", [Tell("balance")]),
    (at("question"), words("what did I earn in May"), "question", [Ask("what did I earn in May")]),
    (at("question"), keys("*"), "menu", []),
    (at("more"), keys("1"), "menu", [FetchPerson()]),
    (at("more"), keys("2"), "menu", [StopRings()]),
    (at("more"), keys("3"), "more", [Shelve(0, 6)]),
    (at("more"), keys("4"), "menu", []),
    (at("more"), keys("5"), "more", []),
    (at("more"), keys("*"), "menu", []),
    (READING, words("how much did I earn"), "articles", [Ask("how much did I earn")]),
    (READING, keys("*"), "menu", []),
    # a yes or a no
    (ASKED_FOR_A_YES, keys("1"), "menu", [Decide("p-1", yes=True)]),
    (ASKED_FOR_A_YES, keys("2"), "menu", [Decide("p-1", yes=False)]),
    *[(ASKED_FOR_A_YES, keys(key), "decision", []) for key in "3456789"],
    (ASKED_FOR_A_YES, keys("0"), "decision", []),
    (ASKED_FOR_A_YES, keys("*"), "menu", []),
    (ASKED_FOR_A_YES, words("yes"), "decision", []),
    (ASKED_FOR_A_YES, words("one"), "decision", []),
    (ASKED_FOR_A_YES, words("do it now"), "decision", []),
    (ASKED_FOR_A_YES, SILENCE, "decision", []),
    (OFFERED, keys("1"), "menu", [Ask("your balance")]),
    (OFFERED, keys("2"), "menu", [Ask("your bills")]),
    (OFFERED, keys("3"), "choice", []),
    (OFFERED, words("two"), "menu", [Ask("your bills")]),
    (OFFERED, words("the second"), "choice", [Ask("the second")]),
]  # fmt: skip


@pytest.mark.parametrize(("state", "what", "place", "wanted"), MOVES)
def test_a_move(state: State, what: Heard, place: str, wanted: list[Act]) -> None:
    after, effects = hear(state, what)
    assert (after.place, acts(effects)) == (place, wanted)
    if wanted:
        assert end(effects) is None, "what comes of it is said first"
    else:
        assert isinstance(end(effects), Listening)
        assert texts(effects), "nobody is left in silence"


@pytest.mark.parametrize(
    ("key", "item"),
    [
        ("1", "balance"),
        ("2", "safe_to_spend"),
        ("3", "shortfall_risk"),
        ("4", "income"),
        ("5", "bills"),
        ("6", "score"),
        ("7", "advice"),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_keys_alone_do_everything(key: str, item: str, language: Language) -> None:
    state, effects = hear(at("menu", language=language), keys(key))
    assert acts(effects) == [Tell(item)]
    state, effects = flow.done(state, Answered(ANSWER))
    assert effects[0] == ANSWER[0]
    assert len(texts(effects)) == 2, "the menu is not told again after each answer"


OUTCOMES: list[tuple[State, Outcome, str, dict[str, Any]]] = [
    (at("pin"), PinRight("es"), "menu", {"identified": True, "language": "es", "tries": 0}),
    (at("pin", chosen=True, language="te"), PinRight("es"), "menu", {"identified": True, "language": "te"}),
    (at("pin"), PinWrong(), "pin", {"identified": False, "tries": 1}),
    (at("lobby"), Shelved(SHELF, 0, further=True), "articles", {"shelf": SHELF, "further": True}),
    (at("lobby"), Quoted(ANSWER), "lobby", {"answer": ANSWER}),
    (at("lobby"), Quoted(()), "lobby", {"answer": ()}),
    (at("articles"), Quoted(ANSWER), "articles", {"answer": ANSWER}),
    (at("menu"), Answered(ANSWER, turn="t"), "menu", {"answer": ANSWER, "turn": "t"}),
    (at("question"), Answered(ANSWER), "menu", {}),
    (at("menu"), Answered(ANSWER, proposal="p"), "decision", {"proposal": "p"}),
    (at("menu"), Answered(ANSWER, options=("a", "b"), asking=True), "choice", {"options": ("a", "b")}),
    (at("menu"), Answered(ANSWER, asking=True), "question", {}),
    (at("menu"), Answered(ANSWER, language="hi"), "menu", {"language": "hi"}),
    (at("menu"), Answered(ANSWER, pace="slow"), "menu", {"pace": "slow"}),
    (at("menu"), RingsStopped(), "menu", {}),
    (at("menu"), Broken(), "menu", {}),
    (at("lobby"), Broken(), "lobby", {}),
    (at("more"), Broken(), "menu", {}),
]


@pytest.mark.parametrize(("state", "outcome", "place", "columns"), OUTCOMES)
def test_what_comes_of_an_act(state: State, outcome: Outcome, place: str, columns: dict[str, Any]) -> None:
    after, effects = flow.done(state, outcome)
    assert after.place == place
    assert {name: getattr(after, name) for name in columns} == columns
    assert isinstance(end(effects), Listening)


def test_what_is_on_the_line_already_is_not_said_twice() -> None:
    _, effects = flow.done(at("menu"), Answered(ANSWER, heard=True))
    assert ANSWER[0] not in effects


def test_an_answer_that_takes_leave_ends_the_call() -> None:
    _, effects = flow.done(at("menu"), Answered(ANSWER, intent="goodbye"))
    assert effects == (*ANSWER, Ended("goodbye"))


def test_three_wrong_pins_end_the_call_politely() -> None:
    state = at("pin")
    for _ in range(2):
        state, effects = flow.done(state, PinWrong())
        assert isinstance(end(effects), Listening)
        assert texts(effects)[0] == "That did not work."
    _, effects = flow.done(state, PinWrong())
    assert effects[-1] == Ended("locked")
    assert texts(effects)[-1] == "Goodbye."


@pytest.mark.parametrize("tries", [0, 1, 2])
def test_a_lock_sounds_like_a_wrong_pin(tries: int) -> None:
    state = at("pin", tries=tries)
    assert flow.done(state, PinWrong(locked=True)) == flow.done(state, PinWrong(locked=False))


def test_silence_is_asked_about_twice_and_then_ends() -> None:
    state, ends = at("menu", answer=ANSWER), []
    for number in range(1, 4):
        state, effects = hear(state, SILENCE, NOW + timedelta(seconds=9 * number))
        ends.append(end(effects))
        if number == 2:
            assert texts(effects)[0] == "Are you still there?"
    assert [type(one) for one in ends] == [Listening, Listening, Ended]
    assert ends[-1] == Ended("silence")


def test_a_key_between_silences_begins_their_count_anew() -> None:
    state = at("menu")
    for _ in range(5):
        state, _ = hear(state, SILENCE)
        state, effects = hear(state, keys("0"))
        assert isinstance(end(effects), Listening)


@pytest.mark.parametrize(
    ("state", "now", "why"),
    [
        (at("menu"), NOW + timedelta(seconds=121), "silence"),
        (at("menu"), NOW + timedelta(minutes=15), "too_long"),
        (at("menu", steps=200), LATER, "too_long"),
        (at("pin"), NOW + timedelta(minutes=16), "too_long"),
    ],
)
def test_a_call_ends_by_the_clock(state: State, now: Any, why: Why) -> None:
    _, effects = hear(state, SILENCE, now)
    assert effects[-1] == Ended(why)
    assert texts(effects)


def test_a_silence_at_a_decision_asks_again_and_decides_nothing() -> None:
    state, effects = hear(ASKED_FOR_A_YES, SILENCE)
    assert effects[0] == ANSWER[0]
    assert state.proposal == "p-1"
    assert acts(effects) == []


def test_leaving_a_decision_does_nothing_and_says_so() -> None:
    state, effects = hear(ASKED_FOR_A_YES, keys("*"))
    assert (state.place, state.proposal) == ("menu", "")
    assert texts(effects)[0] == "Nothing was done."


def test_zero_says_the_last_answer_again() -> None:
    _, effects = hear(at("menu", answer=ANSWER), keys("0"))
    assert effects[0] == ANSWER[0]
    _, effects = hear(at("menu", answer=ANSWER), words("say it again"))
    assert effects[0] == ANSWER[0]


def test_slower_says_it_again_more_slowly_and_stays_slow() -> None:
    state, effects = hear(at("menu", answer=ANSWER), words("more slowly please"))
    assert ("slow", ANSWER[0].text) in [(one.pace, one.text) for one in effects if isinstance(one, Said)]
    _, effects = hear(state, keys("*"))
    assert {one.pace for one in effects if isinstance(one, Said)} == {"slow"}
    state, _ = hear(state, words("faster"))
    assert state.pace == "normal"


def test_again_says_the_last_words_as_they_were() -> None:
    said = (*ANSWER, *say("next", "en"))
    state, effects = hear(at("menu", said=said), Heard("again"))
    assert texts(effects) == [one.text for one in said]
    assert state.place == "menu"


def test_a_second_start_greets_nobody_twice() -> None:
    said = say("next", "en")
    _, effects = hear(at("menu", said=said), Heard("start"))
    assert texts(effects) == ["What else?"]


def test_after_a_few_wrong_keys_all_are_named() -> None:
    state = at("articles", shelf=SHELF)
    lengths = []
    for _ in range(3):
        state, effects = hear(state, keys("7"))
        assert texts(effects)[0] == "There is nothing on that key."
        lengths.append(len(texts(effects)))
    assert lengths[0] < lengths[2]


def test_a_language_that_was_chosen_on_the_line_is_kept() -> None:
    state, _ = hear(at("lobby"), keys("#"))
    state, effects = hear(state, keys("4"))
    assert (state.language, state.chosen, state.place) == ("te", True, "lobby")
    assert {one.language for one in effects if isinstance(one, Said)} == {"te"}
    assert [one.language for one in effects if isinstance(one, Listening)] == ["te"]


def test_an_interrupted_question_waits_for_a_key() -> None:
    state, effects = flow.done(at("menu"), Interrupted(ANSWER, "t", "p-2"))
    assert (state.place, state.proposal, state.turn, effects) == ("decision", "p-2", "t", ())


def test_goodbye_is_understood_everywhere_but_where_a_pin_is_awaited() -> None:
    for place in ("lobby", "articles", "menu", "question", "more", "language"):
        _, effects = hear(at(place), words("Goodbye!"))
        assert effects[-1] == Ended("goodbye")
    _, effects = hear(at("pin"), words("Goodbye!"))
    assert isinstance(effects[-1], Listening)


def test_neither_a_pin_nor_a_decision_is_listened_to() -> None:
    for state in (at("pin"), ASKED_FOR_A_YES):
        _, effects = hear(state, SILENCE)
        awaited = end(effects)
        assert isinstance(awaited, Listening)
        assert (awaited.speech, awaited.hints) == (False, ())


def test_digits_and_words_do_not_show() -> None:
    shown = repr([CheckPin("805316"), Ask("rent"), Look("rent"), keys("805316"), at("menu", answer=ANSWER)])
    assert not any(one in shown for one in ("805316", "rent", "dollar"))
