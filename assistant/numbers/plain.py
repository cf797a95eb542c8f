"""Text made plain before it is read: accents, widths, scripts of digits and hidden characters taken away.

Every character becomes one or more plain ones; `at` says where each came from. What cannot be made plain, such as a
letter of a script that no language of ours uses, becomes STRANGE, and a sentence that has one is not passed on.
"""

import unicodedata
from dataclasses import dataclass
from functools import cache

STRANGE, NAME = "\ue001", "\ue002"  # of the private use area: in a text they are strange themselves
THIN = "\ue003"  # a space that does not break: it groups digits
SPACES_OF_DIGITS = frozenset("\u00a0\u202f\u2009\u2007")
NUKTA, CANDRABINDU, ANUSVARA = "\u093c", "\u0901", "\u0902"
LETTERS = {
    "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe",
    "Œ": "Oe", "þ": "th", "ð": "d",
}  # fmt: skip
MARKS = {
    "\u2212": "-", "\u2010": "-", "\u2011": "-", "\ufe63": "-", "\u2012": "-", "\u2013": "\u2013", "\u2014": "\u2014",
    "\u066b": ".", "\u066c": ",", "\u2019": "'", "\u2018": "'", "\u02bc": "'", "\u00b4": "'", "\u201c": '"',
    "\u201d": '"', "\u2026": "...", "\u066a": "%", "\u2044": "/", "\u2215": "/", "\u00b7": "\u00b7",
    "\u2022": "\u00b7", "\u0964": ".", "\u0965": ".", "\u00bf": "?", "\u00a1": "!", "\u2192": ">",
    "\u00ab": '"', "\u00bb": '"', "\u00a9": " ", "\u00ae": " ", "\u2122": " ", "\u00b0": "\u00b0", "\u0970": ".",
}  # fmt: skip
OWN_SCRIPTS = (("\u0900", "\u097f"), ("\u0c00", "\u0c7f"))


@dataclass(frozen=True, slots=True)
class Plain:
    """Plain text in its own case and in lower case, of one length, and where each character came from."""

    cased: str
    lower: str
    at: tuple[int, ...] | range


def plain(text: str) -> Plain:
    """Return a text made plain."""
    if text.isascii() and text.isprintable():
        return Plain(text, text.lower(), range(len(text)))
    pieces, at = [], []
    for index, char in enumerate(text):
        for piece in char if char.isascii() and char.isprintable() else _plain(char):
            pieces.append(piece)
            at.append(index)
    cased = "".join(pieces)
    return Plain(cased, cased.lower(), tuple(at))


def folded(text: str) -> str:
    """Return plain lower-case text."""
    return plain(text).lower


@cache
def _plain(char: str) -> str:
    if char in MARKS:
        return MARKS[char]
    if char in SPACES_OF_DIGITS:
        return THIN
    if char == CANDRABINDU:
        return ANUSVARA
    if char in LETTERS:
        return LETTERS[char]
    category = unicodedata.category(char)
    if category == "Nd":
        return str(unicodedata.digit(char))
    if category == "Cf":
        return STRANGE if unicodedata.bidirectional(char) in {"RLO", "LRO", "RLE", "LRE", "RLI", "LRI"} else ""
    if category in {"Zs", "Zl", "Zp"} or char in "\t\n\r":
        return " "
    if category == "Cc":
        return ""
    if char in "‰‱":
        return STRANGE
    if category == "Sc":
        return char if len(unicodedata.normalize("NFKD", char)) != 1 else unicodedata.normalize("NFKD", char)
    parts = unicodedata.normalize("NFKD", char)
    if category == "No":
        # 10½ is not 101/2; and a raised or circled digit is no way to write an amount
        return {"½": " 0.5 ", "¼": " 0.25 ", "¾": " 0.75 "}.get(char, STRANGE)
    if category in {"Nl", "So", "Co", "Cn", "Cs"}:
        return STRANGE
    return "".join(_part(part) for part in parts)


def _part(part: str) -> str:
    if part.isascii():
        return part
    if any(first <= part <= last for first, last in OWN_SCRIPTS):
        return {NUKTA: "", CANDRABINDU: ANUSVARA}.get(part, part)
    category = unicodedata.category(part)
    if category.startswith("M"):
        return ""
    if category in {"Lo", "Ll", "Lu", "Lm", "Lt"}:
        return MARKS.get(part) or LETTERS.get(part) or STRANGE
    return MARKS.get(part, part)
