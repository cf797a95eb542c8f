"""Names as they may be spoken: what a memo, a bill or a goal is called is data from outside."""

import re
import unicodedata

from assistant.llm import outgoing

LONGEST = 40
ADDRESS = re.compile(r"(?i)\b(?:https?|ftp|tel|mailto|javascript|data)\s*:\S*|\bwww\.\S*|\S+@\S+")
ENDINGS = "com|net|org|info|io|biz|app|dev|xyz|top|site|online|link|shop|ru|in|es|mx|cz|uk|us|me|ly|co"
DOMAIN = re.compile(rf"(?i)\b[\w-]+(?:\.[\w-]+)*\.(?:{ENDINGS})\b\S*")
MARKUP = re.compile(r"<[^<>]*>|&#?\w+;|[<>{}\[\]`*_#|\\~^=$%]+")
NUMBERS = re.compile(r"\+?\d[\d\s().\-/]*")
UNNAMED = ""


def clean(text: str) -> str:
    """Return a name without what no name has: control and direction marks, addresses, markup, digits.

    Digits go because a figure in a sentence must be a fact; telephone and card numbers go with them. An empty answer
    means that nothing of a name is left.
    """
    plain = unicodedata.normalize("NFKC", text)
    for pattern in (ADDRESS, MARKUP, DOMAIN, NUMBERS):
        plain = pattern.sub(" ", plain)
    kept = "".join(" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in plain if _said(sign))
    words = re.sub(r"\s+", " ", kept).strip(" .,;:!?'\"()-/+&")
    short = words if len(words) <= LONGEST else words[:LONGEST].rsplit(" ", 1)[0].strip(" .,;:-/&")
    return UNNAMED if outgoing.blocked(short, template=short) else short  # an address or a number spelt out


def titled(name: str) -> str:
    """Return the name of a platform as people write it: "uber_eats" is Uber Eats."""
    return clean(name.replace("_", " ").title())


def _said(sign: str) -> bool:
    """Tell whether a character belongs into a name: no symbols, no numbers of any script."""
    kind = unicodedata.category(sign)
    return kind[0] in "LMZC" or sign in ".,'&-/+()!?:;\""
