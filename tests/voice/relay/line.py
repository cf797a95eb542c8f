"""A line to a session, with a virtual clock: events in, effects out, and a session's promises checked on the way."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant.languages import Language
from voice.flow.values import Ended, Heard, Listening, Said, Step
from voice.relay import wire
from voice.relay.effects import Begin, Cancel, Close, Cut, Effect, Noted, Send
from voice.relay.session import Session

SID, OTHER_SID = "CA" + "0" * 32, "CA" + "1" * 32
MENU = Listening("menu", 1, speech=True)
PIN = Listening("pin", 6, speech=False)
DECISION = Listening("decision", 1, speech=False)


@dataclass
class Line:
    """A session, the time, and everything that came out."""

    most_s: float = 900.0
    language: Language = "en"
    again: bool = False
    now: float = 1000.0
    out: list[Effect] = field(default_factory=list)
    open: int = 0
    begun: int = 0

    def __post_init__(self) -> None:
        self.session = Session(SID, self.language, now=self.now, most_s=self.most_s, again=self.again)
        self.did(self.session.begin(now=self.now))

    def did(self, effects: Sequence[Effect]) -> list[Effect]:
        """Check what came out against what a session promises."""
        for one in effects:
            if isinstance(one, Begin):
                assert not self.open, "two turns are open"
                assert one.turn > self.begun
                self.open = self.begun = one.turn
            if isinstance(one, Send):
                assert json.loads(one.message.written())["type"]
                if isinstance(one.message, wire.Text) and one.message.last:
                    self.open = 0
        if self.session.over:
            self.open = 0
        self.out += effects
        return list(effects)

    def hears(self, message: wire.Incoming) -> list[Effect]:
        return self.did(self.session.receive(message, now=self.now))

    def says(self, words: str, *, last: bool = True) -> list[Effect]:
        return self.hears(wire.Prompt(words, "en-US", last))

    def keys(self, digits: str) -> list[Effect]:
        return [one for digit in digits for one in self.hears(wire.Key(digit))]

    def steps(self, *steps: Step, turn: int | None = None) -> list[Effect]:
        number = self.open if turn is None else turn
        return [one for step in steps for one in self.did(self.session.stepped(number, step, now=self.now))]

    def later(self, seconds: float) -> list[Effect]:
        """Let time pass, as a clock would that wakes the session when it asked."""
        until, did = self.now + seconds, []
        while not self.session.over and (at := max(self.now, self.session.next_at())) <= until:
            self.now = at
            effects = self.did(self.session.tick(now=at))
            did += effects
            if not effects:
                break
            if self.session.next_at() <= at and not any(isinstance(one, Begin | Send | Close) for one in effects):
                break
        self.now = until
        return did


def heard(effects: Sequence[Effect]) -> list[Heard]:
    return [one.heard for one in effects if isinstance(one, Begin)]


def words(effects: Sequence[Effect]) -> list[str]:
    """Return what was said, the end of a turn as a full stop of its own."""
    texts = [one.message for one in effects if isinstance(one, Send) and isinstance(one.message, wire.Text)]
    return ["." if one.last else one.token for one in texts]


def ends(effects: Sequence[Effect]) -> list[Any]:
    return [one.message for one in effects if isinstance(one, Send) and isinstance(one.message, wire.End)]


__all__ = ["Begin", "Cancel", "Close", "Cut", "Ended", "Listening", "Noted", "Said", "Send"]
