"""Memos compared: is one a shortened, re-ordered or newly marked form of the other?"""

import re
from functools import lru_cache

from finance.statements.columns import folded

PENDING = re.compile(
    r"\b(pending|not yet booked|authori[sz]ation hold|auth hold|preauth\w*|temporary hold|vorgemerkt|"
    r"vorgemerkter umsatz|pendiente|en attente|in attesa|nevyporadano|oczekujaca)\b"
)
MERELY = frozenset(
    {"card", "payment", "purchase", "debit", "credit", "pos", "visa", "mastercard", "ref", "the", "from"}
)
SHORTEST = 3  # of a word that says something


@lru_cache(maxsize=20_000)
def plain(memo: str) -> str:
    """Return a memo without case, accents, punctuation and any word that says that it is pending."""
    return " ".join(PENDING.sub(" ", folded(memo)).split())


def says_pending(memo: str) -> bool:
    """Tell whether a memo says that the payment is not booked yet."""
    return bool(PENDING.search(folded(memo)))


@lru_cache(maxsize=20_000)
def words(memo: str) -> frozenset[str]:
    """Return the words that say whom or what a payment was for: no numbers, no words that any payment has."""
    found = (word for word in plain(memo).split() if len(word) >= SHORTEST and not any(map(str.isdigit, word)))
    return frozenset(found) - MERELY


def alike(one: str, other: str) -> bool:
    """Tell whether two memos may be of one payment: the one shortened, or all words of the shorter in the longer.

    An empty memo contradicts nothing.
    """
    first, second = sorted((plain(one), plain(other)), key=lambda text: (len(text), text))
    if not first or second.startswith(first) or second.replace(" ", "").startswith(first.replace(" ", "")):
        return True
    few, many = sorted((words(one), words(other)), key=lambda found: (len(found), sorted(found)))
    return bool(few) and all(any(word.startswith(part) or part.startswith(word) for word in many) for part in few)
