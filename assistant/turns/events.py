"""What a turn brings forth, in this order: sentences, the facts behind them, and the answer as a whole."""

from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

from assistant.facts import Fact
from assistant.languages import Language
from assistant.understanding import Slots

SourceName = Literal["groq", "ollama", "offline"]
Pace = Literal["normal", "slow"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence.

    Attributes:
        text: as it is written: "$1,234.56".
        spoken: as it is said: "one thousand two hundred thirty-four dollars and fifty-six cents".
        filler: said because the answer takes a while; no part of the answer.
        pace: how fast a voice should say it.
        language: the one that a voice should say it in, of a sentence on its way.
    """

    text: str
    spoken: str
    filler: bool = False
    pace: Pace = "normal"
    language: Language | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class FactsShown:
    """The figures behind the sentences."""

    facts: tuple[Fact, ...]
    language: Language


@dataclass(frozen=True, slots=True)
class Option:
    """One of two ways in which a question could be meant: what a button says, and what it asks."""

    label: str
    message: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """An action that waits for a yes."""

    id: UUID
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A turn as a whole.

    Attributes:
        slots: what the question named.
        source: who worded it.
        timings_ms: by stage.
        replaced: sentences of a model that were kept back.
        asking: whether it is a question back.
        template: the key of the sentences of a tool's answer.
    """

    conversation: UUID
    turn: UUID
    sentences: tuple[Sentence, ...]
    language: Language
    intent: str
    slots: Slots
    confidence: float
    facts: tuple[Fact, ...]
    source: SourceName
    model: str = ""
    timings_ms: dict[str, float] = field(default_factory=dict)
    replaced: int = 0
    asking: bool = False
    options: tuple[Option, ...] = ()
    proposal: Waiting | None = None
    pace: Pace = "normal"
    interrupted: bool = False
    template: str = ""

    @property
    def text(self) -> str:
        """The answer as it is written, without fillers."""
        return " ".join(one.text for one in self.sentences if not one.filler)


@dataclass(frozen=True, slots=True)
class Done:
    """The turn is over and kept."""

    answer: Answer


Event = Sentence | FactsShown | Done
