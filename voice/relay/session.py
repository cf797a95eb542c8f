"""A call over ConversationRelay as a machine: messages, steps of a turn and the clock in, effects out.

No socket, no database, no clock: whoever carries it (`running`) tells the time in seconds and does what it asks. At
most one turn is open. Each is closed by words that are the last, also where it was cancelled or had nothing to say:
until then Twilio waits, and the caller hears nothing.
"""

from dataclasses import replace

from assistant.languages import Language
from voice.flow.values import Ended, Heard, Listening, Said, Step
from voice.relay import wire
from voice.relay.attributes import TAGS
from voice.relay.effects import Begin, Cancel, Close, Cut, Effect, Noted, Send
from voice.relay.keys import MOST_KEYS, Keypad
from voice.relay.patience import Patience
from voice.relay.prompts import Words
from voice.relay.speaking import Voice
from voice.relay.turn import Turn
from voice.relay.words import own

TURN_S = 10.0  # longer than any answer takes
GRACE_S = 0.5  # after the last words, before hanging up
MOST_BREAKS = 3  # turns in a row that broke
REFUSED, RESTARTS = 1008, 1012
GOES_ON = {"why": "restart", "go_on": "gather"}  # the document that follows takes the call over
ANYTHING = Listening("menu", 1, speech=True)
# A turn that answers one of these is heard out, for it checks or decides: words and keys wait until it is over.
FRAGILE = frozenset({"pin", "decision", "language"})


