"""What the conversation itself says, and what it calls the things one can ask for."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from assistant.languages import DEFAULT, Language


@cache
def _table() -> dict[str, dict[str, dict[str, Any]]]:
    path = Path(__file__).parent / "phrases.yaml"
    found: dict[str, dict[str, dict[str, Any]]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


def phrase(key: str, language: Language) -> tuple[str, ...]:
    """Return the sentences of a key."""
    told = _table()["sentences"][key]
    return tuple(told.get(language) or told[DEFAULT])


def phrases() -> tuple[str, ...]:
    """Return the keys that there are."""
    return tuple(_table()["sentences"])


def label(key: str, language: Language) -> str:
    """Return what an intent or a value is called; a value without a name of ours is called as it is written."""
    told = _table()["labels"].get(key)
    return str(told.get(language) or told[DEFAULT]) if told else key.replace("_", " ")


def which(options: tuple[str, ...], language: Language) -> tuple[str, ...]:
    """Return the question back with its two options."""
    named = [label(one, language) for one in options]
    (question,) = phrase("which", language)
    return (question.replace("{a}", named[0]).replace("{b}", named[-1]),)
