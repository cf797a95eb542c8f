"""The few sentences that the relay itself says: when something broke, when time is up, when we restart."""

from functools import cache
from pathlib import Path

import yaml

from assistant.languages import Language
from voice.flow.values import Said


@cache
def _lines() -> dict[str, dict[Language, str]]:
    told: dict[str, dict[Language, str]] = yaml.safe_load(Path(__file__).with_name("lines.yaml").read_text("utf-8"))
    return told


def own(name: str, language: Language) -> Said:
    """Return a sentence; a goodbye is not interrupted."""
    text = _lines()[name][language]
    return Said(text, text, language=language, interruptible=name == "nothing")
