"""Rows as statements tell them, and what may be asked about them; plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Version:
    """A row as the imports `tellers` tell it; a row that was typed in has none."""

    fingerprint: str
    posted_on: date
    amount_minor: int
    memo: str
    external_id: str = ""
    pending: bool = False
    tellers: frozenset[int] = frozenset()

    @property
    def standing(self) -> tuple[bool, date, int, bool, str]:
        """How well it stands for the payment: booked, the day it was booked, what is said of it."""
        return (not self.pending, self.posted_on, len(self.memo), bool(self.external_id), self.fingerprint)


@dataclass(frozen=True, slots=True)
class Window:
    """The days that an import tells of."""

    first_on: date
    last_on: date

    def covers(self, day: date) -> bool:
        """Tell whether a day is among them."""
        return self.first_on <= day <= self.last_on


@dataclass(frozen=True, slots=True)
class Question:
    """A doubt about two versions; `joined` tells whether they count as one until it is answered."""

    kind: str
    earlier: str
    later: str
    joined: bool


@dataclass(frozen=True)
class Outcome:
    """What counts as what, and what has to be asked.

    Attributes:
        same_as: version -> the one that stands for it; only of those that another stands for.
        questions: what nobody has answered.
    """

    same_as: Mapping[str, str] = field(default_factory=dict)
    questions: Sequence[Question] = ()
