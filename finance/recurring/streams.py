"""Which transactions may be the same thing coming again: by direction and by who stands behind them."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from finance.statements.columns import folded

KEPT_WORDS = 4
SHOWN_WORDS = 6
MONTHS = re.compile(
    r"jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?|"
    r"dec(ember)?|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre"
)
# Words that say how something was paid, not to whom.
NOISE = re.compile(
    r"payments?|pmt|card|purchase|pos|ref(erence)?|debit|credit|direct|transfer|dd|ach|sepa|online|web|visa|mastercard|"
    r"recurring|autopay|bill|standing|order|to|from|for|of|the|at|on|no|nr|inc|ltd|llc|gmbh|co|com"
)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One transaction, as the search for recurring flows sees it; `amount_minor` carries its sign."""

    id: UUID
    on: date
    amount_minor: int
    memo: str
    kind: str
    category: str = ""
    platform: str = ""
    account: int = 0


StreamKey = tuple[int, str]


def stream_key(one: Occurrence) -> StreamKey:
    """Return the direction (1 in, -1 out) and the name of who stands behind a transaction."""
    direction = 1 if one.amount_minor > 0 else -1
    return direction, one.platform or counterparty(one.memo) or one.category


def counterparty(memo: str) -> str:
    """Return a memo without what changes from one payment to the next: numbers, dates, months, ways of paying."""
    words = [word for word in folded(memo).split() if not re.search(r"\d", word) and not MONTHS.fullmatch(word)]
    told = [word for word in words if len(word) > 1 and not NOISE.fullmatch(word)]
    return " ".join((told or words)[:KEPT_WORDS])


def shown_name(one: Occurrence) -> str:
    """Return who stands behind a transaction as a person would write it: the memo's words without its numbers."""
    words = [word for word in one.memo.split() if not re.search(r"\d", word)]
    said = " ".join(words[:SHOWN_WORDS]) or one.platform.replace("_", " ") or one.category.replace("_", " ")
    quiet = said.lower() if said.isupper() else said
    return (quiet[:1].upper() + quiet[1:])[:80]


def streams(found: Iterable[Occurrence]) -> dict[StreamKey, list[Occurrence]]:
    """Put transactions together that may be one thing, oldest first; those without any name are left out."""
    grouped: dict[StreamKey, list[Occurrence]] = defaultdict(list)
    for one in sorted(found, key=lambda one: (one.on, one.id)):
        key = stream_key(one)
        if key[1]:
            grouped[key].append(one)
    return grouped
