"""A session, message by message, on a clock of the test's own."""

from dataclasses import replace

import pytest

from tests.voice.relay.line import (
    DECISION,
    MENU,
    OTHER_SID,
    PIN,
    SID,
    Begin,
    Cancel,
    Close,
    Cut,
    Ended,
    Line,
    Listening,
    Noted,
    Said,
    Send,
    ends,
    heard,
    words,
)
from voice.relay import wire

ANSWER = (Said("You have one hundred dollars."), Said("That is enough for this week."))


@pytest.fixture
def line() -> Line:
    """Return a line on which the menu was read and listens."""
    line = Line()
    line.steps(Said("Welcome."), MENU)
    line.now += 2
    return line


def test_it_works() -> None:
    line = Line()
    assert heard(line.out)[0].kind == "start"
    assert words(line.steps(Said("Welcome."), MENU)) == ["Welcome. ", "."]
    assert [(one.kind, one.text) for one in heard(line.says("What is my balance?"))] == [
        ("speech", "What is my balance?")
    ]
    assert words(line.steps(*ANSWER, MENU)) == [f"{ANSWER[0].text} ", f"{ANSWER[1].text} ", "."]
    line.says("Goodbye.")
    line.steps(Said("Goodbye."), Ended("goodbye"))
    assert [one.handoff for one in ends(line.later(10))] == [{"why": "goodbye"}]
    assert line.session.over


def test_a_turn_without_a_sentence_says_something(line: Line) -> None:
    line.says("What is my balance?")
    said = words(line.steps(MENU))
    assert len(said) == 2
    assert said[0].startswith("I'm sorry")
    assert said[1] == "."


@pytest.mark.parametrize("broke", [True, False])
def test_a_turn_that_never_said_what_is_next_is_closed(line: Line, broke: bool) -> None:
    line.says("What is my balance?")
    effects = line.did(line.session.finished(line.open, now=line.now, broke=broke))
    assert words(effects)[-1] == "."
    assert len(words(effects)) == 2
    assert heard(line.keys("1"))[0].digits == "1"  # and the menu listens as before


def test_three_broken_turns_end_the_call(line: Line) -> None:
    for _ in range(3):
        line.says("What is my balance?")
        line.did(line.session.finished(line.open, now=line.now, broke=True))
    assert [one.handoff for one in ends(line.later(20))] == [{"why": "error"}]


def test_a_turn_that_takes_too_long_is_stopped(line: Line) -> None:
    line.says("What is my balance?")
    effects = line.later(10)
    assert Cancel(2) in effects
    assert words(effects)[-1] == "."


class TestInterrupt:
    def test_it_stops_the_turn_and_keeps_what_was_heard(self, line: Line) -> None:
        line.says("What is my balance?")
        line.steps(*ANSWER)
        effects = line.hears(wire.Interrupt("You have one hundred dollars. That is", 1900))
        assert Cancel(2) in effects
        assert Cut(2, ("You have one hundred dollars.", "That is")) in effects
        assert words(effects) == ["."]
        assert line.steps(Said("And more."), MENU, turn=2) == []  # what it still says is nothing any more
        assert heard(line.says("And my income?"))[0].text == "And my income?"

    def test_a_turn_that_is_over_is_cut_all_the_same(self, line: Line) -> None:
        line.says("What is my balance?")
        line.steps(*ANSWER, MENU)
        assert line.hears(wire.Interrupt("You have", 400)) == [Cut(2, ("You have",)), Noted("interrupted")]

    @pytest.mark.parametrize(
        ("utterance", "after_ms", "kept"),
        [
            ("", 0, ()),
            ("you have one hundred DOLLARS", 1, ("You have one hundred dollars.",)),
            ("You have one hundred dollars. ", 1, ("You have one hundred dollars.",)),
            ("That is enough", 1, ("You have one hundred dollars.", "That is enough")),
            ("Something else altogether", 2100, ("You have one hundred dollars.",)),
            ("Something else altogether", 1000, ("You have one h",)),
            ("Something else altogether", 99_000, tuple(one.text for one in ANSWER)),
        ],
    )
    def test_what_was_heard_of_it(self, line: Line, utterance: str, after_ms: int, kept: tuple[str, ...]) -> None:
        line.says("What is my balance?")
        line.steps(*ANSWER)
        cut = next(one for one in line.hears(wire.Interrupt(utterance, after_ms)) if isinstance(one, Cut))
        assert cut.heard == kept

    def test_played_words_count_where_the_interrupt_tells_none(self, line: Line) -> None:
        line.says("What is my balance?")
        line.steps(*ANSWER)
        line.hears(wire.Played("You have one"))
        line.hears(wire.Played("hundred dollars."))
        assert Cut(2, ("You have one hundred dollars.",)) in line.hears(wire.Interrupt("", 0))

    def test_what_checks_a_pin_is_heard_out(self) -> None:
        line = Line()
        line.steps(Said("Your PIN, please."), PIN)
        line.keys("123456")
        assert not any(isinstance(one, Cancel) for one in line.hears(wire.Interrupt("Your", 100)))
        assert line.says("What is my balance?") == []
        effects = line.steps(Said("Thank you."), MENU)
        assert words(effects) == [
            ".",
        ]  # nobody is told over their own words
        assert heard(effects)[0].text == "What is my balance?"


