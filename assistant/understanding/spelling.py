"""Words with a letter too many, too few or two swapped, put right where that gives a word with a meaning here."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

from assistant.languages import Language
from assistant.understanding.folding import Token
from assistant.understanding.lexicon import Lexicon, build, read

SHORTEST = 5  # letters; one wrong letter in fewer makes another word too easily
Index = dict[str, set[str]]


def _without_one(word: str) -> set[str]:
    return {word[:place] + word[place + 1 :] for place in range(1, len(word))}


@cache
def _index(language: Language) -> tuple[frozenset[str], Index]:
    """The words that mean something, and where a letter of them is left out."""
    tables = [
        read("calendar"),
        read("concepts"),
        *(read("names")[kind] for kind in ("platforms", "categories", "scores")),
    ]
    words: set[str] = set()
    for table in tables:
        lexicon: Lexicon = build(table, language, order=(language,))
        words |= {word for run in lexicon.exact for word in run if word.isalpha()}
    index: Index = {}
    for word in words:
        if len(word) >= SHORTEST:
            for shorter in (word, *_without_one(word)):
                index.setdefault(shorter, set()).add(word)
    return frozenset(words), index


def put_right(words: Sequence[Token], language: Language, seen: Callable[[str], bool]) -> list[Token]:
    """Return the words, those mended that are in no list and that the model has never seen.

    Args:
        seen: tells whether the model has seen a word.
    """
    known, index = _index(language)
    return [
        word
        if len(word.fold) < SHORTEST or not word.fold.isalpha() or word.fold in known or seen(word.fold)
        else _mended(word, index)
        for word in words
    ]


def _mended(word: Token, index: Index) -> Token:
    near: set[str] = set()
    for shorter in (word.fold, *_without_one(word.fold)):
        near |= index.get(shorter, set())
    near = {one for one in near if _slip(word.fold, one)}
    return replace(word, fold=min(near)) if len(near) == 1 else word


def _slip(typed: str, meant: str) -> bool:
    """Tell a slip of the finger from another word: first and last letter hold, and no letter is exchanged."""
    if (typed[0], typed[-1]) != (meant[0], meant[-1]):
        return False
    if len(typed) == len(meant):
        return sorted(typed) == sorted(meant)
    return abs(len(typed) - len(meant)) == 1
