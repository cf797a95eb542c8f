"""A scenario: what somebody says, turn by turn, and what has to come of it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from assistant.languages import Language

FOLDER = Path(__file__).parent
USUAL_MS = 1_000  # on a machine that does other things too; `make bench-voice` measures what a turn takes


class Expected(BaseModel):
    """One turn.

    Attributes:
        say: the message.
        intent: that it has to be understood as; several may do.
        slots: values that have to be among the slots, as the API tells them.
        tool: how the key of the answer begins: "balance" for "balance.ok".
        facts: names that have to be among the facts.
        says, must_not: words that have to be, or must not be, in the answer; case does not count.
        asking: whether it is a question back.
        language: of the answer, where it is not the scenario's.
    """

    model_config = ConfigDict(extra="forbid")

    say: str
    intent: str | list[str]
    slots: dict[str, Any] = {}
    tool: str = ""
    facts: list[str] = []
    says: list[str] = []
    must_not: list[str] = []
    asking: bool | None = None
    language: Language | None = None
    budget_ms: int = USUAL_MS


class Scenario(BaseModel):
    """A conversation from its first turn on."""

    model_config = ConfigDict(extra="forbid")

    id: str
    language: Language
    channel: Literal["text", "voice", "telephone"] = "text"
    turns: list[Expected] = Field(min_length=1)


def scenarios() -> list[Scenario]:
    """Return every scenario of the folder; ids are unique."""
    found = list(_read())
    ids = [one.id for one in found]
    if len(set(ids)) != len(ids):
        raise ValueError(f"twice: {sorted({one for one in ids if ids.count(one) > 1})}")
    return found


def _read() -> Iterator[Scenario]:
    for file in sorted(FOLDER.glob("*.yaml")):
        for number, told in enumerate(yaml.safe_load(file.read_text(encoding="utf-8")), 1):
            # A scenario of one turn is written as that turn.
            whole = told if "turns" in told else {"turns": [told]}
            yield Scenario(**{"id": f"{file.stem}-{number}", "language": file.stem.split("-")[0]} | whole)