class TestKeys:
    def test_a_key_of_the_menu_counts_at_once(self, line: Line) -> None:
        for key in ("1", "#", "*", "0"):
            assert heard(line.keys(key))[0].digits == key
            line.steps(Said("Yes."), MENU)

    def test_a_key_stops_an_answer(self, line: Line) -> None:
        line.says("What is my balance?")
        line.steps(*ANSWER)
        line.now += 1
        effects = line.keys("4")
        assert effects[:3] == [Cancel(2), Send(wire.Text("", last=True)), Cut(2, (ANSWER[0].text,))]
        assert heard(effects)[0].digits == "4"

    @pytest.mark.parametrize(
        ("pressed", "entry"),
        [("123456", "123456"), ("123#", "123"), ("12*345678", "345678"), ("*", "*"), ("#", "#")],
    )
    def test_a_pin(self, pressed: str, entry: str) -> None:
        line = Line()
        line.steps(Said("Your PIN, please."), PIN)
        assert [one.digits for one in heard(line.keys(pressed))] == [entry]

    def test_a_hash_after_a_whole_pin_is_nothing(self) -> None:
        line = Line()
        line.steps(Said("Your PIN, please."), PIN)
        line.keys("123456#")
        assert heard(line.steps(Said("Thank you."), MENU)) == []
        line.now += 3
        assert heard(line.keys("#"))[0].digits == "#"

    def test_a_star_and_a_hash_go_back_from_a_pin(self) -> None:
        line = Line()
        line.steps(Said("Your PIN, please."), PIN)
        assert [one.digits for one in heard(line.keys("*#"))] == ["*"]
        assert heard(line.steps(Said("Back."), MENU)) == []

    def test_a_pin_that_stops_halfway_is_taken_as_it_is(self) -> None:
        line = Line()
        line.steps(Said("Your PIN, please."), PIN)
        line.keys("123")
        assert heard(line.later(3.9)) == []
        assert heard(line.later(0.2))[0].digits == "123"

    def test_keys_ahead_of_a_greeting_wait_for_it(self) -> None:
        line = Line()
        assert line.keys("1234567") == []
        effects = line.steps(Said("Welcome."), PIN)
        assert heard(effects)[0].digits == "123456"
        assert heard(line.steps(Said("Thank you."), MENU))[0].digits == "7"

    def test_keys_do_not_show(self) -> None:
        line = Line()
        line.steps(Said("Your PIN, please."), PIN)
        line.keys("654321")
        assert "654321" not in repr(line.out)
        assert "9" not in repr(wire.Key("9"))


