"""Words as they are compared: without case, accents, script and the spelling that everybody does differently."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from assistant.languages import Language
from assistant.understanding.scripts import romanised

MAX_LETTERS = 600  # of a message; speech of half a minute has fewer
_LETTERS = (
    r"[a-zA-Z\u00aa\u00ba\u00c0-\u024f\u0300-\u036f\u0900-\u0963\u0970-\u097f\u0c00-\u0c65\u0c70-\u0c7f\u200c\u200d]+"
)
_WORD = re.compile(rf"\d+(?:[.,:/-]\d+)*|{_LETTERS}(?:['’`]{_LETTERS})*|[$€£₹%?!+]")
_SAME: tuple[tuple[str, str], ...] = (
    (r"chh?", "\x02"), (r"c(?=[eiy])", "s"), (r"c", "k"), (r"\x02", "c"),
    (r"sh", "s"), (r"ph", "f"), (r"w", "v"), (r"z", "j"), (r"q", "k"), (r"x", "ks"),
    (r"a{2,}", "a"), (r"e{2,}", "i"), (r"i{2,}", "i"), (r"o{2,}", "u"), (r"u{2,}", "u"), (r"ie", "i"),
    (r"a[iy](?![aeou])|e[iy](?![aeou])", "e"), (r"au|ou", "o"),
    (r"(?<=[bcdgjkpt])h", ""), (r"([b-df-hj-np-tv-z])\1+", r"\1"), (r"m(?=[bp])", "n"), (r"y$", "i"),
)  # fmt: skip
_SPELLING = [(re.compile(pattern), to) for pattern, to in _SAME]
# What everybody types in three ways; the right-hand side is already folded.
_COMMON: Mapping[str, str] = {
    word: folded
    for folded, words in {
        "may": "मई may",
        "me": "mein main mai men mei mn",
        "nahi": "nahin nai nhi nahee nahii",
        "hu": "hoon hun hoo hu",
        "he": "hain hai h hein hei",
        "kya": "kya kia kyaa",
        "kyu": "kyon kyun kyu kyoon kiu q",
        "kab": "kab kb",
        "kal": "kal kl",
        "teks": "tax taks taiks tex tx",
        "mera": "mera mra meraa",
        "jyada": "zyada jyada ziada jada zada jyaada",
        "paisa": "paisa paise pese paisaa pesa paison",
        "kame": "kamai kamayi kamaee kamaai kamaii kamae",
        "chahie": "chahiye chaiye chahie chaahiye chahiyen",
    }.items()
    for word in words.split()
}


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a message: where it stands, and as it is compared."""

    text: str
    fold: str
    start: int
    end: int


@lru_cache(maxsize=20_000)
def fold(word: str, language: Language) -> str:
    """Return a word as it is compared within one language."""
    plain = unicodedata.normalize("NFKC", word).lower()
    plain = re.sub(r"['’`\u200c\u200d]", "", plain)
    if language in {"hi", "te"}:
        if language == "hi" and plain in _COMMON:
            return _COMMON[plain]
        latin = romanised(plain)
        for pattern, to in _SPELLING:
            latin = pattern.sub(to, latin)
        return _COMMON.get(latin, latin) if language == "hi" else latin
    letters = unicodedata.normalize("NFKD", romanised(plain))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def tokens(message: str, language: Language) -> list[Token]:
    """Return the words, numbers and signs of a message, in their order."""
    text = ascii_digits(message[:MAX_LETTERS])
    return [
        Token(found[0], folded, found.start(), found.end())
        for found in _WORD.finditer(text)
        if (folded := fold(found[0], language))
    ]


def ascii_digits(text: str) -> str:
    """Return the text with the digits of every script as 0 to 9, each in its place."""
    if text.isascii():
        return text
    return "".join(
        str(unicodedata.digit(letter)) if letter.isdigit() and unicodedata.category(letter) == "Nd" else letter
        for letter in text
    )
