"""Sentences with {{placeholders}}, filled in twice: as read and as heard."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from assistant.facts import Fact, Facts
from assistant.languages import Language
from assistant.spoken.saying import spoken, written
from assistant.spoken.seams import joined
from assistant.spoken.tongue import Coin, Form

PLACEHOLDER = re.compile(r"\{\{\s*([A-Za-z0-9_.]+)\s*\}\}")
BRACES = re.compile(r"\{\{|\}\}")
NEXT_WORD = re.compile(r"\s+([^\W\d_]+)")
FEMININE = ("a", "as", "ción", "ciones", "dad", "dades")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, as the screen shows it and as it is said."""

    text: str
    spoken: str


class UnknownPlaceholder(ValueError):
    """The sentence names a figure that the turn does not have, or its braces are broken."""

    def __init__(self, name: str) -> None:
        super().__init__(f"no fact is named {name!r}")
        self.name = name


def fill(sentence: str, facts: Facts, language: Language, today: date) -> Sentence:
    """Put the facts in their places.

    Raises:
        UnknownPlaceholder: a placeholder that is no fact of the turn.
    """
    known = {fact.name: fact for fact in facts}
    for name in placeholders(sentence):
        if name not in known:
            raise UnknownPlaceholder(name)
    if stray := BRACES.search(PLACEHOLDER.sub("", sentence)):
        raise UnknownPlaceholder(stray[0])

    def as_read(fact: Fact, _after: str) -> str:
        return written(fact, language, today=today)

    def as_heard(fact: Fact, after: str) -> str:
        return spoken(fact, language, today=today, before=noun(after, language) if fact.unit == "count" else None)

    return Sentence(_put(sentence, known, language, as_read), _put(sentence, known, language, as_heard))


def placeholders(sentence: str) -> list[str]:
    """Return the names of a sentence's placeholders, in order."""
    return PLACEHOLDER.findall(sentence)


def noun(after: str, language: Language) -> Coin | None:
    """Return the noun that stands behind a count, for its gender; None when none does."""
    word = NEXT_WORD.match(after)
    if not word:
        return None
    gender: Form = "f" if language == "es" and word[1].endswith(FEMININE) else "m"
    return Coin(word[1], word[1], gender)


def _put(sentence: str, known: dict[str, Fact], language: Language, say: Callable[[Fact, str], str]) -> str:
    out, at = "", 0
    for match in PLACEHOLDER.finditer(sentence):
        out += sentence[at : match.start()]
        after = sentence[match.end() :]
        out, after = joined(out, say(known[match[1]], after), after, language)
        at = len(sentence) - len(after)
    out += sentence[at:]
    return out[:1].upper() + out[1:] if sentence.startswith("{{") else out