class TestSpeech:
    @pytest.mark.parametrize("awaited", [PIN, DECISION])
    def test_it_is_ignored_where_keys_are_awaited(self, awaited: Listening) -> None:
        line = Line()
        line.steps(Said("By key, please."), awaited)
        assert line.says("one two three four five six") == [Noted("speech_ignored")]
        assert line.says("yes, approve it") == [Noted("speech_ignored")]

    def test_a_second_question_stops_the_first(self, line: Line) -> None:
        line.says("What is my balance?")
        effects = line.says("No, my income.")
        assert effects[:2] == [Cancel(2), Send(wire.Text("", last=True))]
        assert heard(effects)[0].text == "No, my income."

    def test_words_over_our_own_are_heard_without_an_interrupt(self, line: Line) -> None:
        line.says("What is my balance?")
        line.steps(*ANSWER, MENU)
        assert heard(line.says("And my income?"))[0].text == "And my income?"

    @pytest.mark.parametrize(
        ("pieces", "whole"),
        [
            (("What is my", "balance?"), "What is my balance?"),
            (("What is", "What is my", "What is my balance?"), "What is my balance?"),
            (("What is my ball", "What is my balance"), "What is my balance"),
            (("What is my balance?", ""), "What is my balance?"),
        ],
    )
    def test_pieces_of_a_prompt_are_one_question(self, line: Line, pieces: tuple[str, ...], whole: str) -> None:
        *first, last = pieces
        for piece in first:
            assert line.says(piece, last=False) == []
        assert heard(line.says(last))[0].text == whole

    def test_an_empty_prompt_is_nothing(self, line: Line) -> None:
        assert line.says("  ") == []


class TestSilence:
    def test_it_is_told_eight_seconds_after_we_have_spoken(self, line: Line) -> None:
        line.says("What is my balance?")
        line.steps(*ANSWER, MENU)
        spoken = sum(0.25 + len(one.text) / 14.5 for one in ANSWER)
        assert heard(line.later(spoken + 7.9)) == []
        assert [one.kind for one in heard(line.later(0.2))] == ["silence"]

    def test_twilio_knows_better_when_we_have_spoken(self, line: Line) -> None:
        line.says("What is my balance?")
        line.steps(*ANSWER, MENU)
        line.hears(wire.Speaking("agent", on=True))
        line.now += 1
        line.hears(wire.Speaking("agent", on=False))
        assert [one.kind for one in heard(line.later(8.1))] == ["silence"]

    def test_a_caller_who_speaks_is_not_silent(self, line: Line) -> None:
        line.hears(wire.Speaking("client", on=True))
        assert heard(line.later(20)) == []
        line.hears(wire.Speaking("client", on=False))
        assert heard(line.later(7.9)) == []
        assert heard(line.later(0.2))

    def test_twice_then_goodbye(self, line: Line) -> None:
        for _ in range(2):
            assert [one.kind for one in heard(line.later(9))] == ["silence"]
            line.steps(Said("Are you there?"), MENU)
            line.now += 2
        assert [one.kind for one in heard(line.later(9))] == ["silence"]
        line.steps(Said("Goodbye.", interruptible=False), Ended("silence"))
        assert [one.handoff for one in ends(line.later(5))] == [{"why": "silence"}]

    def test_a_flow_that_never_says_goodbye_does_not_hold_the_line(self, line: Line) -> None:
        for _ in range(3):
            line.later(9)
            line.steps(Said("Are you there?"), MENU)
            line.now += 2
        assert [one.handoff for one in ends(line.later(20))] == [{"why": "silence"}]

    def test_noise_without_words_holds_no_call(self, line: Line) -> None:
        began = line.now
        while not line.session.over and line.now < began + 300:
            line.hears(wire.Interrupt("", 0))
            line.says(" ")
            line.hears(wire.Speaking("client", on=True))
            line.later(2)
            if line.open:
                line.steps(Said("Are you there?"), MENU)
        assert line.session.over
        assert line.now - began <= 126  # with the words of the goodbye

    def test_the_longest_call(self) -> None:
        line = Line(most_s=60)
        line.steps(Said("Welcome."), MENU)
        for _ in range(7):
            line.later(6)
            line.keys("1")
            line.steps(Said("Yes."), MENU)
        assert not ends(line.out)
        line.later(40)
        assert [one.handoff for one in ends(line.out)] == [{"why": "too_long"}]