class Session:
    """One socket's share of a call.

    Attributes:
        over: whether anything more can come of it.
        language: the call's.
    """

    def __init__(self, call_sid: str, language: Language, *, now: float, most_s: float, again: bool = False) -> None:
        self.over = False
        self.language = language
        self._sid, self._again = call_sid, again
        self._tag = TAGS[language]
        self._number, self._breaks = 0, 0
        self._turn: Turn | None = None
        self._listening: Listening | None = None
        self._ending = ""
        self._waiting: list[wire.Key | wire.Prompt] = []
        self._keypad, self._words, self._voice = Keypad(), Words(), Voice()
        self._patience = Patience(now=now, most_s=most_s)

    def begin(self, *, now: float) -> list[Effect]:
        """Greet, or go on where another socket broke."""
        return self._begin(Heard("again" if self._again else "start"), now, protected=True)

    def receive(self, message: wire.Incoming, *, now: float) -> list[Effect]:
        """Take a message of Twilio's."""
        if self.over:
            return []
        match message:
            case wire.Setup():
                return [Noted("setup_twice"), *([] if message.call_sid == self._sid else self._closing(REFUSED))]
            case wire.Prompt():
                return self._prompted(message, now)
            case wire.Key():
                return self._pressed(message, now)
            case wire.Interrupt():
                return self._interrupted(message, now)
            case wire.Speaking(who="agent"):
                self._voice.told(message.on, now=now)
            case wire.Speaking():
                self._patience.caller(message.on, now=now)
            case wire.Played():
                self._voice.played(message.text)
            case _:
                return [Noted("fault" if isinstance(message, wire.Fault) else "unknown")]
        return []

    def stepped(self, turn: int, step: Step, *, now: float) -> list[Effect]:
        """Take a step of a turn; what one that was stopped still says is nothing any more."""
        under_way = self._turn
        if self.over or under_way is None or under_way.number != turn:
            return []
        if isinstance(step, Said):
            return self._say(under_way, step, now)
        if isinstance(step, Ended):
            self._ending = step.why
            return self._closed(under_way, now)
        effects = [*self._closed(under_way, now, fallback=True), *self._in(step.language)]
        self._breaks, self._listening = 0, step
        return effects + self._what_waited(now)

    def finished(self, turn: int, *, now: float, broke: bool = False) -> list[Effect]:
        """Take the end of a turn; one that ended without saying what is next is put right."""
        under_way = self._turn
        if self.over or under_way is None or under_way.number != turn:
            return []
        self._breaks += 1
        enough = self._breaks >= MOST_BREAKS
        noted = Noted("broke" if broke else "no_end")
        effects: list[Effect] = [noted, *self._closed(under_way, now, fallback=not enough)]
        if enough:
            return effects + self._part("error", now)
        self._listening = self._listening or ANYTHING
        return effects + self._what_waited(now)

    def tick(self, *, now: float) -> list[Effect]:
        """Take the time; `next_at` says when it is worth it."""
        if self.over or now < self.next_at():
            return []
        if self._ending:
            return [Send(wire.End({"why": self._ending})), *self._closing(1000)]
        if why := self._patience.over(now=now):
            return self._part(why, now)
        if self._turn is not None:
            return [Cancel(self._turn.number), *self.finished(self._turn.number, now=now, broke=True)]
        if (entry := self._keypad.elapsed(now=now)) is not None:
            return self._entered(entry, now)
        return self._part("silence", now) if self._patience.lost() else self._begin(Heard("silence"), now, True)

    def next_at(self) -> float:
        """Return when the clock has something to say."""
        if self._ending:
            return self._voice.silent_since() + GRACE_S
        limit = self._patience.limit()
        if self._turn is not None:
            return min(limit, self._turn.began + TURN_S)
        if self._keypad.due is not None:
            return min(limit, self._keypad.due)
        if self._listening is None:
            return limit
        quiet = self._voice.silent_since()
        return min(limit, self._patience.silent_at(quiet_since=quiet, timeout_s=self._listening.timeout_s))

    def lost(self) -> list[Effect]:
        """Take the end of the socket."""
        return self._closing(0)

    def part(self, *, now: float) -> list[Effect]:
        """Leave the call to its next document, for this server stops."""
        if self.over or self._ending:
            return []
        return [*self._part("restart", now), Send(wire.End(GOES_ON)), *self._closing(RESTARTS)]

    def _prompted(self, prompt: wire.Prompt, now: float) -> list[Effect]:
        self._patience.stirred(now=now)
        words = self._words.take(prompt)
        if self._ending or not words:
            return []
        if self._turn and self._turn.protected:
            return self._wait(replace(prompt, text=words))
        if self._listening and not self._listening.speech:
            return [Noted("speech_ignored")]
        self._patience.heard(now=now)
        self._keypad.clear()
        self._voice.hush(now=now)  # or they would have interrupted it: it was shorter than we thought
        return self._begin(Heard("speech", text=words, language=prompt.language), now)

    def _interrupted(self, interrupt: wire.Interrupt, now: float) -> list[Effect]:
        self._patience.stirred(now=now)
        turn, heard = self._voice.turn, self._voice.heard(interrupt.heard, interrupt.after_ms)
        self._voice.hush(now=now)
        if self._ending:  # they have heard enough
            return []
        effects: list[Effect] = []
        if self._turn and self._turn.protected:
            self._turn.muted = True
        elif self._turn:
            effects = self._cancelled(self._turn)
        return [*effects, Cut(turn, heard), Noted("interrupted")]

    def _pressed(self, key: wire.Key, now: float) -> list[Effect]:
        if self._ending:
            return []
        self._patience.heard(now=now)
        if self._turn and self._turn.protected:
            return self._wait(key)
        effects: list[Effect] = self._cancelled(self._turn) if self._turn else []
        if (begun := self._voice.begun(now=now)) is not None:
            effects.append(Cut(self._voice.turn, begun))
        self._voice.hush(now=now)  # Twilio has fallen silent at the key
        entry = self._keypad.press(key.digit, self._listening, now=now)
        return effects + (self._entered(entry, now) if entry is not None else [])

    def _entered(self, entry: str, now: float) -> list[Effect]:
        fragile = self._listening is not None and self._listening.what in FRAGILE
        return self._begin(Heard("digits", digits=entry), now, fragile)

    def _wait(self, one: wire.Key | wire.Prompt) -> list[Effect]:
        self._waiting = [*self._waiting, one][-MOST_KEYS:]
        return []

    def _what_waited(self, now: float) -> list[Effect]:
        """Take what came while a turn was heard out; if it begins another such turn, the rest waits on."""
        waiting, self._waiting = self._waiting, []
        effects: list[Effect] = []
        for one in waiting:
            effects += self._pressed(one, now) if isinstance(one, wire.Key) else self._prompted(one, now)
        return effects

    def _begin(self, heard: Heard, now: float, protected: bool = False) -> list[Effect]:
        effects = self._cancelled(self._turn) if self._turn else []
        self._number += 1
        self._turn = Turn(self._number, now, protected)
        self._voice.begin(self._number)
        return [*effects, Begin(self._number, heard)]

    def _say(self, turn: Turn, said: Said, now: float) -> list[Effect]:
        if not said.interruptible:
            turn.protected, turn.muted = True, False
        turn.said += 1
        if turn.muted:
            return []
        self._voice.said(said, now=now)
        tag = TAGS[said.language]
        own = "" if tag == self._tag else tag
        slow, firm = said.pace == "slow", None if said.interruptible else False
        return [Send(wire.Text(f"{said.text} ", lang=own, slow=slow, interruptible=firm))]

    def _closed(self, turn: Turn, now: float, *, fallback: bool = False) -> list[Effect]:
        effects = self._say(turn, own("nothing", self.language), now) if fallback and not turn.said else []
        self._turn = None
        return [*effects, Send(wire.Text("", last=True))]

    def _cancelled(self, turn: Turn) -> list[Effect]:
        self._turn = None
        return [Cancel(turn.number), Send(wire.Text("", last=True))]

    def _part(self, why: str, now: float) -> list[Effect]:
        """Say why, and hang up after it."""
        effects = self._cancelled(self._turn) if self._turn else []
        self._ending = why
        turn = Turn(self._number, now, protected=True)
        return [*effects, *self._say(turn, own(why, self.language), now), *self._closed(turn, now)]

    def _closing(self, code: int) -> list[Effect]:
        effects: list[Effect] = [Cancel(self._turn.number)] if self._turn else []
        self.over, self._turn = True, None
        return [*effects, *([Close(code)] if code else [])]

    def _in(self, language: Language) -> list[Effect]:
        """Speak and listen in a language from now on."""
        self.language, tag, before = language, TAGS[language], self._tag
        self._tag = tag
        return [Send(wire.Languages(speak=tag, hear=tag))] if tag != before else []
