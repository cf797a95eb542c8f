"""The words of the call and of the text that bring a code, in four languages."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

from assistant.languages import Language
from assistant.spoken.quantities import digits
from assistant.turns.events import Pace
from voice.flow.values import Said


@cache
def lines() -> Mapping[str, Mapping[str, str]]:
    """Return every line by its name and language."""
    told: dict[str, dict[str, str]] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    return told


def written(name: str, language: Language, *, code: str = "") -> str:
    """Return a line as it is written."""
    return lines()[name][language].format(code=code)


def said(name: str, language: Language, *, interruptible: bool = True) -> Said:
    """Return a line as it is said."""
    return Said(written(name, language), language=language, interruptible=interruptible)


def said_slowly(name: str, language: Language, code: str) -> Said:
    """Return a line with a code in it, digit by digit, to its end: a key pressed too soon must not cost it."""
    pace: Pace = "slow"
    words = ", ".join(digits(digit, language) for digit in code)
    return Said(written(name, language, code=words), language=language, pace=pace, interruptible=False)
