"""What a session wants done. Whoever carries it does it in this order."""

from dataclasses import dataclass

from voice.flow.values import Heard
from voice.relay.wire import Outgoing


@dataclass(frozen=True, slots=True)
class Send:
    """Tell Twilio."""

    message: Outgoing


@dataclass(frozen=True, slots=True)
class Begin:
    """Conduct a turn: what was heard goes in, its steps come back under its number."""

    turn: int
    heard: Heard


@dataclass(frozen=True, slots=True)
class Cancel:
    """Stop a turn at once, and the model with it."""

    turn: int


@dataclass(frozen=True, slots=True)
class Cut:
    """Keep of a turn's answer only what was heard: whole sentences, and the last one as far as it went."""

    turn: int
    heard: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Noted:
    """Something to count: a word for it, never what was said."""

    what: str


@dataclass(frozen=True, slots=True)
class Close:
    """Close the socket."""

    code: int = 1000


Effect = Send | Begin | Cancel | Cut | Noted | Close
