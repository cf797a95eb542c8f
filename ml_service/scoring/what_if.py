"""Counterfactuals: months or a loan edited as a person could, and scored like any other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ml_service.schemas import Edit, Loan
from ml_service.scoring.features import FIGURES, Months

SAVED_SHARE = 0.1
SMALLER_LOAN = 0.75


Turn = tuple[int | None, str, int | float]  # of a month by its place, or of the loan where that is None: field, value
TO_ZERO = ("min_balance", "closing_balance", "days_negative", "overdraft_fees")


def edit(turn: Turn, names: Sequence[str]) -> Edit:
    """Return a turn with the name of its month."""
    at, field, value = turn
    return Edit(month=None if at is None else names[at], field=field, value=value)


@dataclass(frozen=True)
class Change:
    """A change a person could make; `make` gives None where it does not apply."""

    code: str
    text: str
    make: Callable[[Months, Loan | None], list[Turn] | None]


def apply(months: Months, loan: Loan | None, turns: Sequence[Turn]) -> tuple[Months, Loan | None]:
    """The request that the turns lead to: feed it back and the promised score comes out."""
    columns: dict[str, list[float]] = {}
    lent: dict[str, int | float] = {}
    for at, name, value in turns:
        if at is None:
            lent[name] = value
        else:
            column = columns.get(name)
            if column is None:
                column = columns[name] = list(getattr(months, name))
            column[at] = value
    figures: Any = (columns.get(name) or getattr(months, name) for name in FIGURES)  # counts stay counts
    changed = Months(*figures) if columns else months
    return changed, loan.model_copy(update=lent) if loan is not None and lent else loan


def stay_positive(months: Months, loan: Loan | None) -> list[Turn] | None:
    """Never overdrawn: each month's lowest balance at least zero, no fees."""
    turns: list[Turn] = []
    for at, (lowest, closing, days, fees) in enumerate(zip(*(getattr(months, name) for name in TO_ZERO), strict=True)):
        if lowest < 0:
            turns.append((at, "min_balance", type(lowest)(0)))
        if closing < 0:
            turns.append((at, "closing_balance", type(closing)(0)))
        if days:
            turns.append((at, "days_negative", 0))
        if fees:
            turns.append((at, "overdraft_fees", 0))
    return turns or None


def save_more(months: Months, loan: Loan | None) -> list[Turn] | None:
    """A tenth less spent in each of the last three months, kept on the account."""
    kept = 0.0
    turns: list[Turn] = []
    for at in range(max(len(months) - 3, 0), len(months)):
        saved = SAVED_SHARE * months.outflow[at]
        if saved <= 0:
            continue
        turns.append((at, "outflow", months.outflow[at] - saved))
        turns.append((at, "min_balance", months.min_balance[at] + kept))
        kept += saved
        turns.append((at, "closing_balance", months.closing_balance[at] + kept))
    return turns or None


def hold_a_reserve(months: Months, loan: Loan | None) -> list[Turn] | None:
    """One month of spending more on the account, all along."""
    reserve = months.spending
    if reserve <= 0:
        return None
    return [
        (at, name, balances[at] + reserve)
        for at in range(len(months))
        for name, balances in (("min_balance", months.min_balance), ("closing_balance", months.closing_balance))
    ]


def borrow_less(months: Months, loan: Loan | None) -> list[Turn] | None:
    """A quarter less borrowed over the same time."""
    if loan is None or loan.amount <= 0:
        return None
    return [
        (None, "amount", SMALLER_LOAN * loan.amount),
        (None, "payment", SMALLER_LOAN * loan.payment),
    ]


def borrow_longer(months: Months, loan: Loan | None) -> list[Turn] | None:
    """The same amount paid back over half as long again."""
    if loan is None or loan.payment <= 0 or not 0 < loan.duration_months <= 400:
        return None
    duration = -(-loan.duration_months * 3 // 2)
    return [
        (None, "duration_months", duration),
        (None, "payment", loan.payment * loan.duration_months / duration),
    ]


CHANGES = (
    Change("STAY_POSITIVE", "Keep the account above zero every day", stay_positive),
    Change("SAVE_MORE", "Spend a tenth less for three months and keep it on the account", save_more),
    Change("HOLD_RESERVE", "Keep one month's spending as a reserve", hold_a_reserve),
    Change("BORROW_LESS", "Borrow a quarter less", borrow_less),
    Change("BORROW_LONGER", "Pay the loan back over half as long again", borrow_longer),
)
