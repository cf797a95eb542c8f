"""Text from outside, made harmless before a model reads it. Pure.

What a person says, what a bank writes into a memo, how a file is called: data, whoever wrote it. It is cut to plain
words, without links, addresses, numbers that could be dialled, marks that could pass for ours, or anything invisible.
"""

import re
import unicodedata

LINK = re.compile(r"(?:https?|ftp|file|data|javascript|tel|mailto)\s*:\s*\S+|\bwww\.\S+", re.IGNORECASE)
MAIL = re.compile(r"[^\s@]+@[^\s@]+")
HOST = re.compile(r"\b(?:[\w-]+\.)+(?:[a-z]{2,24}|xn--[\w-]+)(?:[/:?#]\S*)?", re.IGNORECASE)
DIALLED = re.compile(r"[+(]?\d(?:[\s().\-/]*\d){6,}")
DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/.-]\d{1,2}[/.-]\d{4}")
CODE = re.compile(r"\b(?=\w*\d)(?=\w*[A-Za-z])\w{11,}\b", re.ASCII)
TAG = re.compile(r"<[^<>]{0,200}>|\{\{.*?\}\}|\[[^\]]{0,200}\]\([^)]{0,200}\)")
SIGNS = frozenset(" .,?!¿¡'’%$€£₹:;-/()&+।॥")
MARK = "^"  # stands between the words of what is data; see `marked`


def cleaned(text: str, *, most_bytes: int) -> str:
    """Return plain words and figures, at most so many bytes; whole words where there is a choice."""
    text = unicodedata.normalize("NFKC", text[: 4 * most_bytes])
    for pattern in (TAG, LINK, MAIL, HOST, CODE):
        text = pattern.sub(" ", text)
    text = DIALLED.sub(_date_or_nothing, text)
    plain = "".join(sign if _plain(sign) else " " for sign in text)
    return _cut(" ".join(plain.split()), most_bytes)


def _date_or_nothing(found: "re.Match[str]") -> str:
    """Return what stays of a run of digits: what could be dialled, or be an account's number, goes."""
    return found.group() if DATE.fullmatch(found.group().strip()) else " "


def marked(text: str) -> str:
    """Join words by a mark, so that a model can tell data from what it is told; the text has none of its own."""
    return MARK.join(text.split())


def _plain(sign: str) -> bool:
    return sign in SIGNS or unicodedata.category(sign)[0] in "LMN"


def _cut(text: str, most_bytes: int) -> str:
    raw = text.encode()
    if len(raw) <= most_bytes:
        return text
    short = raw[:most_bytes].decode(errors="ignore")
    return short.rsplit(" ", 1)[0] if " " in short else short
