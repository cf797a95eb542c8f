"""One step of a call under way: the flow's effects done one after the other, until something is awaited."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.conf import settings

from assistant.languages import DEFAULT, Language, nearest
from assistant.turns.engine import Message
from assistant.turns.events import Answer
from voice import flow
from voice.calls import costs, keeping
from voice.conducting import acting, row
from voice.flow.acts import Act, Answered, Ask, Broken, CheckPin, Decide, Effect, Interrupted, Outcome, PinWrong
from voice.flow.lines import say
from voice.flow.state import State
from voice.flow.values import Ended, Heard, Listening, Said
from voice.models import Call, CallEvent

log = structlog.get_logger(__name__)
Kind = CallEvent.Kind


@dataclass
class Walk:
    """One step.

    Attributes:
        step: its number; 0 while it is not claimed.
        said: everything that was said in it, in its order.
        ready: what of it the line has not got yet.
        answer: the assistant's words among them, as far as they have come.
        last: what ends the step.
        asking: a question that the assistant answers sentence by sentence.
        kept: that the state is written.
        over_cap: that whoever is on the line has used up the day's calls.
    """

    call: Call
    now: datetime
    step: int = 0
    state: State = field(default_factory=State)
    said: list[Said] = field(default_factory=list)
    ready: list[Said] = field(default_factory=list)
    answer: list[Said] = field(default_factory=list)
    last: Listening | Ended | None = None
    asking: Message | None = None
    kept: bool = False
    over_cap: bool = False
    kind: str = Kind.TURN
    did: list[str] = field(default_factory=list)
    columns: dict[str, Any] = field(default_factory=dict)
    timings: dict[str, Any] = field(default_factory=dict)
    started: float = field(default_factory=time.perf_counter)

    def begin(self, heard: Heard) -> None:
        """Claim the call, take what was heard, and go as far as it goes without waiting for anybody."""
        self.step = row.claim(self.call)
        self.state = flow.restored(self.call.state, identified=identified(self.call))
        if not self.call.state:
            self.state = State(language=_first_language(self.call), identified=self.state.identified)
        limits = flow.Limits(call=timedelta(seconds=settings.CALL_MOST_S))
        self.state, effects = flow.heard(self.state, heard, self.now, limits)
        self.follow(effects)

    def follow(self, effects: tuple[Effect, ...]) -> None:
        """Do what the flow wants done, and keep the call when something is awaited."""
        coming = list(effects)
        while coming:
            effect = coming.pop(0)
            if isinstance(effect, Said):
                self._say(effect)
            elif isinstance(effect, Listening | Ended):
                self.last = effect
            elif isinstance(effect, Ask) and self.state.identified and self.call.user is not None:
                self.asking = acting.question(effect.text, self.call, self.call.user, self.state, now=self.now)
                return
            else:
                self.state, more = flow.done(self.state, self._outcome(effect))
                coming = list(more)
        self.keep()

    def hear(self, said: Said, *, filler: bool) -> None:
        """Note what the assistant has just said."""
        self.said.append(said)
        if not filler:
            self.answer.append(said)

    def answered(self, answer: Answer) -> None:
        """Go on after the assistant's answer, which is on the line already."""
        self.asking = None
        self.did.append(answer.intent)
        self.timings |= answer.timings_ms
        self.columns["conversation"] = answer.conversation
        self.state, effects = flow.done(self.state, acting.answered(answer, self.state, heard=True))
        self.follow(effects)

    def cut(self) -> None:
        """Keep how far an answer came that was cut off; what it had begun to ask a yes for waits for a key."""
        message, self.asking = self.asking, None
        if message is None:
            return
        self.columns["conversation"] = message.conversation or message.begins
        cut = Interrupted(tuple(self.answer), str(message.turn), acting.begun(message.user, self.now))
        self.state, _ = flow.done(self.state, cut)
        self.kind = Kind.INTERRUPTED
        self.keep()

    def breaks(self) -> None:
        """Go on after something that did not work: with an apology and the menu."""
        self.asking, self.kind = None, Kind.ERROR
        self.state, effects = flow.broken(self.state)
        for one in effects:
            if isinstance(one, Said):
                self._say(one)
            elif isinstance(one, Listening | Ended):
                self.last = one

    def take(self) -> Iterator[Said]:
        """Hand over what is ready to be said."""
        while self.ready:
            yield self.ready.pop(0)

    def keep(self) -> None:
        """Write the state down, with what the step has found out."""
        if self.over_cap:
            self.ready, self.last = list(say("over_cap", self.state.language)), Ended("too_long")
        self.state = flow.remembering(self.state, tuple(self.said))
        ended = self.last if isinstance(self.last, Ended) else None
        columns = {"state": flow.told(self.state), "language": self.state.language} | self.columns
        if ended and not self.call.disposition:
            columns["disposition"] = ended.why
        self.timings["step"] = round(1000 * (time.perf_counter() - self.started), 2)
        self.kept = True
        row.keep(self.call, self.step, columns, [self._event(ended)])

    def _say(self, said: Said) -> None:
        self.said.append(said)
        self.ready.append(said)

    def _outcome(self, effect: Act) -> Outcome:
        self.did.append(type(effect).__name__.lower())
        try:
            if isinstance(effect, CheckPin):
                return self._checked(effect)
            outcome = acting.act(effect, self.call, self.state, now=self.now)
        except Exception:  # whatever it is, somebody is on the line
            log.exception("an act of a call broke", act=type(effect).__name__)
            self.kind = Kind.ERROR
            return Broken()
        if isinstance(outcome, Answered):
            self.columns["conversation"] = self.call.conversation
        if isinstance(effect, Decide):
            self.kind = Kind.DECIDED
        return outcome

    def _checked(self, effect: CheckPin) -> Outcome:
        user, outcome = acting.check(effect, self.call, now=self.now)
        if isinstance(outcome, PinWrong):
            self.kind = Kind.LOCKED if outcome.locked else Kind.REFUSED
            return outcome
        self.kind = Kind.IDENTIFIED
        try:
            costs.reserve(self.call, user, now=self.now)
        except costs.OverCallCap:
            self.over_cap = True
        self.columns |= {"user": user, "identified_at": self.now, "expires_at": keeping.expires(user, self.now)}
        return outcome

    def _event(self, ended: Ended | None) -> CallEvent:
        details = {"place": self.state.place, "did": self.did} | ({"ended": ended.why} if ended else {})
        key = f"step-{self.step}"
        return CallEvent(call=self.call, kind=self.kind, at=self.now, key=key, timings_ms=self.timings, details=details)


def identified(call: Call) -> bool:
    """Tell whether the PIN was right on this call; being rung identifies nobody."""
    return call.identified_at is not None and call.user_id is not None


def _first_language(call: Call) -> Language:
    """Return what to greet in: nothing that a caller's number could tell."""
    return nearest(call.language) if call.direction == Call.Direction.OUTBOUND else DEFAULT
