"""The parts of a platform's payouts, kept with the import that told them."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal

from finance.models import Import, PayoutLine
from finance.statements.parsed import PayoutParts
from kit.bulk import insert_many
from kit.money import to_minor

AMOUNTS = ("base", "bonus", "promised", "tip", "fee", "deduction", "stated")
COLUMNS = ["line", "on", "platform", "job", *(f"{name}_minor" for name in AMOUNTS), "worked", "cancelled"]


def write_payouts(statement: Import, payouts: Iterable[PayoutParts]) -> None:
    """Write what each line says was paid; a line that tells no part is left out, for there is nothing to audit."""
    names = ["statement_id", "account_id", "fingerprint", *COLUMNS]
    seen: Counter[str] = Counter()
    insert_many(PayoutLine, names, _rows(statement, payouts, seen))


def _rows(statement: Import, payouts: Iterable[PayoutParts], seen: Counter[str]) -> Iterator[list[object]]:
    for parts in payouts:
        amounts = [_minor(getattr(parts, name), statement.currency) for name in AMOUNTS]
        if all(amount is None for amount in amounts) or parts.currency not in (None, statement.currency):
            continue
        told = [parts.on, parts.platform[:40], parts.job, *amounts, parts.worked, parts.cancelled]
        what = "|".join(map(str, told))
        digest = hashlib.sha256(f"{what}|{seen[what]}".encode()).hexdigest()
        seen[what] += 1
        yield [statement.pk, statement.account_id, digest, parts.line, *told]


def _minor(amount: Decimal | None, currency: str) -> int | None:
    if amount is None:
        return None
    try:
        return to_minor(amount, currency)
    except ValueError:  # out of all range: the row itself was rejected for it
        return None
