"""What a relay's voice has been given to say, and how far it is on the clock."""

from dataclasses import dataclass, field

from telephone_rig import voices
from telephone_rig.relay.config import INPUTS
from telephone_rig.twiml.walking import A_RECORDING_S

EITHER = frozenset(INPUTS["any"])


@dataclass
class Utterance:
    """One turn of the application: the text of all its tokens, up to the one that is the last.

    Attributes:
        began: when its first token came; it is said from then on, or when what is before it is over.
        whole: whether its last token has come.
    """

    began: float
    language: str
    interruptible: frozenset[str] = EITHER
    text: str = ""
    whole: bool = False
    audio: float = 0.0

    @property
    def seconds(self) -> float:
        """How long it takes, as far as it is known."""
        return (voices.seconds(self.text, self.language) if self.text.strip() else 0.0) + self.audio


@dataclass
class Voice:
    """Says one utterance after the other."""

    said: list[Utterance] = field(default_factory=list)
    waiting: list[Utterance] = field(default_factory=list)

    def token(self, text: str, *, last: bool, now: float, language: str, interruptible: frozenset[str]) -> None:
        """Take a token; one that is empty and the last closes the turn."""
        if not self.waiting or self.waiting[-1].whole:
            if not text and last:
                return
            self.waiting.append(Utterance(max(now, self.ends(now)), language, interruptible))
        utterance = self.waiting[-1]
        utterance.text += text
        utterance.whole = utterance.whole or last
        utterance.interruptible &= interruptible

    def play(self, times: int, *, now: float, interruptible: frozenset[str]) -> None:
        """Take a recording."""
        began = max(now, self.ends(now))
        audio = A_RECORDING_S * max(1, times)
        self.waiting.append(Utterance(began, "", interruptible, audio=audio, whole=True))

    def ends(self, now: float) -> float:
        """Return when everything will have been said."""
        return max([now, *(one.began + one.seconds for one in self.waiting)])

    def speaking(self, now: float) -> Utterance | None:
        """Return what is being said."""
        return next((one for one in self.waiting if one.began + one.seconds > now), None)

    def finish(self, now: float) -> list[tuple[Utterance, str]]:
        """Put away what has been said by now, and return it with its text."""
        done = [one for one in self.waiting if one.whole and one.began + one.seconds <= now]
        self.waiting = [one for one in self.waiting if one not in done]
        self.said += done
        return [(one, one.text.strip()) for one in done]

    def cut(self, now: float) -> tuple[Utterance, str] | None:
        """Stop; return what was being said, with what was heard of it. What was still to come is never said."""
        utterance = self.speaking(now)
        if utterance is None:
            return None
        heard = voices.said_by(utterance.text, now - utterance.began, utterance.language)
        self.waiting, self.said = [], [*self.said, utterance]
        utterance.whole = True
        return utterance, heard
