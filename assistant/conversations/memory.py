"""What the next turn may refer to: read before a turn, written after it."""

from dataclasses import dataclass, fields
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any, cast
from uuid import UUID

from accounts.models import User
from assistant.facts import Fact, Source, Span, Unit, Value
from assistant.models import Conversation, Turn
from assistant.turns.events import Pace, Sentence
from assistant.understanding import Context, Slots
from kit.errors import NotFound
from kit.money import minor_digits

SPANS, DAYS, AMOUNTS = ("period", "other_period"), ("on",), ("amount", "distance")


@dataclass(frozen=True)
class Memory:
    """What is known of the conversation when a turn begins.

    Attributes:
        talk: the conversation; None where this turn begins one.
        last: the turn before.
        pace: how fast its owner asked to be spoken to.
    """

    talk: Conversation | None = None
    last: Turn | None = None
    context: Context = Context()
    pace: Pace = "normal"

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """What was said last."""
        told = self.last.details.get("sentences", []) if self.last else []
        return tuple(Sentence(one["text"], one["spoken"]) for one in told)

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The figures behind what was said last."""
        return tuple(fact_from(one) for one in (self.last.details.get("facts", []) if self.last else []))


def recall(user: User, conversation: UUID | None, *, now: datetime, last: bool = True) -> Memory:
    """Return what is known of somebody's conversation.

    Args:
        last: whether the turn before is needed: what says it again, or more slowly, needs it.

    Raises:
        NotFound: it is not theirs, or has expired.
    """
    if conversation is None:
        return Memory()
    mine = Conversation.objects.for_user(user).standing(now=now).filter(public_id=conversation)
    talk = mine.defer("title").first()  # sealed, and nobody's business here
    if talk is None:
        raise NotFound("There is no such conversation, or it has expired.", code="no_such_conversation")
    before = Turn.objects.filter(conversation=talk).order_by("-position").only("details").first() if last else None
    kept = talk.context or {}
    return Memory(talk, before, context_from(kept), "slow" if kept.get("pace") == "slow" else "normal")


def context_told(context: Context, pace: Pace) -> dict[str, Any]:
    """Return a context as JSON."""
    return {
        "intent": context.intent,
        "slots": slots_told(context.slots),
        "asking": list(context.asking),
        "proposal": context.proposal,
        "pace": pace,
    }


def context_from(told: dict[str, Any]) -> Context:
    """Read a context; one that an older version wrote in another way is an empty one."""
    try:
        asking = tuple(str(one) for one in told.get("asking", []))
        return Context(told.get("intent", ""), slots_from(told.get("slots", {})), asking, told.get("proposal", ""))
    except (TypeError, ValueError, KeyError, InvalidOperation):
        return Context()


def slots_told(slots: Slots) -> dict[str, Any]:
    """Return slots as the API and the database have them: amounts as strings, days in ISO, spans as from and to."""
    given = {name: told(value) for name, value in slots.given().items()}
    if slots.amount is not None:
        given["amount"] = _amount(slots.amount, slots.currency or "USD")
    return given


def _amount(amount: Decimal, currency: str) -> str:
    """Return an amount with the digits that its currency has, and with all that were said."""
    digits = max(minor_digits(currency), -int(amount.as_tuple().exponent))
    return f"{amount:.{digits}f}"


def slots_from(given: dict[str, Any]) -> Slots:
    """Read slots back."""
    known = {one.name for one in fields(Slots)}
    return Slots(**{name: _slot(name, value) for name, value in given.items() if name in known})


def _slot(name: str, value: Any) -> Any:
    if name in SPANS:
        return Span(date.fromisoformat(value["from"]), date.fromisoformat(value["to"]))
    if name in DAYS:
        return date.fromisoformat(value)
    return Decimal(value) if name in AMOUNTS else value


def told(value: Any) -> Any:
    """Return a value as JSON has it."""
    if isinstance(value, Span):
        return {"from": value.first.isoformat(), "to": value.last.isoformat()}
    if isinstance(value, date | time):
        return value.isoformat()
    return format(value, "f") if isinstance(value, Decimal) else value


def fact_told(fact: Fact) -> dict[str, Any]:
    """Return a fact as the API and the database have it."""
    return {
        "name": fact.name,
        "value": told(fact.value),
        "unit": fact.unit,
        "currency": fact.currency,
        "per": fact.per,
        "as_of": fact.as_of.isoformat(),
        "source": {"kind": fact.source.kind, "ref": fact.source.ref, "page": fact.source.page},
        "rough": fact.rough,
    }


def fact_from(given: dict[str, Any]) -> Fact:
    """Read a fact back."""
    unit, value = cast(Unit, given["unit"]), given["value"]
    as_of = given["as_of"]
    return Fact(
        name=given["name"],
        value=_value(unit, value),
        unit=unit,
        as_of=datetime.fromisoformat(as_of) if "T" in as_of else date.fromisoformat(as_of),
        source=Source(**given["source"]),
        currency=given["currency"],
        per=given["per"],
        rough=given["rough"],
    )


def _value(unit: Unit, value: Any) -> Value:
    if unit == "period":
        return Span(date.fromisoformat(value["from"]), date.fromisoformat(value["to"]))
    if unit == "date":
        return date.fromisoformat(value)
    if unit == "time":
        return time.fromisoformat(value)
    return Decimal(value) if unit in ("money", "percent", "distance", "rate") else cast(Value, value)
