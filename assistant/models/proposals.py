"""An action that waits for a person's yes, and what became of it."""

from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from accounts.models import User
from assistant.models.conversations import Channel
from finance.models.owned import OwnedModel

GOOD_FOR = timedelta(minutes=10)


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def for_user(self, user: User) -> Self:
        """Keep the proposals that this user may see."""
        return self.filter(user=user)

    def waiting(self, *, now: datetime) -> Self:
        """Keep the ones that a yes would still carry out."""
        return self.filter(status=Proposal.Status.PROPOSED, expires_at__gt=now)


class Proposal(OwnedModel):
    """One action as it was put to somebody. It is carried out at most once, in the transaction of their yes."""

    class Kind(models.TextChoices):
        ACCEPT_RECOMMENDATION = "accept_recommendation", "Accept a recommendation"
        DISMISS_RECOMMENDATION = "dismiss_recommendation", "Dismiss a recommendation"
        SET_GOAL = "set_goal", "Set a goal"
        SET_BUFFER = "set_buffer", "Set the buffer"
        ADD_TRIP = "add_trip", "Add a trip"
        REMIND_ME = "remind_me", "Remind of something"
        CALL_ME = "call_me", "Call by telephone"

    class Status(models.TextChoices):
        PROPOSED = "proposed", "Waits for a yes"
        CONFIRMED = "confirmed", "Said yes to, waits for the telephone"
        DECLINED = "declined", "Said no to"
        EXPIRED = "expired", "Not answered in time"
        EXECUTED = "executed", "Done"
        FAILED = "failed", "Could not be done"

    kind = models.CharField(max_length=24, choices=Kind)
    payload: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(
        default=dict, encoder=DjangoJSONEncoder, help_text="What its execution needs."
    )
    facts: "models.JSONField[list[Any], list[Any]]" = models.JSONField(
        default=list, encoder=DjangoJSONEncoder, help_text="The figures that it was asked with."
    )
    channel = models.CharField(max_length=9, choices=Channel, default=Channel.TEXT)
    rung = models.BooleanField(
        default=False, help_text="Asked on a call of its own: what is proposed elsewhere does not take its place."
    )
    status = models.CharField(max_length=9, choices=Status, default=Status.PROPOSED)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=200, blank=True, help_text="Why it could not be done.")
    result_id = models.UUIDField(null=True, blank=True, help_text="The row that it made or changed.")

    objects: ClassVar = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["user", "status", "-id"], name="proposal_by_user")]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "channel"],
                condition=Q(status="proposed", rung=False),  # within a conversation a yes names nothing else
                name="proposal_one_waiting_a_channel",
            ),
            models.CheckConstraint(
                condition=Q(status="proposed", decided_at=None) | (~Q(status="proposed") & Q(decided_at__isnull=False)),
                name="proposal_decided_once",
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=models.F("created_at")), name="proposal_expires_later"),
            models.CheckConstraint(
                condition=~Q(status="confirmed") | Q(kind="call_me"), name="proposal_only_calls_wait_confirmed"
            ),
        ]

    def __str__(self) -> str:
        return self.kind
