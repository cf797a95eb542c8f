"""What somebody says instead of a key: the words of the menu, word for word, whatever case, accent or politeness."""

import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache

from assistant.languages import DEFAULT, Language
from voice.flow.lines import named, table, words

KEYS = "1234567890"


def meaning(text: str, language: Language, among: Iterable[str]) -> str:
    """Return which of these kinds of words a text is, all of it; empty where it is something else."""
    said = _told(language).get(_bare(text, language), frozenset())
    return next((kind for kind in among if kind in said), "")


def key_named(text: str, language: Language) -> str:
    """Return the key that a text names: "one", "3"; empty where it names none."""
    return _keys(language).get(_bare(text, language), "")


@cache
def _told(language: Language) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for kind in table()["words"]:
        if kind == "polite":
            continue
        for tongue in (language, DEFAULT):
            for phrase in words(kind, tongue):
                found.setdefault(_bare(phrase, language), set()).add(kind)
    return {phrase: frozenset(kinds) for phrase, kinds in found.items() if phrase}


@cache
def _keys(language: Language) -> Mapping[str, str]:
    return {_folded(form): key for key in KEYS for form in (key, named(int(key), language), named(int(key), DEFAULT))}


@cache
def _polite(language: Language) -> frozenset[str]:
    phrases = (*words("polite", language), *words("polite", DEFAULT))
    return frozenset(word for phrase in phrases for word in _folded(phrase).split())


def _bare(text: str, language: Language) -> str:
    polite = _polite(language)
    return " ".join(word for word in _folded(text).split() if word not in polite)


def _folded(text: str) -> str:
    """Return letters, their marks and digits in small letters; accents of Latin letters do not count."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(one for one in plain if not "\u0300" <= one <= "\u036f" and one not in "'’")
    plain = unicodedata.normalize("NFC", plain)
    kept = (one if unicodedata.category(one)[0] in "LMN" or one in "\u200c\u200d" else " " for one in plain)
    return " ".join("".join(kept).split())
