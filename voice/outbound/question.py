"""What an approval call is about, for the ear: why, what and how much, in the assistant's own words for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from accounts.models import User
from assistant.answers.wording import wording
from assistant.facts import Fact
from assistant.languages import Language
from assistant.models import Proposal
from assistant.proposals import keeping
from assistant.tools import advising
from assistant.tools.found import Found, Question
from assistant.turns import gates
from assistant.understanding import Slots
from finance.models import Recommendation
from kit.money import to_minor
from voice.flow.values import Said
from voice.outbound.lines import line

ADVICE = (Proposal.Kind.ACCEPT_RECOMMENDATION, Proposal.Kind.DISMISS_RECOMMENDATION)


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom something is told, in which language, and when."""

    user: User
    language: Language
    now: datetime

    def said(self, found: Found, *, interruptible: bool = True) -> tuple[Said, ...]:
        """Put what was found into words."""
        today = self.now.astimezone(ZoneInfo(self.user.time_zone)).date()
        sentences = (
            gates.own_words(raw, found.facts, self.language, today=today)
            for raw in wording(found.template, found.facts, self.language)
        )
        return tuple(Said(one.spoken, one.text, self.language, interruptible=interruptible) for one in sentences)

    def question(self, intent: str, slots: Slots | None = None) -> Question:
        """Return a question as the assistant's tools take it."""
        return Question(self.user, intent, slots or Slots(), self.language, self.now)


def question_said(proposal: Proposal, asked: Asked) -> tuple[Said, ...]:
    """Return the question as it is put, to its end: nobody says yes to half a sentence."""
    why = reason(proposal, asked)
    before = asked.said(why, interruptible=False) if why else line("asked_for", asked.language, interruptible=False)
    return before + asked.said(keeping.told(proposal), interruptible=False)


def outcome_said(proposal: Proposal, asked: Asked) -> tuple[Said, ...]:
    """Return what became of it."""
    return asked.said(keeping.told(proposal))


def reason(proposal: Proposal, asked: Asked) -> Found | None:
    """Return the figures that an advice rests on; None of what they asked for themselves."""
    if proposal.kind not in ADVICE:
        return None
    rows = Recommendation.objects.for_user(asked.user)
    row = rows.filter(public_id=proposal.payload["recommendation"]).first()
    return advising.told(row, asked.question("advice")) if row else None


def needs_pin(proposal: Proposal, asked: Asked, *, above_minor: int | None) -> bool:
    """Tell whether the PIN is needed whoever answers: some amount that is said is above the user's limit.

    Without a limit it always is, and so it is where an amount is in a currency that the limit is not in.
    """
    if above_minor is None:
        return True
    why = reason(proposal, asked)
    facts = [*keeping.told(proposal).facts, *(why.facts if why else ())]
    return any(_above(fact, asked.user.home_currency, above_minor) for fact in _amounts(facts))


def _amounts(facts: Iterable[Fact]) -> Iterable[Fact]:
    return (fact for fact in facts if fact.unit in ("money", "rate"))


def _above(fact: Fact, home: str, limit: int) -> bool:
    if fact.currency != home or isinstance(fact.value, str):
        return True
    try:
        return abs(to_minor(fact.value, home)) > limit  # type: ignore[arg-type]  # an amount of money is a Decimal
    except ValueError:
        return True
