"""A session without its socket: messages in, messages out, and what they mean for whoever listens."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field

from telephone_rig import sids
from telephone_rig.notices import Notice
from telephone_rig.relay.config import Config
from telephone_rig.relay.playing import EITHER, Voice
from telephone_rig.relay.wire import Json, Malformed, read

MOST_MALFORMED = 10
WORDS_A_PARTIAL = 2


@dataclass
class Session:
    """What Twilio knows about one session.

    Attributes:
        hear: called with each text that was said and how it ended: whole, or cut short.
        over: ended (by the application), completed (the caller hung up), failed; empty while it goes on.
        close: the code to close the socket with, once it has to be closed.
    """

    config: Config
    hear: Callable[[str, str, bool], None]
    session_id: str = field(default_factory=lambda: sids.new("VX"))
    voice: Voice = field(default_factory=Voice)
    notices: list[Notice] = field(default_factory=list)
    received: list[Json] = field(default_factory=list)
    sent: list[Json] = field(default_factory=list)
    over: str = ""
    close: int = 0
    handoff: str | None = None
    speaks: str = ""
    hears: str = ""
    turns: int = 0
    _malformed: int = 0

    def __post_init__(self) -> None:
        self.speaks, self.hears = self.speaks or self.config.speaks, self.hears or self.config.hears

    # --- From the application
    def take(self, raw: str | bytes, now: float) -> list[str]:
        """Take a message; return what is sent back."""
        try:
            message = read(raw)
        except Malformed as error:
            return self._dropped(str(error))
        self._malformed = 0
        self.received.append(message)
        before = self.voice.speaking(now)
        getattr(self, f"_{message['type']}")(message, now)
        return self._speaker("agent", "on") if before is None and self.voice.speaking(now) else []

    def _dropped(self, why: str) -> list[str]:
        self._malformed += 1
        self.notices.append(Notice(64107, f"invalid message: {why}", "error"))
        if self._malformed >= MOST_MALFORMED:
            self.notices.append(Notice(64105, f"{MOST_MALFORMED} invalid messages in a row", "error"))
            self.close, self.over = 1007, "failed"
        return [self._frame({"type": "error", "description": f"Invalid message received: {why}"})]

    def _text(self, message: Json, now: float) -> None:
        can = self.config.interruptible if message.get("interruptible", True) else frozenset()
        language = message.get("lang") or self.speaks
        last = bool(message.get("last", False))
        self.voice.token(message["token"], last=last, now=now, language=language, interruptible=can)
        self.turns += last

    def _play(self, message: Json, now: float) -> None:
        can = self.config.interruptible if message.get("interruptible", True) else frozenset()
        self.voice.play(message.get("loop", 1) or 1, now=now, interruptible=can)
        self.turns += 1

    def _sendDigits(self, message: Json, now: float) -> None:
        self.hear(f"tones {message['digits']}", "", True)

    def _language(self, message: Json, now: float) -> None:
        self.speaks = message.get("ttsLanguage", self.speaks)
        self.hears = message.get("transcriptionLanguage", self.hears)

    def _end(self, message: Json, now: float) -> None:
        self.over, self.close, self.handoff = "ended", 1000, message.get("handoffData")

    # --- From the caller
    def setup(self, call: Json, now: float) -> list[str]:
        """Begin: tell which call this is, and greet."""
        if self.config.greeting:
            can = self.config.greeting_interruptible
            self.voice.token(self.config.greeting, last=True, now=now, language=self.speaks, interruptible=can)
        told = {"type": "setup", "sessionId": self.session_id, **call, "customParameters": dict(self.config.parameters)}
        return [self._frame(told)]

    def prompt(self, text: str, now: float) -> list[str]:
        """Say something; while the line speaks, it is cut short if it may be."""
        speaking, frames = self.voice.speaking(now) is not None, self._speaker("client", "on")
        frames += self._interrupted("speech", now)
        if speaking and "speech" not in self.config.reported:
            return [*frames, *self._speaker("client", "off")]
        words = text.split()
        if self.config.partials:
            upto = [" ".join(words[:end]) for end in range(WORDS_A_PARTIAL, len(words), WORDS_A_PARTIAL)]
            frames += [self._prompted(part, last=False) for part in upto]
        return [*frames, *self._speaker("client", "off"), self._prompted(text, last=True)]

    def dtmf(self, key: str, now: float) -> list[str]:
        """Press a key; likewise."""
        speaking, frames = self.voice.speaking(now) is not None, self._interrupted("dtmf", now)
        if not self.config.keys or (speaking and "dtmf" not in self.config.reported):
            return frames
        return [*frames, self._frame({"type": "dtmf", "digit": key})]

    def listened(self, now: float) -> list[str]:
        """Write down what has been heard to its end by now."""
        frames, done = [], self.voice.finish(now)
        for utterance, text in done:
            self.hear(text, utterance.language, True)
            frames += self._played(text)
        return [*frames, *self._speaker("agent", "off")] if done and not self.voice.waiting else frames

    def cut_off(self, now: float) -> None:
        """Hear no more, as when the caller or the application hangs up."""
        self.listened(now)
        if cut := self.voice.cut(now):
            self.hear(cut[1], cut[0].language, False)

    def _interrupted(self, how: str, now: float) -> list[str]:
        frames = self.listened(now)
        speaking = self.voice.speaking(now)
        if speaking is None or how not in speaking.interruptible & EITHER:
            return frames
        cut = self.voice.cut(now)
        if cut is None:
            return frames
        utterance, heard = cut
        self.hear(heard, utterance.language, False)
        after = round((now - utterance.began) * 1000)
        told = {"type": "interrupt", "utteranceUntilInterrupt": heard, "durationUntilInterruptMs": after}
        return [*frames, *self._played(heard), *self._speaker("agent", "off"), self._frame(told)]

    def _speaker(self, who: str, value: str) -> list[str]:
        """Tell who began or stopped to speak. Its shape is that of Twilio's demonstrations; nothing documents it."""
        told = {"type": "info", "name": f"{who}Speaking", "value": value}
        return [self._frame(told)] if "speaker-events" in self.config.events else []

    def _played(self, text: str) -> list[str]:
        told = {"type": "info", "name": "tokensPlayed", "value": text}
        return [self._frame(told)] if text and "tokens-played" in self.config.events else []

    def _prompted(self, text: str, *, last: bool) -> str:
        return self._frame({"type": "prompt", "voicePrompt": text, "lang": self.hears, "last": last})

    def _frame(self, message: Json) -> str:
        self.sent.append(message)
        return json.dumps(message, ensure_ascii=False)
