"""Words mistyped, misheard or without their vowels, put right where that gives one word with a meaning here."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from assistant.languages import Language
from assistant.understanding.folding import Token, fold
from assistant.understanding.lexicon import build, own_and_english, phrases, read
from assistant.understanding.slips import FAR, bones, distance, sound, without_vowels

SHORTEST = 3  # letters
SPOKEN = 4  # from so many letters on, words that sound alike are one
BONES = 3  # consonants at least, of a word without its vowels
Index = dict[str, set[str]]


@dataclass(slots=True)
class Words:
    """The words that mean something, each with its rank: days before names before the rest."""

    rank: dict[str, int] = field(default_factory=dict)
    shorter: Index = field(default_factory=dict)
    sounds: Index = field(default_factory=dict)
    bones: Index = field(default_factory=dict)

    def add(self, word: str, rank: int, language: Language) -> None:
        """Take a word up, unless it is there already."""
        if word in self.rank:
            return
        self.rank[word] = rank
        if len(word) < SHORTEST:
            return
        for less in (word, *_without_one(word)):
            self.shorter.setdefault(less, set()).add(word)
        if len(word) >= SPOKEN:
            self.sounds.setdefault(sound(word, language), set()).add(word)
            self.bones.setdefault(bones(word), set()).add(word)


def _without_one(word: str) -> set[str]:
    return {word[:place] + word[place + 1 :] for place in range(len(word))}


@cache
def _words(language: Language) -> Words:
    found = Words()
    kinds = ("platforms", "categories", "scores")
    tables = [(0, read("calendar")), *((1, read("names")[kind]) for kind in kinds), (2, read("concepts"))]
    for rank, table in tables:
        lexicon = build(table, language, order=own_and_english(language))
        for word in sorted({word for run in lexicon.exact for word in run if word.isalpha()}):
            found.add(word, rank, language)
    for phrase in phrases(read("common")[language]):
        found.rank.setdefault(fold(phrase, language), len(tables))
    return found


def put_right(
    words: Sequence[Token], language: Language, seen: Callable[[str], bool], numbers: Collection[int] = ()
) -> list[Token]:
    """Return the words, those mended that are in no list and that the model has never seen.

    Args:
        seen: tells whether the model has seen a word.
        numbers: the places of what was read as a number; those stay.
    """
    known = _words(language)
    return [
        _mended(word, known, language) if place not in numbers and _strange(word.fold, known, seen) else word
        for place, word in enumerate(words)
    ]


def _strange(word: str, known: Words, seen: Callable[[str], bool]) -> bool:
    return len(word) >= SHORTEST and word.isalpha() and word not in known.rank and not seen(word)


def _mended(word: Token, known: Words, language: Language) -> Token:
    typed = word.fold
    near: dict[str, int] = {}
    for less in (typed, *_without_one(typed)):
        for meant in known.shorter.get(less, ()):
            near[meant] = distance(typed, meant)
    if len(typed) >= SPOKEN:
        near |= dict.fromkeys(known.sounds.get(sound(typed, language), ()), 0)
    if len(bones(typed)) >= BONES:
        for meant in known.bones.get(bones(typed), ()):
            near[meant] = min(near.get(meant, FAR), without_vowels(typed, meant))
    ranked = sorted((cost, known.rank[meant], meant) for meant, cost in near.items() if cost < FAR)
    best = [meant for *how, meant in ranked if how == list(ranked[0][:2])]
    spellings = len({bones(meant) for meant in best}) == 1 and len(bones(typed)) >= BONES
    return replace(word, fold=best[0]) if len(best) == 1 or (best and spellings) else word
