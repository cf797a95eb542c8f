"""A bank that keeps true books and gives statements of them: late, early, partly, with and without its own ids."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from finance.statements.parsed import Row

DAY_0 = date(2026, 3, 2)
Told = tuple[Row, int, int]  # a row, its amount in minor units, and which true payment it tells of


def day(number: int) -> date:
    """Return a day of the story."""
    return DAY_0 + timedelta(days=number)


@dataclass(frozen=True)
class Payment:
    """What truly happened.

    Attributes:
        announced, booked: days of the story; a payment that is never shown before it is booked has them equal.
        hour: when on its days it appears.
        flagged: whether the bank says of the announced row that it is pending.
        renamed: whether the memo is another one until it is booked.
    """

    announced: int
    booked: int
    hour: int
    amount: int
    memo: str
    flagged: bool = True
    renamed: bool = False


@dataclass(frozen=True)
class Export:
    """A statement as it is asked for: when, from which day on, in which form."""

    made_on: int
    made_at: int
    since: int
    ids: bool


def rows_of(truth: tuple[Payment, ...], export: Export) -> list[Told]:
    """Return what the bank tells: whole days from `since` on, the last one as far as it has come."""
    return [told for _, told in sorted(_shown(truth, export), key=lambda shown: shown[0])]


def _shown(truth: tuple[Payment, ...], export: Export) -> Iterator[tuple[tuple[int, int, int], Told]]:
    now = (export.made_on, export.made_at)
    for which, payment in enumerate(truth):
        if (payment.announced, payment.hour) > now:
            continue
        booked = (payment.booked, payment.hour) <= now
        on = payment.booked if booked else payment.announced
        if on >= export.since:
            row = _row(payment, which, export, on, booked=booked)
            yield (on, payment.hour, which), (row, payment.amount, which)


def _row(payment: Payment, which: int, export: Export, on: int, *, booked: bool) -> Row:
    memo = payment.memo if booked or not payment.renamed else f"AUTH {payment.memo[::-1]} 0{which}"
    return Row(
        line=which + 2,
        posted_on=day(on),
        amount=0,  # type: ignore[arg-type]  # the tests pass minor units beside it
        memo=memo.upper()[:8].strip() if export.ids else memo,
        external_id=f"{'B' if booked else 'P'}{which}" if export.ids else "",
        pending=payment.flagged and not booked,
    )
