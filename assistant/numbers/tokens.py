"""A plain text cut into tokens: digits, words, signs; and each word's entry in the lexicon."""

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache, lru_cache

from assistant.languages import LANGUAGES, Language
from assistant.numbers.currencies import FAMILIES, codes, dollars, signs
from assistant.numbers.lexicon import Lexicon, lexicon
from assistant.numbers.plain import NAME, STRANGE, THIN, Plain, folded
from assistant.numbers.roles import NUMERIC, Entry, Money
from assistant.numbers.words.te import SUFFIXES

TOKEN = re.compile(
    rf"(?P<digits>[0-9]+(?:[.,:'/{THIN}][0-9]+)*)"
    r"|(?P<money>[a-z]{1,3}\$)"
    r"|(?P<word>[a-z\u0900-\u0963\u0971-\u097f\u0c00-\u0c63]+(?:'[a-z]+)?)"
    rf"|(?P<name>{NAME}+)|(?P<sign>[^\s{THIN}])"
)
TELUGU = re.compile(r"[\u0c00-\u0c7f]")
ENDINGS = tuple(sorted((folded(suffix) for suffix in SUFFIXES), key=len, reverse=True))
DOLLARS_AND_EURO = FAMILIES["dollars"] | {"EUR", "MXN"}
COUNTED_ON = NUMERIC | {"currency", "percent", "duration", "distance", "points"}
WITHIN = NUMERIC | {"and", "point"}
LOWER_CODES = frozenset({"usd", "eur", "gbp", "inr", "mxn", "aud", "czk", "jpy", "chf", "pln", "brl"})
HINDI_ENDING = re.compile(r"(?:वां|वीं|वें|वा|यों|ों)$")
GLUED = 6  # letters of the shortest word that may be two


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
    raw = [part for token in raw for part in unglued(*token)]
    table, words = lexicon(language), [token[1] for token in raw]
    found: list[Item] = []
    index, end = 0, 0
    while index < len(raw):
        kind, word, start, stop = raw[index]
        gap = _gap(text.lower[end:start], kind, found)
        taken = 1
        if kind == "digits":
            item = Item("digits", word, start, stop, gap)
        elif kind == "name":
            item = Item("name", word, start, stop, gap)
        else:
            entry, taken = _longest(table, words, index, within=bool(found) and found[-1].role in WITHIN)
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


def _gap(between: str, kind: str, found: list[Item]) -> str:
    """Return what parts two items: nothing, a hyphen or the seam of a glued word, or a space."""
    if between in {"", "-"}:
        glued = between == "" and kind == "word" and bool(found) and found[-1].text.isalpha()
        return "-" if glued else between
    return " "


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


@cache
def _glue() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return patterns of words that are nothing but number words and units, and of one of those."""
    roles = {"small", "one", "hundred", "hundreds", "scale"}
    words = set()
    for table in LANGUAGES:
        for phrases in lexicon(table).values():
            for phrase, entry in phrases:
                if (
                    len(phrase) == 1
                    and len(phrase[0]) > 2
                    and (entry.role in roles and not _roman_hindi(phrase[0], entry))
                    or len(phrase) == 1
                    and len(phrase[0]) > 4
                    and entry.role == "currency"
                ):
                    words.add(phrase[0])
    words |= {"y"}
    one = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    return re.compile(f"(?:{one}){{2,}}"), re.compile(one)


def _roman_hindi(word: str, entry: Entry) -> bool:
    return word.isascii() and entry.language in {"hi", "te"}


@lru_cache(maxsize=4096)
def _parts(word: str) -> tuple[str, ...]:
    whole, one = _glue()
    if any(word in lexicon(table) for table in LANGUAGES) or not whole.fullmatch(word):
        return (word,)
    return tuple(one.findall(word))


def unglued(kind: str, word: str, start: int, stop: int) -> list[Raw]:
    """Return a word such as "fivehundred" or రెండువందల in its parts; any other word as it is."""
    if kind != "word" or len(word) < GLUED:
        return [(kind, word, start, stop)]
    parts = _parts(word)
    if "".join(parts) != word:
        return [(kind, word, start, stop)]
    out = []
    for part in parts:
        out.append((kind, part, start, start + len(part)))
        start += len(part)
    return out


def _longest(table: Lexicon, words: list[str], index: int, *, within: bool) -> tuple[Entry | None, int]:
    """Return the longest phrase that begins here; within a number no idiom does: "twenty-one of them"."""
    for phrase, entry in table.get(words[index], ()):
        size = len(phrase)
        if within and entry.role == "idiom":
            continue
        if size == 1 or tuple(words[index + 1 : index + size]) == phrase[1:]:
            if entry.role == "idiom" and _counts_on(table, words, index + size):
                continue
            return entry, size
    return None, 1


def _counts_on(table: Lexicon, words: list[str], after: int) -> bool:
    """Tell whether the last word of an idiom counts what follows: "los dos" before "mil dólares"."""
    if after >= len(words):
        return False
    last, following = (
        {entry.role for phrase, entry in table.get(word, ()) if len(phrase) == 1 and not entry.shy}
        for word in (words[after - 1], words[after])
    )
    if last & NUMERIC == {"one"}:
        return bool(following & {"hundred", "scale", "dozen"})  # "no one day" is an idiom still
    return bool(last & NUMERIC and following & COUNTED_ON)


def _other(kind: str, word: str, start: int, stop: int, gap: str, text: Plain) -> Item:
    if word == STRANGE:
        return Item("strange", word, start, stop, gap)
    if word == "%":
        return Item("percent", word, start, stop, gap)
    if kind == "sign":
        money = Money(DOLLARS_AND_EURO, hundredth=True) if word == "¢" else signs().get(word)
        if money is None and unicodedata.category(word) == "Sc":
            return Item("strange", word, start, stop, gap)
        return Item("sign" if not money else "symbol", word, start, stop, gap, money)
    if kind == "money":
        return Item("symbol", word, start, stop, gap, dollars(word))
    if word in signs():
        return Item("symbol", word, start, stop, gap, signs()[word], shy=True)
    cased = text.cased[start:stop]
    if len(cased) == 3 and (cased.isupper() or word in LOWER_CODES) and cased.upper() in codes():
        return Item("symbol", word, start, stop, gap, Money(frozenset({cased.upper()})), shy=True)
    if not word.isascii() and (entry := _without_ending(word) if TELUGU.match(word) else _hindi_ending(word)):
        return Item(entry.role, word, start, stop, gap, entry.value, entry.shy, entry.language)
    return Item("word", word, start, stop, gap)


def _hindi_ending(word: str) -> Entry | None:
    """Return what a Hindi number is with an ending: पचासवां is fiftieth, पाँचों all five."""
    ending = HINDI_ENDING.search(word)
    if not ending:
        return None
    for phrase, entry in lexicon("hi").get(word[: ending.start()], ()):
        if len(phrase) == 1 and entry.role in {"small", "hundred", "scale"}:
            ordinal = ending[0].startswith("व") and entry.role == "small"
            return Entry("ordinal", entry.value, "hi") if ordinal else entry
    return None


def _without_ending(word: str) -> Entry | None:
    """Return what a Telugu word is without its case ending: వందకు is వంద."""
    table = lexicon("te")
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) > len(ending):
            for phrase, entry in table.get(word.removesuffix(ending), ()):
                if len(phrase) == 1 and entry.role not in {"idiom", "filler", "link", "the"}:
                    return entry
    return None
