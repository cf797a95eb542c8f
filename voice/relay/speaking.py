"""How long our speech lasts, and how much of it was heard. Twilio speaks; we know what we sent, and what it tells."""

import re
import unicodedata
from dataclasses import dataclass

from assistant.languages import Language
from voice.flow.values import Said

CHARACTERS_A_SECOND: dict[Language, float] = {"en": 14.5, "es": 15.0, "hi": 12.0, "te": 12.0}
SLOW = 1.25
PAUSE_S = 0.25  # after a sentence, and before the first
MARKUP = re.compile(r"</?[a-z][^<>]*>")
STUCK_S = 15.0  # speech that is never told to have ended has ended by then


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence on its way to the ear, with the time that it likely begins."""

    text: str
    begins: float
    a_second: float


class Voice:
    """What is being said since we last fell silent.

    Attributes:
        turn: whose sentences they are.
        until: when they likely end.
    """

    def __init__(self) -> None:
        self.turn = 0
        self.until = 0.0
        self._sentences: list[Spoken] = []
        self._firm_until = self._left = 0.0
        self._on = self._done = False
        self._played = ""

    def begin(self, turn: int) -> None:
        """Say something new."""
        self.turn, self._sentences, self._played = turn, [], ""

    def said(self, said: Said, *, now: float) -> None:
        """Count a sentence that was sent."""
        rate = CHARACTERS_A_SECOND[said.language] / (SLOW if said.pace == "slow" else 1.0)
        begins = max(now, self.until) + PAUSE_S
        self._sentences.append(Spoken(said.text, begins, rate))
        self._done = False
        self.until = begins + len(said.text) / rate
        if not said.interruptible:
            self._firm_until = self.until

    def told(self, on: bool, *, now: float) -> None:
        """Take Twilio's word for when we speak; an estimate that is left over goes on when we speak again."""
        if on:
            self.until, self._left = max(self.until, now + self._left), 0.0
        else:
            self._left, self.until = max(0.0, self.until - now), min(self.until, now)
        self._on, self._done = on, not on

    def played(self, text: str) -> None:
        """Take Twilio's word for what was played, told whole or piece by piece."""
        self._played = text if text.startswith(self._played) else f"{self._played} {text}"

    def silent_since(self) -> float:
        """Return when we fell, or shall fall, silent."""
        return self.until + (STUCK_S if self._on else 0.0)

    def hush(self, *, now: float) -> None:
        """Be silent: what was not said yet will not be, unless nothing interrupts it."""
        self.until, self._left, self._on = min(self.until, max(now, self._firm_until)), 0.0, False

    def begun(self, *, now: float) -> tuple[str, ...] | None:
        """Return the sentences that have likely begun, where not all have."""
        begun = tuple(one.text for one in self._sentences if one.begins <= now)
        whole = self._done or len(begun) == len(self._sentences) or now < self._firm_until
        return None if whole else begun

    def heard(self, utterance: str, after_ms: int) -> tuple[str, ...]:
        """Return what was heard, sentence by sentence, the last one as far as it went.

        Twilio tells the words; where they are not ours as we sent them, what was played or how long it took has to do.
        """
        for told in (utterance, self._played):
            if (end := self._end_of(told)) is not None:
                return self._until(end)
        return self._lasting(after_ms / 1000)

    def _end_of(self, told: str) -> int | None:
        """Return how many letters of ours a text covers, from the first one; None where it is none of ours."""
        words, ours = _letters(told), _letters("".join(one.text for one in self._sentences))
        if not words:
            return None
        if ours.startswith(words):
            return len(words)
        found = ours.rfind(words)
        return None if found < 0 else found + len(words)

    def _until(self, letters: int) -> tuple[str, ...]:
        kept: list[str] = []
        for one in self._sentences:
            if letters <= 0:
                break
            own = len(_letters(one.text))
            kept.append(one.text if own <= letters else _first(one.text, letters))
            letters -= own
        return tuple(kept)

    def _lasting(self, seconds: float) -> tuple[str, ...]:
        kept: list[str] = []
        for one in self._sentences:
            if seconds <= 0:
                break
            whole = len(one.text) / one.a_second
            kept.append(one.text if whole <= seconds else one.text[: int(seconds * one.a_second)].rstrip())
            seconds -= whole + PAUSE_S
        return tuple(text for text in kept if text)


def _letters(text: str) -> str:
    text = MARKUP.sub("", text)  # what Twilio tells was played may be what we sent, with its markup
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def _first(text: str, letters: int) -> str:
    """Return the beginning of a text that holds so many letters."""
    for place, sign in enumerate(text):
        if letters <= 0 and not unicodedata.combining(sign) and unicodedata.category(sign)[0] != "M":
            return text[:place]
        letters -= len(_letters(sign))
    return text
