"""What the line itself says: lines.yaml, filled in for the ear and for the eye."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from assistant.languages import DEFAULT, Language
from assistant.spoken.tongues import TONGUES
from assistant.turns.events import Pace
from voice.flow.values import Said

FILE = Path(__file__).parent / "lines.yaml"


@cache
def table() -> Mapping[str, Mapping[str, Mapping[str, Any]]]:
    """Return all lines, names of keys and words."""
    found: dict[str, dict[str, dict[str, Any]]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return found


def say(
    key: str,
    language: Language,
    *,
    pace: Pace = "normal",
    interruptible: bool = True,
    values: Mapping[str, str | int] | None = None,
) -> tuple[Said, ...]:
    """Return a line's sentences, filled in.

    Args:
        values: what stands for the placeholders: an int or a key of the telephone is said as a word, a text as it is.
    """
    told, given = table()["lines"][key], values or {}
    return tuple(
        Said(
            _filled(raw, given, language, aloud=True),
            _filled(raw, given, language, aloud=False),
            language,
            pace,
            interruptible,
        )
        for raw in told.get(language) or told[DEFAULT]
    )


def _filled(raw: str, values: Mapping[str, str | int], language: Language, *, aloud: bool) -> str:
    for name, value in values.items():
        raw = raw.replace(f"{{{name}}}", named(value, language) if aloud else str(value))
    return raw[:1].upper() + raw[1:]


@cache
def named(value: int | str, language: Language) -> str:
    """Return how a number or a key is said: "three", "pound"."""
    if isinstance(value, int):
        return TONGUES[language].cardinal(value, "")
    names = table()["keys"].get(value)
    return str(names[language]) if names else value


def words(kind: str, language: Language) -> tuple[str, ...]:
    """Return the words of a kind that may be said in a language."""
    return tuple(table()["words"][kind].get(language, ()))
