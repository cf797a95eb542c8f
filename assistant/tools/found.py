"""What a tool gets, and what it gives back."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from accounts.models import User
from assistant.facts import Fact
from assistant.languages import Language
from assistant.proposals.drafts import Draft
from assistant.understanding.understood import Slots
from finance.flows import currencies


@dataclass(frozen=True, slots=True)
class Found:
    """An answer before it is worded.

    Attributes:
        template: the key of its words in `assistant/answers`; notes hang on with a plus: "balance.ok+stale".
        facts: the figures, in the order of weight. Those that no sentence names are shown behind the answer.
        proposal: an action that waits to be proposed; a tool never does it.
    """

    template: str
    facts: tuple[Fact, ...] = ()
    proposal: Draft | None = None

    def noting(self, note: str, *facts: Fact) -> "Found":
        """Return the same with a note behind it."""
        return Found(f"{self.template}+{note}", (*self.facts, *facts), self.proposal)


@dataclass(frozen=True)
class Question:
    """Who asks what, and when.

    Attributes:
        slots: what the question names; everything may be missing.
        language: names of categories, reasons and the like are given in it.
        now: the time, aware.
    """

    user: User
    intent: str
    slots: Slots
    language: Language
    now: datetime

    @cached_property
    def today(self) -> date:
        """The day it is for the user."""
        return self.now.astimezone(ZoneInfo(self.user.time_zone)).date()

    @cached_property
    def currencies(self) -> list[str]:
        """The currencies of the ledger, the main one first; one query."""
        return [currency for currency, _ in currencies(self.user)]

    @cached_property
    def currency(self) -> str | None:
        """The currency that is asked for where the ledger has it, else the main one; None for an empty ledger."""
        said = self.slots.currency
        return said if said in self.currencies else next(iter(self.currencies), None)