class TestTheEnd:
    def test_it_waits_for_the_last_words(self, line: Line) -> None:
        line.says("Goodbye.")
        goodbye = Said("Goodbye, and drive safely on your way home tonight.", interruptible=False)
        line.steps(goodbye, Ended("goodbye"))
        assert line.later(len(goodbye.text) / 14.5) == []
        assert ends(line.later(1.5))

    def test_nothing_is_heard_after_it(self, line: Line) -> None:
        line.says("Goodbye.")
        line.steps(Said("Goodbye."), Ended("goodbye"))
        assert line.says("Wait!") == []
        assert line.keys("1") == []
        line.later(5)
        assert line.says("Wait!") == []

    def test_it_comes_at_once_when_they_speak_over_it(self, line: Line) -> None:
        line.says("Goodbye.")
        line.steps(Said("Goodbye, and drive safely on your way home tonight."), Ended("goodbye"))
        line.hears(wire.Interrupt("Goodbye", 300))
        assert ends(line.later(0.6))

    def test_nothing_personal_is_handed_off(self, line: Line) -> None:
        line.says("Goodbye.")
        line.steps(Said("Goodbye, Ana. You have one hundred dollars."), Ended("human"))
        assert [one.written() for one in ends(line.later(9))] == [
            '{"type":"end","handoffData":"{\\"why\\":\\"human\\"}"}'
        ]

    def test_a_server_that_stops_leaves_the_call_to_its_next_document(self, line: Line) -> None:
        line.says("What is my balance?")
        effects = line.did(line.session.part(now=line.now))
        assert Cancel(2) in effects
        assert "One moment, please. " in words(effects)
        assert ends(effects)[0].handoff == {"why": "restart", "go_on": "gather"}
        assert line.session.over

    def test_a_socket_that_breaks_stops_the_turn(self, line: Line) -> None:
        line.says("What is my balance?")
        assert line.did(line.session.lost()) == [Cancel(2)]
        assert line.session.over


class TestSetup:
    def test_told_twice_it_changes_nothing(self, line: Line) -> None:
        assert line.hears(wire.Setup("VX1", "AC1", SID)) == [Noted("setup_twice")]
        assert heard(line.keys("1"))

    def test_another_call_closes_the_socket(self, line: Line) -> None:
        assert Close(1008) in line.hears(wire.Setup("VX1", "AC1", OTHER_SID))
        assert line.session.over

    def test_a_socket_that_was_opened_again_goes_on(self) -> None:
        assert heard(Line(again=True).out)[0].kind == "again"


class TestLanguage:
    def test_another_one_is_spoken_and_heard(self, line: Line) -> None:
        line.keys("#")
        effects = line.steps(Said("Hola.", language="es"), replace(MENU, language="es"))
        messages = [one.message for one in effects if isinstance(one, Send)]
        assert messages == [
            wire.Text("Hola. ", lang="es-US"),
            wire.Text("", last=True),
            wire.Languages("es-US", "es-US"),
        ]
        line.keys("1")
        assert Send(wire.Text("Sí. ")) in line.steps(Said("Sí.", language="es"), replace(MENU, language="es"))

    def test_a_sentence_in_another_one_changes_nothing(self, line: Line) -> None:
        line.keys("#")
        effects = line.steps(Said("Para español, dos.", language="es"), Listening("language", 1, speech=True))
        assert not any(isinstance(one, Send) and isinstance(one.message, wire.Languages) for one in effects)


def test_what_must_be_heard_is_not_interrupted(line: Line) -> None:
    line.says("Call me every day.")
    effects = line.steps(Said("This call is by an artificial voice.", interruptible=False))
    assert effects == [Send(wire.Text("This call is by an artificial voice. ", interruptible=False))]
    assert line.keys("1") == []  # waits until it is over
    assert [one.digits for one in heard(line.steps(DECISION))] == ["1"]


def test_what_twilio_adds_is_counted(line: Line) -> None:
    assert line.hears(wire.Unknown("sentiment")) == [Noted("unknown")]
    assert line.hears(wire.Fault("Invalid message")) == [Noted("fault")]
    assert isinstance(line.keys("1")[0], Begin)
