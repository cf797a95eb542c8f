"""From the key of an answer to its sentences, with placeholders where the figures go."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

from assistant.facts import Facts
from assistant.languages import DEFAULT, Language

TEMPLATES = Path(__file__).parent / "templates"
PLACEHOLDER = re.compile(r"\{\{([a-z_][a-z0-9_.]*)\}\}")
NOTE = "+"


class NoSuchAnswer(LookupError):
    """There are no words of that key, or a figure of theirs is not there: a fault of ours."""


@cache
def templates() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Return key -> language -> sentences."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for file in sorted(TEMPLATES.glob("*.yaml")):
        for key, told in yaml.safe_load(file.read_text(encoding="utf-8")).items():
            if key in found:
                raise ValueError(f"{key} is there twice")
            found[key] = {language: tuple(sentences) for language, sentences in told.items()}
    return found


def wording(template: str, facts: Facts, language: Language) -> list[str]:
    """Return the sentences of an answer, the notes last.

    Args:
        template: a key, with notes behind it: "balance.ok+newer_statement".
        facts: what the placeholders stand for.
        language: one of the four.

    Raises:
        NoSuchAnswer: no such key, or a placeholder without a fact.
    """
    sentences = [sentence for key in template.split(NOTE) for sentence in sentences_of(key, language)]
    if missing := placeholders(sentences) - {fact.name for fact in facts}:
        raise NoSuchAnswer(f"{template} wants {', '.join(sorted(missing))}")
    return sentences


def sentences_of(key: str, language: Language) -> tuple[str, ...]:
    """Return the sentences of one key."""
    told = templates().get(key)
    if told is None:
        raise NoSuchAnswer(key)
    return told.get(language) or told[DEFAULT]


def placeholders(sentences: list[str] | tuple[str, ...]) -> set[str]:
    """Return the names of the figures in sentences."""
    return {name for sentence in sentences for name in PLACEHOLDER.findall(sentence)}
