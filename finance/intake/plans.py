"""What an import does, or would do: its entries, what counts as what, and what has to be asked."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from finance.duplicates.reconciliation import Tellings
from finance.duplicates.versions import Outcome
from finance.intake.entries import Entry
from finance.statements.parsed import PayoutParts, Rejected, StatedBalance


@dataclass(frozen=True)
class Plan:
    """A statement compared with the ledger."""

    format: str
    currency: str
    entries: list[Entry]
    tellings: Tellings
    outcome: Outcome
    rejected: list[Rejected]
    reading: dict[str, Any] = field(default_factory=dict)
    balances: list[StatedBalance] = field(default_factory=list)
    payouts: list[PayoutParts] = field(default_factory=list)

    @property
    def unknown(self) -> list[Entry]:
        """The entries that no statement has told in this form."""
        return [entry for entry in self.entries if entry.fingerprint not in self.tellings.rows]

    @property
    def new(self) -> int:
        """How many payments the ledger does not hold yet in any form."""
        held = {self._stands(key) for key in self.tellings.rows}
        return len({self._stands(entry.fingerprint) for entry in self.unknown} - held)

    @property
    def duplicates(self) -> int:
        """How many entries tell what the ledger holds already."""
        return len(self.entries) - self.new

    @property
    def needs_review(self) -> int:
        """How many entries a person should look at: those a question is about, and new ones that are doubtful."""
        asked = {key for question in self.outcome.questions for key in (question.earlier, question.later)}
        asked |= {entry.fingerprint for entry in self.unknown if entry.row.doubt}
        return sum(entry.fingerprint in asked for entry in self.entries)

    def total(self, sign: int) -> int:
        """Return all money in (1) or out (-1), in minor units and positive."""
        return sum(abs(entry.amount_minor) for entry in self.entries if entry.amount_minor * sign > 0)

    @property
    def days(self) -> list[date]:
        """The days of the entries."""
        return [entry.row.posted_on for entry in self.entries]

    def _stands(self, fingerprint: str) -> str:
        return self.outcome.same_as.get(fingerprint, fingerprint)
