"""Platforms, categories, scores and languages that a message names, the user's own among them."""

from collections.abc import Sequence
from functools import lru_cache

from assistant.languages import Language
from assistant.understanding.folding import Token
from assistant.understanding.lexicon import Lexicon, Match, build, own_and_english, read
from assistant.understanding.understood import Known

BILL_LIKE = frozenset(
    {"housing", "insurance", "phone", "loan", "subscriptions", "bank_fee", "platform_fee", "overdraft"}
)
Names = tuple[tuple[str, ...], tuple[tuple[str, str], ...]]


def own(known: Known) -> Names:
    """Return the user's own words in a form that can be a key of a cache."""
    return tuple(sorted(known.platforms)), tuple(sorted(known.categories.items()))


@lru_cache(maxsize=200)
def platforms(language: Language, names: Names) -> Lexicon:
    """Return the platforms: the user's own first."""
    lexicon = Lexicon()
    for name in names[0]:
        lexicon.add(name.replace("_", " "), name, language)
    return _with(lexicon, "platforms", language)


@lru_cache(maxsize=200)
def categories(language: Language, names: Names) -> Lexicon:
    """Return the categories: the user's own first."""
    lexicon = Lexicon()
    for key, label in names[1]:
        for phrase in (label, key.replace("_", " ")):
            if len(phrase) > 2 and phrase not in {"expense", "personal", "earning", "tax", "transfer", "refund"}:
                lexicon.add(phrase, key, language)
    return _with(lexicon, "categories", language)


@lru_cache(maxsize=50)
def shipped(kind: str, language: Language, file: str = "names") -> Lexicon:
    """Return the words of one kind that are the same for everybody."""
    return build(read(file)[kind], language, order=own_and_english(language))


def _with(lexicon: Lexicon, kind: str, language: Language) -> Lexicon:
    rest = shipped(kind, language)
    lexicon.exact = {**rest.exact, **lexicon.exact}
    lexicon.stems = {**rest.stems, **lexicon.stems}
    lexicon.longest = max(lexicon.longest, rest.longest)
    return lexicon


def found(lexicon: Lexicon, words: Sequence[Token]) -> list[Match]:
    """Return what a lexicon finds in a message."""
    return list(lexicon.find(words))
