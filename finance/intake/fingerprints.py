"""What a row is, in every export: the bank's own id where the file has ids, else day, amount and memo.

Both count how-manieth such row of its file it is, so that two like payments in one file stay two, and the same two in
the next file are the same two. Day and amount belong to the fingerprint of an id as well: a bank that gives an id
again, to another booking, then makes a row of its own, and the person is asked (`finance.duplicates.identity`).
"""

import hashlib
from collections import Counter
from collections.abc import Iterable
from datetime import date

MANY, SHARE = 3, 0.05  # what comes again more often than this in one file is a reference, not an id


def ids_hold(rows: Iterable[tuple[str, date, int]]) -> bool:
    """Tell whether a file's ids name one booking each; its rows are given as (id, day, amount)."""
    distinct = {row for row in rows if row[0]}
    again = len(distinct) - len({said for said, _, _ in distinct})
    return again < MANY or again <= SHARE * len(distinct)


class Fingerprints:
    """The fingerprints of one file's rows, in the file's order."""

    def __init__(self) -> None:
        self._seen: Counter[tuple[str, str]] = Counter()

    def of(self, *, posted_on: date, amount_minor: int, memo: str, external_id: str = "", part: str = "") -> str:
        """Return the next row's fingerprint; `part` tells apart what one line says of one day and amount."""
        what = f"{posted_on.isoformat()}|{amount_minor}"
        text = f"id|{external_id}|{what}" if external_id else f"{what}|{' '.join(memo.casefold().split())}"
        nth = self._seen[text, part]
        self._seen[text, part] += 1
        return hashlib.sha256((f"{text}|{nth}" + (f"|{part}" if part else "")).encode()).hexdigest()
