"""The shapes of asking a model: what goes in, what it may take, and the two ways in which nothing whole comes back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from assistant.languages import Language


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a model reads. Made by `assistant.llm.prompts`, which lets nothing hostile or secret in.

    Attributes:
        rules: the system message.
        question: the user's message: everything that came from outside, marked as data.
        language: of the answer.
        most_tokens: of the answer.
        bound: tokens that rules and question are at most; see `assistant.llm.tokens`.
    """

    rules: str
    question: str
    language: Language
    bound: int
    most_tokens: int = 160


@dataclass(frozen=True, slots=True)
class Budget:
    """Who pays, and how long it may take; all of it from the moment of asking.

    Attributes:
        user_id: whose cap it counts against.
        turn: the turn of the conversation that it is for.
        first_token_s: how long one model may say nothing.
        between_s: how long it may pause after that.
        ladder_s: by when some model must have begun; after it the offline answer is due.
        total_s: by when the answer must be whole.
    """

    user_id: int
    turn: UUID | None = None
    first_token_s: float = 0.8
    between_s: float = 0.4
    ladder_s: float = 1.3
    total_s: float = 1.8


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool that a model may choose.

    Attributes:
        name: an intent's.
        description: one line.
        slots: the arguments that it takes: slot -> one line; all are texts and optional.
    """

    name: str
    description: str
    slots: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ToolCall:
    """What a model chose: one of the tools offered, with arguments that it takes. Untrusted: parse them like speech."""

    name: str
    arguments: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tried:
    """A model that did not answer, and why."""

    provider: str
    model: str
    why: str


class NoModel(Exception):
    """No model began to answer: say the template's answer.

    Attributes:
        tried: who was asked or passed over, in order.
    """

    def __init__(self, tried: tuple[Tried, ...] = ()) -> None:
        super().__init__(", ".join(f"{one.model or one.provider}: {one.why}" for one in tried) or "no model is set up")
        self.tried = tried


class Cut(Exception):
    """The answer broke off after its first words: finish it from the template.

    Attributes:
        why: what happened.
    """

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why
