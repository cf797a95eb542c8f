"""A scenario, rung: each turn acted and listened to, then the rows looked at."""

import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from assistant.languages import Language, known
from assistant.models import Proposal, Turn
from telephone_rig import Call, ring
from tests.voice.scenarios import reading
from tests.voice.scenarios.reading import Scenario
from tests.voice.world import PIN, WRONG, World
from voice import models
from voice.flow.lines import table

UNKNOWN = "+12025550155"
HIDDEN = "+266696687"
NONE = UUID(int=0)
LANGUAGE_KEYS = {"en": "1", "es": "2", "hi": "3", "te": "4"}
GAP = re.compile(r"\\\{\w+\\\}")


def rung(scenario: Scenario, world: World) -> Call:
    """Ring, act, and hold what comes to what was written down."""
    person = world.people.get(scenario.caller)
    number = person.number if person else HIDDEN if scenario.caller == "hidden" else UNKNOWN
    call = ring(world.line(number))
    with held(call, scenario):
        begin(call, scenario)
        for place, turn in enumerate(scenario.turns):
            began, sent = time.perf_counter(), len(call.line.webhooks.attempts)
            if turn.act:
                act(call, turn)
            took = answered_ms(call, sent, began)
            check(call, turn, scenario.language)
            assert took <= turn.within_ms, f"turn {place} took {took:.0f} ms"
        if {"over", "ends"} & set(scenario.more):
            call.listen()  # a relay hangs up when its goodbye was heard
        never(call, scenario)
        rows(call, scenario)
    return call


@contextmanager
def held(call: Call, scenario: Scenario) -> Iterator[None]:
    """Go through a call: it ends with the block, without an error; what does not hold is told with its transcript."""
    try:
        yield
    except AssertionError as error:
        raise AssertionError(f"{scenario.id}: {error}\n{call.transcript}") from error
    finally:
        call.hang_up()
    assert call.over != "application error", f"{scenario.id}\n{call.transcript}"
    assert [str(one) for one in call.notices] == [], scenario.id


def begin(call: Call, scenario: Scenario) -> None:
    """Go to where the scenario begins."""
    if scenario.begins == "language" and scenario.language != "en":
        call.press("#").press(LANGUAGE_KEYS[scenario.language])
    elif scenario.begins == "menu":
        call.press("1").press(f"{PIN}#")


def act(call: Call, turn: reading.Turn) -> None:
    """Do what the caller does."""
    words = filled(turn.words) if isinstance(turn.words, str) else turn.words
    if turn.act == "press":
        call.press(words, after=turn.after)
    elif turn.act == "say":
        call.say(words, after=turn.after, confidence=turn.confidence)
    elif turn.act == "wait":
        call.wait()
    elif turn.act == "drop" and call.relay:
        call.relay.drop()
    elif turn.act == "hang_up":
        call.hang_up(after=turn.after)


def filled(words: str) -> str:
    """Put PINs where they are named: they stand in no file."""
    return words.replace("{pin}", PIN).replace("{wrong}", WRONG)


def answered_ms(call: Call, sent: int, began: float) -> float:
    """Return how long the application took: the longest request since, or of a relay everything."""
    since = call.line.webhooks.attempts[sent:]
    return max([one.seconds for one in since], default=time.perf_counter() - began) * 1000


def check(call: Call, turn: reading.Turn, language: str) -> None:
    """Hold what was heard in a turn to what was written down."""
    for wanted in turn.hear:
        assert found(wanted, call.heard), f"{wanted!r} was not heard in {call.heard!r}"
    for key in turn.lines:
        assert spoken(key, language, call.heard), f"{key} in {language} was not heard in {call.heard!r}"
    for unwanted in turn.never:
        assert not found(unwanted, call.heard), f"{unwanted!r} was heard in {call.heard!r}"
    if turn.awaits and not call.relay:  # a relay tells nobody what it listens for
        awaited = "nothing" if call.over else "keys" if not call.relay and not call.gather.speech else "both"
        assert turn.awaits == awaited, f"the line awaits {awaited}"


def never(call: Call, scenario: Scenario) -> None:
    """Look through the whole call for what must not be on it."""
    said = " ".join(entry.text for entry in call.transcript.entries if entry.who == "line")
    for unwanted in scenario.more.get("never", ()):
        assert not found(unwanted, said), f"{unwanted!r} was heard"


def found(wanted: str, heard: str) -> bool:
    """Look for a text, or between slashes for a regular expression; case does not matter."""
    if len(wanted) > 2 and wanted.startswith("/") and wanted.endswith("/"):
        return re.search(wanted[1:-1], heard, re.IGNORECASE) is not None
    return wanted.lower() in heard.lower()


def spoken(key: str, language: str, heard: str) -> bool:
    """Look for one of the line's own sentences; what is filled into it may be anything."""
    assert known(language)
    told: Mapping[str, Any] = table()["lines"][key]
    return all(re.search(pattern(sentence), heard, re.IGNORECASE) for sentence in told[one(language)])


def pattern(sentence: str) -> str:
    """Return what a sentence looks like once it is filled in."""
    return GAP.sub(".{1,60}?", re.escape(sentence))


def one(language: Language) -> Language:
    """Return the language, known by now."""
    return language


def rows(call: Call, scenario: Scenario) -> None:
    """Hold the rows to what was written down."""
    more = scenario.more
    row = models.Call.objects.get(call_sid=call.sid)
    if "ends" in more:
        assert row.disposition == more["ends"], f"the call ended with {row.disposition!r}"
    if "over" in more:
        assert call.over == more["over"], f"the line saw it end with {call.over!r}"
    if "identified" in more:
        assert (row.identified_at is not None) is more["identified"], "who was calling"
    if "language_after" in more:
        assert row.language == more["language_after"], f"the call is in {row.language}"
    if "intents" in more:
        asked = Turn.objects.filter(conversation__public_id=row.conversation or NONE).order_by("pk")
        intents = list(asked.values_list("intent", flat=True))
        assert intents == more["intents"], f"the assistant was asked {intents}"
    if "proposals" in more and row.user:
        states = [str(one.status) for one in Proposal.objects.for_user(row.user).order_by("pk")]
        assert states == more["proposals"], f"the proposals are {states}"
    if "events" in more:
        kinds = set(row.events.values_list("kind", flat=True))
        assert set(more["events"]) <= kinds, f"the events are {kinds}"
