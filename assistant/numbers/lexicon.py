"""Every word and phrase that has to do with numbers, of all four languages, as a sentence in one of them hears it."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from types import ModuleType

from assistant.languages import LANGUAGES, Language
from assistant.numbers.currencies import currency_phrases
from assistant.numbers.plain import folded
from assistant.numbers.roles import Entry
from assistant.numbers.words import en, es, foreign, hi, te
from assistant.spoken.words import en as en_said
from assistant.spoken.words import es as es_said
from assistant.spoken.words import hi as hi_said
from assistant.spoken.words import te as te_said

TABLES: dict[Language, ModuleType] = {"en": en, "es": es, "hi": hi, "te": te}
SAID: dict[Language, ModuleType] = {"en": en_said, "es": es_said, "hi": hi_said, "te": te_said}
PIECES = re.compile(r"[0-9]+|[a-z\u0900-\u0963\u0971-\u097f\u0c00-\u0c63']+|[^\s]")
Phrase = tuple[str, ...]
Lexicon = Mapping[str, list[tuple[Phrase, Entry]]]
SCRIPT_FREE = frozenset({"hi", "te"})  # languages whose own script no other language's words can be mistaken for


def pieces(phrase: str) -> Phrase:
    """Return a phrase as the tokens that a text would have."""
    return tuple(PIECES.findall(folded(phrase)))


def split(words: str) -> list[str]:
    """Return the phrases of a line of a table: parted by bars, or by spaces when it has none."""
    return [word.strip() for word in words.split("|") if word.strip()] if "|" in words else words.split()


@cache
def lexicon(language: Language) -> Lexicon:
    """Return first word -> phrases with their entries, the longest first, as heard in a sentence of that language."""
    ordinary = {folded(word) for word in TABLES[language].ORDINARY}
    found: dict[Phrase, Entry] = {}
    others = [other for other in LANGUAGES if other != language]
    for source in (language, *others):
        for phrase, entry in _entries(source):
            latin = phrase[0].isascii()
            if (
                source != language
                and latin
                and entry.role in {"idiom", "filler", "the", "as_of", "deficit", "about", "out_of", "link"}
            ):
                continue  # little words of another language mean something else here
            shy = entry.shy or (source != language and len(phrase) == 1 and phrase[0] in ordinary)
            found.setdefault(phrase, Entry(entry.role, entry.value, entry.language, shy))
    table: dict[str, list[tuple[Phrase, Entry]]] = defaultdict(list)
    for phrase, entry in found.items():
        table[phrase[0]].append((phrase, entry))
    for phrases in table.values():
        phrases.sort(key=lambda each: -len(each[0]))
    return dict(table)


@cache
def _entries(language: Language) -> list[tuple[Phrase, Entry]]:
    table = TABLES[language]
    entries: list[tuple[Phrase, Entry]] = []
    for role, words, value in _all(table, language):
        for word in split(words):
            phrase = pieces(word)
            if phrase:
                entries.append((phrase, Entry(role, value, language)))  # type: ignore[arg-type]  # roles of the tables
    entries += [(pieces(phrase), Entry("currency", money, language)) for phrase, money in currency_phrases(language)]
    if language == "en":
        entries += [((word,), Entry("foreign", None, "")) for word in foreign.WORDS]
    # idioms and longer tables first: the first one that names a phrase keeps it
    return sorted(entries, key=lambda entry: entry[1].role != "idiom")


def _all(table: ModuleType, language: Language) -> Iterator[tuple[str, str, object]]:
    yield "idiom", table.AROUND["idiom"], None
    yield from _said(language)
    for role, words in table.NUMBERS.items():
        if isinstance(words, str):
            yield role, words, {"hundred": Decimal(100), "one": Decimal(1)}.get(role)
        else:
            for value, named in words.items():
                # a word of a fraction or of a number has spaces within: bars part the words of these tables
                yield role, _barred(named), fraction(value)
    for role, words in table.UNITS.items():
        if isinstance(words, str):
            yield role, _barred(words), None
        else:
            for value, named in words.items():
                yield role, _barred(named), value
    for role, words in table.DAYS.items():
        if isinstance(words, str):
            yield role, _barred(words), None
        else:
            for value, named in words.items():
                yield role, named if role in {"month", "weekday"} else _barred(named), value
    for role, words in table.AROUND.items():
        if role != "idiom":
            yield role, _barred(words), None


def _barred(words: str) -> str:
    return words if "|" in words else f"{words}|"


def fraction(value: object) -> Decimal:
    """Return a value of a table: 3, "1.5", "1/3"."""
    text = str(value)
    if "/" not in text:
        return Decimal(text)
    above, below = text.split("/")
    return Decimal(above) / Decimal(below)


def _said(language: Language) -> Iterator[tuple[str, str, object]]:
    """Return the words of the renderer, so that it cannot say what is not heard."""
    said = SAID[language]
    for number, word in enumerate(said.SMALL):
        if number != 1:
            yield "small", f"{word}|", Decimal(number)
    if language in {"en", "es", "te"}:
        first = 3 if language == "es" else 2
        for tens, word in enumerate(said.TENS, start=first):
            yield "small", f"{word}|", Decimal(10 * tens)
    if language == "en":
        for number, word in enumerate(said.ORDINALS):
            yield "ordinal", f"{word}|", Decimal(number)
        for tens, word in enumerate(said.TENS[1:], start=3):
            yield "ordinal", f"{word[:-1]}ieth|", Decimal(10 * tens)
    if language == "hi":
        yield from _roman_hindi()
    if language == "te":
        for value, words in te.ROMAN.items():
            yield "small", words, Decimal(value)
        for value, words in te.ROMAN_SCALES.items():
            yield ("hundred" if value == 100 else "scale"), words, Decimal(value)


def _roman_hindi() -> Iterator[tuple[str, str, object]]:
    for number, word in enumerate(hi.ROMAN):
        if number != 1:
            yield "small", f"{word}|", Decimal(number)
    for number, words in hi.ROMAN_TOO.items():
        yield "small", words, Decimal(number)
