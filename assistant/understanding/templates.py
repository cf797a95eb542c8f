"""Phrasings out of a line of the lists: "(a|b)" either, "[a]" or not, "{slot}" filled in."""

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import yaml

from assistant.understanding.lexicon import phrases

LISTS = Path(__file__).parent / "phrases"
DRAWS = 6  # of a line with choices; one without is itself
FRAMED = 0.3  # of the lines with few phrasings get one in a frame; of the others one each
_CHOICE = re.compile(r"\(([^()\[\]]*)\)|\[([^()\[\]]*)\]")
_SLOT = re.compile(r"\{(\w+)\}")


@cache
def values(language: str) -> Mapping[str, Sequence[str]]:
    """Return what placeholders are filled in with."""
    table = yaml.safe_load((LISTS / "values.yaml").read_text(encoding="utf-8"))
    return {name: phrases(listed) for name, listed in table[language].items()}


@cache
def frames(name: str) -> Mapping[str, Sequence[str]]:
    """Return what a list's phrasings may stand between."""
    table = yaml.safe_load((LISTS / "frames.yaml").read_text(encoding="utf-8"))
    return {place: [words.strip() for words in listed.split("|")] for place, listed in table[name].items()}


def lines(name: str) -> Iterator[tuple[str, str]]:
    """Yield (intent, line) of one list."""
    table: Mapping[str, str] = yaml.safe_load((LISTS / f"{name}.yaml").read_text(encoding="utf-8"))
    for intent, block in table.items():
        for line in block.splitlines():
            if line.strip():
                yield intent, line.strip()


def drawn(line: str, language: str) -> list[str]:
    """Return up to so many different phrasings of a line, the same ones every time."""
    chance = random.Random(f"{language}:{line}")  # noqa: S311 - the same every time, no secret
    if not re.search(r"[(\[{]", line):
        return [line, _framed(line, frames(language), chance)] if chance.random() < FRAMED else [line]
    found = list(dict.fromkeys(_one(line, values(language), chance) for _ in range(DRAWS * 2)))[:DRAWS]
    if len(found) > 2 or chance.random() < FRAMED:
        found[-1:] = [_framed(found[-1], frames(language), chance)]
    return found


def _framed(phrase: str, around: Mapping[str, Sequence[str]], chance: random.Random) -> str:
    before, after = chance.choice(around["before"]), chance.choice(around["after"])
    return chance.choice([f"{before} {phrase}", f"{phrase} {after}", f"{before} {phrase} {after}"])


def _one(line: str, filled: Mapping[str, Sequence[str]], chance: random.Random) -> str:
    def choose(found: re.Match[str]) -> str:
        must, may = found.groups()
        if must is not None:
            return chance.choice(str(must).split("|"))
        return chance.choice(str(may).split("|")) if chance.random() < 0.5 else ""

    while _CHOICE.search(line):
        line = _CHOICE.sub(choose, line)
    line = _SLOT.sub(lambda found: chance.choice(filled[found[1]]), line)
    return re.sub(r"\s+", " ", line).strip()
