"""What GigLens itself says on a call that it placed."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

from assistant.languages import Language
from voice.flow.values import Said


@cache
def table() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Return key -> language -> sentences."""
    told = yaml.safe_load((Path(__file__).parent / "lines.yaml").read_text(encoding="utf-8"))
    return {key: {code: tuple(said) for code, said in by_code.items()} for key, by_code in told.items()}


def line(key: str, language: Language, *, interruptible: bool = True) -> tuple[Said, ...]:
    """Return the sentences of a key."""
    return tuple(Said(one, one, language, interruptible=interruptible) for one in table()[key][language])
