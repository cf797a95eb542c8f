"""What comes from the line and what goes to it, whichever way carries the call."""

from dataclasses import dataclass
from typing import Literal

from assistant.languages import DEFAULT, Language
from assistant.turns.events import Pace

HeardKind = Literal["start", "digits", "speech", "silence", "again", "dialled"]
Awaited = Literal["menu", "pin", "question", "language", "decision"]
Why = Literal["goodbye", "silence", "too_long", "locked", "blocked", "decided", "voicemail", "error", "human"]


@dataclass(frozen=True, slots=True)
class Heard:
    """What came from the line.

    Attributes:
        kind: `again`: the way has to say its last words once more; `dialled`: a person was dialled, and the text is
            Twilio's word for how that ended.
        confidence: of the recognition of the text, 0 to 1, where the line tells it.
        language: the tag of the language that the text was heard in, where the line tells it.
    """

    kind: HeardKind
    digits: str = ""
    text: str = ""
    confidence: float | None = None
    language: str = ""

    def __repr__(self) -> str:
        """Keep digits and words out of logs and traces."""
        return f"Heard({self.kind!r})"


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence for the ear.

    Attributes:
        text: as spoken: words, never "$1,234.56".
        written: as written, for transcripts.
    """

    text: str
    written: str = ""
    language: Language = DEFAULT
    pace: Pace = "normal"
    interruptible: bool = True


@dataclass(frozen=True, slots=True)
class Listening:
    """What is awaited next; ends a step.

    Attributes:
        digits: how many; None: any, closed by #.
        speech: whether words are listened to; never for a PIN or a decision.
        hints: words that are likely.
        language: the one that is listened for.
    """

    what: Awaited
    digits: int | None
    speech: bool
    timeout_s: int = 8
    hints: tuple[str, ...] = ()
    language: Language = DEFAULT


@dataclass(frozen=True, slots=True)
class Ended:
    """Hang up."""

    why: Why


Step = Said | Listening | Ended
