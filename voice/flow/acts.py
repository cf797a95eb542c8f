"""What the flow wants done, and what came of it: values both, so that the flow itself touches nothing."""

from dataclasses import dataclass

from assistant.languages import Language
from assistant.turns.events import Pace
from voice.flow.values import Ended, Listening, Said


@dataclass(frozen=True, slots=True)
class CheckPin:
    """See whether a PIN is right."""

    pin: str

    def __repr__(self) -> str:
        """Keep the PIN out of logs and traces."""
        return "CheckPin()"


@dataclass(frozen=True, slots=True)
class Look:
    """Find an article for a question; nothing of anybody's is read."""

    text: str

    def __repr__(self) -> str:
        """Keep what was said out of logs and traces."""
        return "Look()"


@dataclass(frozen=True, slots=True)
class Read:
    """Read an article out."""

    key: str


@dataclass(frozen=True, slots=True)
class Shelve:
    """Name the articles of a page."""

    page: int
    size: int


@dataclass(frozen=True, slots=True)
class Tell:
    """Answer a key of the menu: what it asks, in the assistant's words for it."""

    key: str


@dataclass(frozen=True, slots=True)
class Ask:
    """Put a question to the assistant, sentence by sentence."""

    text: str

    def __repr__(self) -> str:
        """Keep what was said out of logs and traces."""
        return "Ask()"


@dataclass(frozen=True, slots=True)
class Decide:
    """Carry out what was proposed, or leave it: the caller's own key says so."""

    proposal: str
    yes: bool


@dataclass(frozen=True, slots=True)
class StopRings:
    """Take back every consent to be rung."""


@dataclass(frozen=True, slots=True)
class FetchPerson:
    """Put the caller through to a person, where there is one."""


Act = CheckPin | Look | Read | Shelve | Tell | Ask | Decide | StopRings | FetchPerson
Effect = Said | Listening | Ended | Act


@dataclass(frozen=True, slots=True)
class PinRight:
    """The PIN was right.

    Attributes:
        language: the caller's own.
    """

    language: Language


@dataclass(frozen=True, slots=True)
class PinWrong:
    """The PIN was wrong, or none is right just now, or nobody is known by this number: one and the same.

    Attributes:
        locked: for the record only.
    """

    locked: bool = False


@dataclass(frozen=True, slots=True)
class Quoted:
    """What an article says; empty where none was found."""

    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Shelved:
    """The articles of a page, by key and name.

    Attributes:
        further: whether there is a next page.
    """

    articles: tuple[tuple[str, str], ...]
    page: int
    further: bool


@dataclass(frozen=True, slots=True)
class Answered:
    """What the assistant answered.

    Attributes:
        said: its sentences.
        heard: that they are on the line already; otherwise the flow says them.
        language: the one to go on in, where the caller asked for another.
        options: the two ways in which a question could be meant.
        proposal: the public id of what waits for a yes.
        asking: that it is a question back.
        person: that a person was asked for, and can be fetched.
    """

    said: tuple[Said, ...]
    intent: str = ""
    heard: bool = False
    language: Language | None = None
    pace: Pace = "normal"
    options: tuple[str, ...] = ()
    proposal: str = ""
    asking: bool = False
    person: bool = False
    turn: str = ""


@dataclass(frozen=True, slots=True)
class Interrupted:
    """An answer was cut off.

    Attributes:
        proposal: what it had begun to ask a yes for.
    """

    said: tuple[Said, ...]
    turn: str = ""
    proposal: str = ""


@dataclass(frozen=True, slots=True)
class RingsStopped:
    """No consent stands any more."""


@dataclass(frozen=True, slots=True)
class PersonFetched:
    """A person is being dialled, or may not be: the day's calls are used up."""

    coming: bool


@dataclass(frozen=True, slots=True)
class Broken:
    """Something did not work."""


Outcome = PinRight | PinWrong | Quoted | Shelved | Answered | Interrupted | RingsStopped | PersonFetched | Broken
