"""What comes in, and the turn that it begins."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from accounts import audit
from accounts.models import User
from assistant.conversations import keeping
from assistant.languages import Language
from assistant.models import Channel
from assistant.turns.events import Sentence
from assistant.turns.models import Models
from assistant.turns.stopwatch import Stopwatch
from assistant.understanding import Understood


@dataclass(frozen=True)
class Message:
    """What came in.

    Attributes:
        language: the one that the person chose for the channel, where they did.
        conversation: the one it belongs to; None begins one.
        actor: who is behind what is done, for the audit.
        turn, begins: what the turn, and a conversation that begins with it, will be called; known beforehand, so that
            a channel can name an answer that it interrupts before it is complete.
        meant: what it means, where the channel knows: a key of a menu.
        also: what it means besides, answered in the same turn.
        proposal: what a yes or a no is about, where the channel knows: empty, nothing is decided.
    """

    user: User
    text: str
    now: datetime
    channel: Channel = Channel.TEXT
    language: Language | None = None
    conversation: UUID | None = None
    actor: audit.Actor = audit.OWNER
    turn: UUID = field(default_factory=keeping.new_id)
    begins: UUID = field(default_factory=keeping.new_id)
    meant: Understood | None = None
    also: tuple[Understood, ...] = ()
    proposal: str | None = None


@dataclass
class Exchange:
    """One turn under way.

    Attributes:
        modelled: that a model was asked anything, so that there is something to sum up.
    """

    message: Message
    models: Models
    watch: Stopwatch = field(default_factory=Stopwatch)
    said: list[Sentence] = field(default_factory=list)
    modelled: bool = False
    replaced: int = 0
    of_the_model: int = 0

    @property
    def turn(self) -> UUID:
        """What the turn is called."""
        return self.message.turn
