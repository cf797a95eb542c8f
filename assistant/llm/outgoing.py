"""What a model may not have said: the last look at a sentence before it is shown or spoken. Pure.

Figures are the number gate's business. This one stops what an injected text would want said: links, addresses,
telephone numbers in any script or spelt out, codes, markup, invisible characters, and the names of people whom the
answer is not about. A sentence that it blocks is replaced by the template's, so it may be strict.
"""

import re
import unicodedata
from functools import lru_cache

from assistant.llm.common_words import BEGINNINGS, DIGIT_WORDS, NAMES_OF_ALL

LINK = re.compile(r"\b[a-z][a-z0-9+.-]{1,12}://|\bwww\.|\b(?:mailto|tel|javascript|data|sms):\S", re.IGNORECASE)
# Endings that are words too count only as they are written in an address: "enough.In" is a missing space.
HOST = re.compile(
    r"[\w-]+\.(?:(?i:com|net|org|info|biz|io|co|xyz|ru|cn|mx|uk|de|ly|gg|tk|gov|edu|example|test|invalid|local|onion"
    r"|finance|money|click|online|site|store|zip)|app|dev|me|link|top|shop|club|in|us|es|it|is|so|to|ai|bank)"
    r"(?=$|[\s/:?#,;!)'\"]|\.(?:\s|$|[a-z]))"
)
SPELT_HOST = re.compile(
    r"(?:\bdot|\bpunto|डॉट|डाट|డాట్)[\s-]+(?:com|net|org|io|info|co|in|mx|app|example|कॉम|नेट|కామ్|నెట్)\b", re.IGNORECASE
)
MAIL = re.compile(r"\S@\S|(?<!\w)@\w|\barroba\b|\bat[\s-]+\w+[\s-]+dot\b", re.IGNORECASE)
# What looks like a number to dial and is none: dates, times, years, amounts with their groups.
HARMLESS = re.compile(
    r"(?<![\d.+(-])(?:"
    r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{1,2}:\d{2}(?::\d{2})?"
    r"|(?:19|20)\d\d\s?[-–/]\s?(?:(?:19|20)?\d\d)"
    r"|\d{1,3}(?:,\d{2,3})+(?:\.\d+)?|\d{1,3}(?:[.\u00a0\u202f]\d{3})+(?:,\d+)?|\d+[.,]\d{1,3}"
    r")(?![\d-]|[.,]\d)"
)
DIALLED = re.compile(r"[+(]?\d(?:[\s().\-/–—·,]*\d){6,}")
ASKED_TO_DIAL = re.compile(
    r"\b(?:call|dial|phone|ring|text|whatsapp|llam[ae]|llamar|marque|marca)\b[^.!?]{0,20}?\+?\d[\d\s().-]{2,}",
    re.IGNORECASE,
)
MARKUP = re.compile(
    r"<\s*[A-Za-z/!?]|\]\(|`|\*\*|__|\{\{|\}\}|\{%|&(?:[a-z]+|#\d+);|^\s*(?:#|>|[-*•]\s)|\|\s*\||\\u|\\x",
    re.MULTILINE,
)
CODE = re.compile(r"(?=[A-Za-z0-9]*\d)(?=[A-Za-z0-9]*[A-Za-z])[A-Za-z0-9]{11,}")
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*", re.UNICODE)
STOP = re.compile(r"[.!?:।॥…]\s*[\"'“”»)]*\s*$")
JOINERS = "\u200c\u200d"  # Hindi and Telugu are written with them
MOST_CHARS = 400
MOST_DIGIT_WORDS = 4  # "ending in four four one five" is how an account is told


def blocked(sentence: str, *, template: str = "") -> str:
    """Say why a sentence must not be said; empty where it may.

    Args:
        sentence: as it would be shown or spoken, its placeholders filled in.
        template: the answer that the template gives, filled in: its names are this person's and may be said.
    """
    if len(sentence) > MOST_CHARS:
        return "too_long"
    if any(_invisible(sign) for sign in sentence):
        return "invisible"
    if MARKUP.search(sentence):
        return "markup"
    plain = "".join(_digit(sign) for sign in unicodedata.normalize("NFKC", sentence))
    if MAIL.search(plain):
        return "mail"
    if LINK.search(plain) or HOST.search(plain) or SPELT_HOST.search(plain):
        return "link"
    if CODE.search(plain):
        return "code"
    if _dials(plain):
        return "phone"
    return "stranger" if _stranger(sentence, template) else ""


def _invisible(sign: str) -> bool:
    return sign not in JOINERS and sign not in "\n\t" and unicodedata.category(sign)[0] == "C"


def _digit(sign: str) -> str:
    """Write a digit of any script in ours."""
    return sign if sign.isascii() else str(unicodedata.decimal(sign, sign))


def _dials(plain: str) -> bool:
    without = HARMLESS.sub("#", plain)
    if DIALLED.search(without) or ASKED_TO_DIAL.search(without):
        return True
    run = 0
    for word in re.split(r"[\s,.\-–—]+", plain.lower()):
        run = run + 1 if word in DIGIT_WORDS else 0
        if run > MOST_DIGIT_WORDS:
            return True
    return False


def _stranger(sentence: str, template: str) -> bool:
    """Tell whether it names somebody or something that the template does not: a word with a capital, in its middle.

    Scripts without capitals cannot be judged so; what a model could name in them it would have to know first.
    """
    ours = _words(template)
    for found in WORD.finditer(sentence):
        word = found.group()
        base = re.sub(r"['’]\w+$", "", word)
        if not base[0].isupper() or base.lower() in ours or base in NAMES_OF_ALL:
            continue
        before = sentence[: found.start()].rstrip(" \"'“«¿¡(")
        begins = not before or bool(STOP.search(before))
        if not (begins and base.lower() in BEGINNINGS and base == word):
            return True
    return False


@lru_cache(maxsize=64)
def _words(template: str) -> frozenset[str]:
    return frozenset(re.sub(r"['’]\w+$", "", word).lower() for word in WORD.findall(template))
