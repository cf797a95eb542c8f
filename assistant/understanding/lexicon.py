"""Lists of words, read from the tree and found in a message, the longest first."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from assistant.languages import Language
from assistant.understanding.folding import Token, tokens

# English words too short to be known in the other languages: "mar" and "sat" are theirs.
SHORT = frozenset(
    ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    + ["jan", "feb", "apr", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "mo", "e"]
)
WORDS = Path(__file__).parent / "words"


@dataclass(frozen=True, slots=True)
class Match:
    """Words of a message that say something: tokens from `first` to `last`, that one not among them."""

    means: str
    first: int
    last: int


@dataclass(slots=True)
class Lexicon:
    """Words, or runs of words, with what they mean."""

    exact: dict[tuple[str, ...], str] = field(default_factory=dict)
    stems: dict[str, str] = field(default_factory=dict)
    longest: int = 1

    def add(self, phrase: str, means: str, language: Language) -> None:
        """Take a phrase up; the first that said it keeps it."""
        folded = tuple(token.fold for token in tokens(phrase.rstrip("*"), language))
        if not folded:
            return
        if phrase.endswith("*") and len(folded) == 1:
            self.stems.setdefault(folded[0], means)
        self.exact.setdefault(folded, means)
        self.longest = max(self.longest, len(folded))

    def at(self, words: Sequence[Token], place: int) -> Match | None:
        """Return the longest phrase that begins here."""
        for length in range(min(self.longest, len(words) - place), 0, -1):
            found = self.exact.get(tuple(word.fold for word in words[place : place + length]))
            if found:
                return Match(found, place, place + length)
        return self._by_stem(words[place].fold, place)

    def _by_stem(self, word: str, place: int) -> Match | None:
        for length in range(len(word), 2, -1):
            found = self.stems.get(word[:length])
            if found:
                return Match(found, place, place + 1)
        return None

    def find(self, words: Sequence[Token]) -> Iterator[Match]:
        """Yield what is found, left to right, none over another."""
        place = 0
        while place < len(words):
            match = self.at(words, place)
            if match:
                yield match
            place = match.last if match else place + 1


@cache
def read(name: str) -> Mapping[str, Any]:
    """Return one file of words."""
    found: Mapping[str, Any] = yaml.safe_load((WORDS / f"{name}.yaml").read_text(encoding="utf-8"))
    return found


def phrases(listed: object) -> list[str]:
    """Return the phrases of a comma separated list."""
    return [phrase.strip().strip('"') for phrase in str(listed).split(",") if phrase.strip()]


def build(table: Mapping[str, Mapping[str, object]], language: Language, *, order: Iterable[str]) -> Lexicon:
    """Make the lexicon of a language from a table by language; English comes last, for it is mixed into all."""
    lexicon = Lexicon()
    for code in order:
        for means, listed in (table.get(code) or {}).items():
            for phrase in phrases(listed):
                if code == "en" and language != "en" and phrase in SHORT:
                    continue
                lexicon.add(phrase, means, language)
    return lexicon


def own_and_english(language: Language) -> tuple[str, ...]:
    """Return whose words are known in a language."""
    return (language,) if language == "en" else (language, "en")
