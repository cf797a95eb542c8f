"""What a yes does: one function for each kind, over the same domain functions that the app's pages call."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from accounts import audit
from accounts.models import User
from assistant.models import Proposal
from finance.advice import recommendations
from finance.alerts import reminders
from finance.goals import keeping as goals
from finance.models import Recommendation, Trip
from kit.errors import NotFound
from kit.money import parse_amount

Kind = Proposal.Kind


@dataclass(frozen=True, slots=True)
class Asked:
    """A proposal as its execution sees it."""

    user: User
    payload: Mapping[str, Any]
    now: datetime

    @property
    def today(self) -> date:
        """The day it is for the user."""
        return self.now.astimezone(ZoneInfo(self.user.time_zone)).date()


def execute(proposal: Proposal, *, now: datetime) -> UUID | None:
    """Carry a proposal out, within the transaction that has claimed it; returns the row that it made or changed.

    Raises:
        Refusal: the domain does not allow it any more.
        KeyError, ValueError: the payload is not of its kind.
    """
    user = User.objects.select_for_update(no_key=True).get(pk=proposal.user_id)
    return WAYS[Kind(proposal.kind)](Asked(user, proposal.payload, now))


def _accept(asked: Asked) -> UUID:
    return _decide(asked, "accept")


def _dismiss(asked: Asked) -> UUID:
    return _decide(asked, "dismiss")


def _decide(asked: Asked, verb: str) -> UUID:
    mine = Recommendation.objects.for_user(asked.user).select_related("user")
    row: Recommendation | None = mine.filter(public_id=asked.payload["recommendation"]).first()
    if row is None:
        raise NotFound("There is no such recommendation.")
    recommendations.decide(row, verb, now=asked.now)
    return row.public_id


def _set_goal(asked: Asked) -> UUID:
    said, due = asked.payload, asked.payload.get("due_on")
    goal = goals.make(
        user=asked.user,
        name=said["name"],
        currency=said["currency"],
        target_minor=parse_amount(said["target"], said["currency"]),
        due_on=date.fromisoformat(due) if due else None,
        starts_on=asked.today,
    )
    return goal.public_id


def _set_buffer(asked: Asked) -> UUID:
    from accounts.api.me import MeSerializer  # the one place that checks and records a change of settings

    change = MeSerializer(asked.user, data={"buffer": asked.payload["buffer"]}, partial=True)
    change.is_valid(raise_exception=True)
    change.save()
    return asked.user.public_id


def _add_trip(asked: Asked) -> UUID:
    said = asked.payload
    with transaction.atomic():
        trip = Trip.objects.create(
            user=asked.user,
            on=date.fromisoformat(said["on"]),
            distance_thousandths=round(Decimal(said["distance"]) * 1000),
            unit=said["unit"],
            purpose=said.get("purpose", ""),
            platform=said.get("platform", ""),
        )
        undo = audit.request_of("DELETE", f"mileage/{trip.public_id}")
        audit.record(asked.user, "trip.added", trip, undo=undo)
    return trip.public_id


def _remind(asked: Asked) -> UUID:
    on, text = date.fromisoformat(asked.payload["on"]), asked.payload["text"]
    row = reminders.remind(user=asked.user, on=on, text=text, today=asked.today, now=asked.now)
    return row.public_id


WAYS: Mapping[Kind, Callable[[Asked], UUID]] = {
    Kind.ACCEPT_RECOMMENDATION: _accept,
    Kind.DISMISS_RECOMMENDATION: _dismiss,
    Kind.SET_GOAL: _set_goal,
    Kind.SET_BUFFER: _set_buffer,
    Kind.ADD_TRIP: _add_trip,
    Kind.REMIND_ME: _remind,
}
