"""The held-out phrasings, and how an understanding of them is judged."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from assistant.facts import Span
from assistant.languages import Language
from assistant.understanding import Context, Known, Understood, understand
from assistant.understanding.model import IntentModel

FOLDER = Path(__file__).parent / "unseen"
TODAY = date(2026, 11, 18)  # a Wednesday
KNOWN = Known(platforms=("uber", "lyft"), categories={}, currency="USD", time_zone="UTC")
FREE = frozenset({"text", "topic", "currency"})  # held to only where the turn names them


@dataclass(frozen=True, slots=True)
class Turn:
    """A message, what it means, and where it stands.

    Attributes:
        before: the message before it, where this one goes on from that.
        kind: of the part that tells its kinds apart: typos, follow_ups and so on.
    """

    text: str
    intent: str
    slots: dict[str, Any]
    language: Language
    mode: str
    kind: str = ""
    before: str = ""

    def slots_right(self, found: Understood) -> bool:
        """Tell whether the slots are those of the turn, none missing and none too many."""
        given = {name: value for name, value in found.slots.given().items() if name not in FREE or name in self.slots}
        if isinstance(given.get("text"), str):
            given["text"] = given["text"].lower()
        return given == self.slots


def turns() -> Iterator[Turn]:
    """Yield all held-out turns."""
    for path in sorted(FOLDER.glob("*.yaml")):
        told = yaml.safe_load(path.read_text(encoding="utf-8"))
        by_kind = told["turns"] if isinstance(told["turns"], dict) else {"": told["turns"]}
        for kind, lines in by_kind.items():
            for line in lines.splitlines():
                if line.strip():
                    yield _turn(line, kind, told)


def understood(turn: Turn, model: IntentModel, text: str = "") -> Understood:
    """Return what is understood of a turn, or of the text in its stead, after the message before it."""
    context = Context()
    if turn.before:
        first = _asked(turn.before, turn.language, context, model)
        context = Context(intent=first.intent, slots=first.slots, asking=first.asking)
    return _asked(text or turn.text, turn.language, context, model)


def _asked(text: str, language: Language, context: Context, model: IntentModel) -> Understood:
    return understand(text, language=language, context=context, today=TODAY, known=KNOWN, model=model)


def _turn(line: str, kind: str, told: dict[str, Any]) -> Turn:
    said, _, meaning = line.partition(" => ")
    before, _, text = said.strip().rpartition(" >> ")
    intent, *slots = (part.strip() for part in meaning.split(";"))
    return Turn(text.strip(), intent, dict(map(_slot, slots)), told["language"], told["mode"], kind, before)


def _slot(told: str) -> tuple[str, Any]:
    name, _, value = told.partition("=")
    if name in {"amount", "distance"}:
        return name, Decimal(value)
    if name in {"period", "other_period"}:
        first, last = value.split("..")
        return name, Span(date.fromisoformat(first), date.fromisoformat(last))
    return name, date.fromisoformat(value) if name == "on" else value


def disturbed(text: str, chance: random.Random) -> str:
    """Return the text as a hurried thumb or a bad line brings it: a word lost, letters lost, swapped or doubled."""
    words = text.split()
    if len(words) > 3 and chance.random() < 0.3:
        words.pop(chance.randrange(len(words)))
    return " ".join(_slipped(word, chance) for word in words)


def _slipped(word: str, chance: random.Random) -> str:
    if len(word) <= 4 or not word.isascii() or not word.isalpha() or chance.random() > 0.2:
        return word
    place = chance.randrange(1, len(word) - 1)
    before, after = word[:place], word[place + 1 :]
    return chance.choice(
        [before + after, before + after[:1] + word[place] + after[1:], before + word[place] * 2 + after]
    )
