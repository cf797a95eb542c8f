"""What a piece of advice is made of: its figures, and the transactions that show them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from kit.money import amount_string

MOST_ROWS = 12  # transactions shown with one piece of advice


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure that the wording may use; `value` is an amount string, a number, an ISO date or a name."""

    name: str
    value: str
    unit: str
    source: str

    def stored(self) -> dict[str, str]:
        """Return the fact as the row keeps it."""
        return {"name": self.name, "value": self.value, "unit": self.unit, "source": self.source}


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A transaction that shows it; the amount carries its sign."""

    transaction: UUID
    on: date
    amount_minor: int
    memo: str
    currency: str

    def stored(self) -> dict[str, str]:
        """Return the transaction as the row keeps it: what it said at the time."""
        amount = amount_string(self.amount_minor, self.currency)
        shown = {"on": self.on.isoformat(), "amount": amount, "currency": self.currency, "memo": self.memo[:200]}
        return {"transaction": str(self.transaction), **shown}


@dataclass(frozen=True, slots=True)
class Advice:
    """One piece of advice.

    Attributes:
        kind: which wording it has.
        key: names the situation: the same one does not come back while it is open.
        priority: 1 is the most pressing.
        evidence: every figure that the wording may use.
        impact: what following it changes.
        rows: the transactions that show it.
        bucket: how bad it is, in coarse steps: what was dismissed comes back early only when it is a step worse.
        once: whether a dismissal is for good, because the key names one event.
    """

    kind: str
    key: str
    priority: int
    evidence: Sequence[Fact]
    impact: dict[str, Any]
    rows: Sequence[EvidenceRow] = field(default=())
    bucket: int = 0
    once: bool = False


def amount_fact(name: str, minor: int, currency: str, source: str) -> Fact:
    """Return an amount as a fact."""
    return Fact(name, amount_string(minor, currency), currency, source)


def ratio_fact(name: str, value: float, source: str, unit: str = "ratio") -> Fact:
    """Return a ratio, or another number, as a fact."""
    return Fact(name, f"{value:.4f}", unit, source)
