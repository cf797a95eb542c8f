"""A plain text cut into tokens: digits, words, signs; and each word's entry in the lexicon."""

import re
from dataclasses import dataclass, field

from assistant.languages import Language
from assistant.numbers.currencies import codes, signs
from assistant.numbers.lexicon import lexicon
from assistant.numbers.plain import NAME, STRANGE, THIN, Plain, folded
from assistant.numbers.roles import Entry, Money
from assistant.numbers.words.te import SUFFIXES

TOKEN = re.compile(
    r"(?P<digits>[0-9]+(?:[.,:'/\x1f][0-9]+)*)"
    r"|(?P<word>[a-z\u0900-\u0963\u0971-\u097f\u0c00-\u0c63]+(?:'[a-z]+)?)"
    rf"|(?P<name>{NAME}+)|(?P<sign>[^\s{THIN}])"
)
TELUGU = re.compile(r"[\u0c00-\u0c7f]")
ENDINGS = tuple(sorted((folded(suffix) for suffix in SUFFIXES), key=len, reverse=True))
SIGN_OF_MONEY = re.compile(r"(?:us|mx|ca|au|nz|hk|r|c|a|s)?\$", re.ASCII)


@dataclass(slots=True)
class Item:
    """A word or phrase, digits or a sign, where it stands and what it does."""

    role: str
    text: str
    start: int
    end: int
    gap: str  # what stands between it and the item before: "", " ", or signs
    value: object = None
    shy: bool = False
    language: str = ""
    extra: dict[str, object] = field(default_factory=dict)


def items(text: Plain, language: Language) -> list[Item]:
    """Return the items of a text, in order."""
    raw = _unhyphened([(match.lastgroup or "", match[0], *match.span()) for match in TOKEN.finditer(text.lower)])
    table = lexicon(language)
    found: list[Item] = []
    index, end = 0, 0
    while index < len(raw):
        kind, word, start, stop = raw[index]
        gap = "" if start == end else "-" if text.lower[end:start] == "-" else " "
        taken = 1
        if kind == "digits":
            item = Item("digits", word, start, stop, gap)
        elif kind == "name":
            item = Item("name", word, start, stop, gap)
        else:
            entry, taken = _longest(table, raw, index)
            stop = raw[index + taken - 1][3]
            if entry:
                item = Item(
                    entry.role, text.lower[start:stop], start, stop, gap, entry.value, entry.shy, entry.language
                )
            else:
                item = _other(kind, word, start, stop, gap, text)
        found.append(item)
        index, end = index + taken, stop
    return found


Raw = tuple[str, str, int, int]


def _unhyphened(raw: list[Raw]) -> list[Raw]:
    """Return the tokens without the hyphens within words: "twenty-three" is two words."""
    kept = []
    for index, token in enumerate(raw):
        if token[1] == "-" and 0 < index < len(raw) - 1:
            before, after = raw[index - 1], raw[index + 1]
            if before[0] == after[0] == "word" and before[3] == token[2] and token[3] == after[2]:
                continue
        kept.append(token)
    return kept


def _longest(table: object, raw: list[Raw], index: int) -> tuple[Entry | None, int]:
    for phrase, entry in table.get(raw[index][1], ()):  # type: ignore[attr-defined]  # a Mapping, told so in lexicon
        size = len(phrase)
        if size == 1 or (index + size <= len(raw) and all(raw[index + at][1] == phrase[at] for at in range(1, size))):
            return entry, size
    return None, 1


def _other(kind: str, word: str, start: int, stop: int, gap: str, text: Plain) -> Item:
    if word == STRANGE:
        return Item("strange", word, start, stop, gap)
    if word == "%":
        return Item("percent", word, start, stop, gap)
    if kind == "sign":
        money = signs().get(word)
        return Item("sign" if not money else "symbol", word, start, stop, gap, money)
    cased = text.cased[start:stop]
    if len(cased) == 3 and cased.isupper() and cased in codes():
        return Item("symbol", word, start, stop, gap, Money(frozenset({cased})), shy=True)
    if TELUGU.match(word) and (entry := _without_ending(word)):
        return Item(entry.role, word, start, stop, gap, entry.value, entry.shy, entry.language)
    return Item("word", word, start, stop, gap)


def _without_ending(word: str) -> Entry | None:
    """Return what a Telugu word is without its case ending: వందకు is వంద."""
    table = lexicon("te")
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) > len(ending):
            for phrase, entry in table.get(word.removesuffix(ending), ()):
                if len(phrase) == 1 and entry.role not in {"idiom", "filler", "link", "the"}:
                    return entry
    return None
