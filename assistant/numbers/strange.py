"""What looks like a number in disguise: mixed scripts, split words, Roman numerals, words nobody knows before dollars.

Each is a mention without a value, which no fact can stand behind: what is not understood is not said.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from assistant.languages import Language
from assistant.numbers.lexicon import TABLES, lexicon
from assistant.numbers.mention import Mention
from assistant.numbers.number import Node, Number
from assistant.numbers.plain import Plain, folded
from assistant.numbers.roles import NUMERIC, Money
from assistant.numbers.tokens import Item
from assistant.numbers.words import en
from assistant.spoken.tongue import words

ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
ROMAN_LETTERS = re.compile(r"[IVXLCDM]+")
ORDINARY_ROMAN = frozenset(
    words("I MIX DIM CV DM MD CD MI DC LI MC CC CI DI XL MM ID MV V X C D M L DIV CIV VI DL CM MDM")
)
ORDINARY_LOWER = frozenset(words("mi di vi mix dim mil civil li i"))
UNITS = frozenset({"currency", "percent", "points", "duration", "distance", "symbol"})
BESIDE_DIGITS = frozenset({"duration", "distance", "percent", "clock", "currency", "symbol", "points", "per", "about"})
SPLITTERS = frozenset(".-*_\u00b7~'|\\/+")
BETWEEN_DIGITS = frozenset("_\u00b7;*~^|\\=+#")
SUFFIX = re.compile(r"(?:ish|fold|something|odd|plus|some|avos?|ena|er|ers)$")
BEGUN = re.compile(
    r"(?:three|four|five|seven|eight|nine|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
    r"|hundred|thousand|cinco|siete|cuatro|ocho|veinte|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa)\w\w"
)
SHORTEST = 5  # letters of a word that a number may begin
VIRAMA = "\u0c4d"
INFLECTED = ("ing", "ed", "ly", "'s", "ando", "iendo")


def strange(found: list[Item], nodes: list[Node], language: Language, text: Plain) -> list[Mention]:
    """Return a mention without a value for each of them."""
    by_letters = (*_mixed(found), *_roman(found, text), *_spelled(found), *_split(found), *_suffixed(found))
    spans = [*by_letters, *_begun(found), *_one_in(nodes), *_before_units(nodes, language)]
    return [Mention(start, end, "", "strange") for start, end in spans]


Spans = Iterator[tuple[int, int]]


def _mixed(found: list[Item]) -> Spans:
    """Find letters that touch digits: "f1fty", "0x4D", "12_34"."""
    for before, item in zip(found, found[1:], strict=False):
        if item.gap:
            continue
        if item.role == "digits" and (
            before.text[-1:].isalpha() and before.role not in {"symbol", "currency", "about"}
        ):
            yield before.start, item.end
        if before.role == "digits" and item.text[:1].isalpha() and not _known_behind_digits(item):
            yield before.start, item.end
    for first, sign, last in zip(found, found[1:], found[2:], strict=False):
        if first.role == last.role == "digits" and sign.text in BETWEEN_DIGITS and not sign.gap and not last.gap:
            yield first.start, last.end


def _known_behind_digits(item: Item) -> bool:
    return item.role in BESIDE_DIGITS | {"scale", "the"} or item.text in BEHIND_DIGITS or not item.text[:1].isascii()


BEHIND_DIGITS = frozenset(words("k m mn b bn l cr st nd rd th er o a h hrs am pm x"))


def _roman(found: list[Item], text: Plain) -> Spans:
    """Find Roman numerals: two letters and more by themselves, one letter before a unit."""
    for index, item in enumerate(found):
        if not ROMAN_LETTERS.fullmatch(item.text.upper()):
            continue
        cased = text.cased[item.start : item.end]
        if len(cased) > 2 and cased.isupper() and cased not in ORDINARY_ROMAN:
            yield item.start, item.end
        if not ROMAN.fullmatch(cased.upper()):
            continue
        follower = found[index + 1] if index + 1 < len(found) else None
        counts = bool(follower and not follower.shy and (follower.role in UNITS or follower.text in en.COUNTED))
        if (
            cased.isupper()
            and (counts or cased not in ORDINARY_ROMAN)
            or counts
            and len(cased) > 1
            and item.role == "word"
            and item.text not in ORDINARY_LOWER
        ):
            yield item.start, item.end


def _spelled(found: list[Item]) -> Spans:
    """Find words told letter by letter: "f i f t y", "s-e-v-e-n"."""
    letters: list[Item] = []
    for item in [*found, Item("end", "  ", 0, 0, " ")]:
        if len(item.text) == 1 and item.text.isalpha():
            letters.append(item)
            continue
        if item.text in SPLITTERS and letters:
            continue
        if len(letters) > 2 and "".join(letter.text for letter in letters) not in {"usa", "irs", "gst", "llc"}:
            yield letters[0].start, letters[-1].end
        letters = []


def _split(found: list[Item]) -> Spans:
    """Find number words in two or three pieces: "fif ty", "sev.en", "thou*sand"."""
    words = number_words()
    pieces = [item for item in found if item.text not in SPLITTERS]
    for size in (2, 3):
        for index in range(len(pieces) - size + 1):
            window = pieces[index : index + size]
            joined = "".join(item.text for item in window)
            if joined in words and not all(item.role in NUMERIC for item in window):
                yield window[0].start, window[-1].end


def _suffixed(found: list[Item]) -> Spans:
    """Find "fiftyish", "hundredfold", "fortysomething"."""
    for item in found:
        ending = SUFFIX.search(item.text) if item.role == "word" else None
        if ending and item.text[: ending.start()] in number_words():
            yield item.start, item.end


def _begun(found: list[Item]) -> Spans:
    """Find words that a number begins and nobody knows: "fourjobs"."""
    for item in found:
        if item.role != "word" or len(item.text) < SHORTEST:
            continue
        if BEGUN.match(item.text) if item.text.isascii() else _begun_in_script(item.text):
            yield item.start, item.end


@lru_cache(maxsize=4096)
def _begun_in_script(word: str) -> bool:
    """Tell whether a word of Devanagari or Telugu begins with a number: వెయ్యిన్నూట; not when a sign joins on."""
    stems = (word[:size] for size in range(SHORTEST - 1, len(word)) if word[size] != VIRAMA)
    return any(stem in number_words() for stem in stems)


def _one_in(nodes: list[Node]) -> Spans:
    """Find "one in five", "uno de cada cinco"."""
    for index, node in enumerate(nodes[:-2]):
        if not isinstance(node, Item) or node.role != "one":
            continue
        texts = [each.text if isinstance(each, Item) else "#" for each in nodes[index + 1 : index + 4]]
        if texts[:2] in (["in", "#"], ["out of", "#"]) or texts == ["de", "cada", "#"]:
            yield node.start, nodes[index + 2].end


@cache
def number_words() -> frozenset[str]:
    """Return the words of four letters and more that are numbers, in all four languages."""
    return frozenset(
        phrase[0]
        for table in TABLES
        for phrases in lexicon(table).values()
        for phrase, entry in phrases
        if len(phrase) == 1 and len(phrase[0]) > 3 and entry.role in {"small", "hundred", "hundreds", "scale"}
    )


def _before_units(nodes: list[Node], language: Language) -> Spans:
    """Find a unit that no number is read for, behind a word that may be one: "fivety dollars"; and a lone sign."""
    allowed = may_precede(language)
    for index, node in enumerate(nodes):
        if not isinstance(node, Item) or node.role not in {"currency", "percent", "symbol"} or node.shy:
            continue
        before = nodes[index - 1] if index else None
        after = nodes[index + 1] if index + 1 < len(nodes) else None
        if isinstance(before, Number) or (node.role == "symbol" and isinstance(after, Number)):
            continue
        if _another_unit(before, node):
            yield node.start, node.end
        elif node.role == "symbol" or node.text == "%":
            if not _covered(nodes, index):
                yield node.start, node.end
        elif _unknown(before, allowed) and _strict(node):
            assert isinstance(before, Item)  # noqa: S101 - unknown words are items
            yield before.start, node.end


def _another_unit(before: Node | None, node: Item) -> bool:
    """Tell whether a unit stands right behind another: "five dollars euros", "five dollars percent"."""
    if not isinstance(before, Item) or before.role not in {"currency", "percent", "duration", "distance"}:
        return False
    if before.role == node.role == "currency":
        return True
    if isinstance(before.value, Money) and isinstance(node.value, Money):
        return not before.value.currencies & node.value.currencies
    return before.role == "currency" or node.role == "currency"


def _covered(nodes: list[Node], index: int) -> bool:
    """Tell whether a sign stands behind another unit of the same figure: "1,234 US$"."""
    before = nodes[index - 1] if index else None
    return isinstance(before, Item) and before.role in {"currency", "symbol", "filler", "name"}


def _strict(node: Item) -> bool:
    return node.role == "percent" or (isinstance(node.value, Money) and not node.value.hundredth)


def _unknown(before: Node | None, allowed: frozenset[str]) -> bool:
    if not isinstance(before, Item) or before.role != "word":
        return False
    return before.text not in allowed and not before.text.endswith(INFLECTED)


@cache
def may_precede(language: Language) -> frozenset[str]:
    """Return the ordinary words that may stand before "dollars"."""
    return frozenset(folded(word) for word in TABLES[language].MAY_PRECEDE_UNIT)
