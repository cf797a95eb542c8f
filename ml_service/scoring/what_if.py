"""Counterfactuals: months or a loan edited as a person could, and scored like any other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ml_service.schemas import Edit, Loan, MonthOfAccount

Months = tuple[MonthOfAccount, ...]

SAVED_SHARE = 0.1
SMALLER_LOAN = 0.75


@dataclass(frozen=True)
class Change:
    """A change a person could make; `make` gives None where it does not apply."""

    code: str
    text: str
    make: Callable[[Months, Loan | None], list[Edit] | None]


def apply(months: Sequence[MonthOfAccount], loan: Loan | None, edits: Sequence[Edit]) -> tuple[Months, Loan | None]:
    """The request that the edits lead to: feed it back and the promised score comes out."""
    changed = {row.month: row for row in months}
    for edit in edits:
        if edit.month is not None:
            changed[edit.month] = changed[edit.month].model_copy(update={edit.field: edit.value})
        elif loan is not None:
            loan = loan.model_copy(update={edit.field: edit.value})
    return tuple(changed.values()), loan


def stay_positive(months: Months, loan: Loan | None) -> list[Edit] | None:
    """Never overdrawn: each month's lowest balance at least zero, no fees."""
    edits: list[Edit] = []
    for row in months:
        wanted: dict[str, int | float] = {
            "min_balance": max(row.min_balance, 0.0),
            "closing_balance": max(row.closing_balance, 0.0),
            "days_negative": 0,
            "overdraft_fees": 0,
        }
        edits += [
            Edit(month=row.month, field=name, value=value)
            for name, value in wanted.items()
            if getattr(row, name) != value
        ]
    return edits or None


def save_more(months: Months, loan: Loan | None) -> list[Edit] | None:
    """A tenth less spent in each of the last three months, kept on the account."""
    kept = 0.0
    edits: list[Edit] = []
    for row in months[-3:]:
        saved = SAVED_SHARE * row.outflow
        if saved <= 0:
            continue
        edits.append(Edit(month=row.month, field="outflow", value=row.outflow - saved))
        edits.append(Edit(month=row.month, field="min_balance", value=row.min_balance + kept))
        kept += saved
        edits.append(Edit(month=row.month, field="closing_balance", value=row.closing_balance + kept))
    return edits or None


def hold_a_reserve(months: Months, loan: Loan | None) -> list[Edit] | None:
    """One month of spending more on the account, all along."""
    reserve = sum(row.outflow for row in months) / len(months)
    if reserve <= 0:
        return None
    return [
        Edit(month=row.month, field=name, value=getattr(row, name) + reserve)
        for row in months
        for name in ("min_balance", "closing_balance")
    ]


def borrow_less(months: Months, loan: Loan | None) -> list[Edit] | None:
    """A quarter less borrowed over the same time."""
    if loan is None or loan.amount <= 0:
        return None
    return [
        Edit(month=None, field="amount", value=SMALLER_LOAN * loan.amount),
        Edit(month=None, field="payment", value=SMALLER_LOAN * loan.payment),
    ]


def borrow_longer(months: Months, loan: Loan | None) -> list[Edit] | None:
    """The same amount paid back over half as long again."""
    if loan is None or loan.payment <= 0 or not 0 < loan.duration_months <= 400:
        return None
    duration = -(-loan.duration_months * 3 // 2)
    return [
        Edit(month=None, field="duration_months", value=duration),
        Edit(month=None, field="payment", value=loan.payment * loan.duration_months / duration),
    ]


CHANGES = (
    Change("STAY_POSITIVE", "Keep the account above zero every day", stay_positive),
    Change("SAVE_MORE", "Spend a tenth less for three months and keep it on the account", save_more),
    Change("HOLD_RESERVE", "Keep one month's spending as a reserve", hold_a_reserve),
    Change("BORROW_LESS", "Borrow a quarter less", borrow_less),
    Change("BORROW_LONGER", "Pay the loan back over half as long again", borrow_longer),
)
