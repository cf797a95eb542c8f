"""Calls, what happened on them, and what Twilio was told: one row a call, whichever way it came about."""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import User
from accounts.sealed_fields import SealedJSONField, SealedTextField
from kit.models import PublicModel


class CallQuerySet(models.QuerySet["Call"]):
    def for_user(self, user: User) -> Self:
        """Keep the calls that this user may see: those on which their PIN was given, and those that rang them."""
        return self.filter(user=user)

    def of_theirs(self) -> Self:
        """Leave out the calls that a person was dialled with for somebody: they are a part of that one's."""
        return self.exclude(purpose=Call.Purpose.TRANSFER)

    def under_way(self) -> Self:
        """Keep the calls that nobody has said are over."""
        return self.exclude(status__in=Call.OVER)


class Call(PublicModel):
    """One telephone call. Its numbers are sealed, and found again by their fingerprints."""

    class Direction(models.TextChoices):
        INBOUND = "inbound", "Somebody rang GigLens"
        OUTBOUND = "outbound", "GigLens rang somebody"

    class Purpose(models.TextChoices):
        ASKING = "asking", "Asking about their money"
        APPROVAL = "approval", "A decision is asked for"
        BRIEFING = "briefing", "The spoken briefing"
        VERIFICATION = "verification", "A code for a new number"
        CALL_BACK = "call_back", "Somebody asked to be rung"
        TRANSFER = "transfer", "A person was dialled for a caller"

    class Status(models.TextChoices):
        """Twilio's own words."""

        QUEUED = "queued", "Queued"
        INITIATED = "initiated", "Initiated"
        RINGING = "ringing", "Ringing"
        IN_PROGRESS = "in-progress", "In progress"
        COMPLETED = "completed", "Completed"
        BUSY = "busy", "Busy"
        FAILED = "failed", "Failed"
        NO_ANSWER = "no-answer", "No answer"
        CANCELED = "canceled", "Canceled"

    class Way(models.TextChoices):
        GATHER = "gather", "Gather"
        RELAY = "relay", "ConversationRelay"

    OVER: ClassVar = (Status.COMPLETED, Status.BUSY, Status.FAILED, Status.NO_ANSWER, Status.CANCELED)

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who it is known to be: by their PIN, or because it was they who were rung.",
    )
    call_sid = models.CharField(
        max_length=34, unique=True, null=True, blank=True, help_text="Twilio's name for it; none before it is placed."
    )
    direction = models.CharField(max_length=8, choices=Direction)
    purpose = models.CharField(max_length=12, choices=Purpose, default=Purpose.ASKING)
    way = models.CharField(max_length=6, choices=Way, default=Way.GATHER)
    status = models.CharField(max_length=11, choices=Status, default=Status.QUEUED)
    number = SealedTextField(blank=True, help_text="The person's, E.164.")
    number_fingerprint = models.CharField(max_length=64, blank=True, help_text="To find the number without opening it.")
    number_ends = models.CharField(max_length=4, blank=True, help_text="Its last digits, for operators.")
    language = models.CharField(max_length=5, choices=User.Language, default=User.Language.ENGLISH)
    state: "SealedJSONField" = SealedJSONField(default=dict, help_text="Where the flow is.")
    step = models.PositiveIntegerField(
        default=0, help_text="Of two webhooks at once only the later one's state is kept."
    )
    conversation = models.UUIDField(null=True, blank=True, help_text="What was asked on it.")
    identified_at = models.DateTimeField(null=True, blank=True, help_text="When the PIN was right.")
    stir = models.CharField(max_length=60, blank=True, help_text="StirVerstat, as it came.")
    answered_by = models.CharField(max_length=20, blank=True, help_text="Of the answering-machine detection.")
    disposition = models.CharField(max_length=24, blank=True, help_text="How it ended, in a word.")
    error_code = models.CharField(max_length=8, blank=True, help_text="Twilio's.")
    created_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    duration_s = models.PositiveIntegerField(null=True, blank=True)
    price_micros = models.PositiveBigIntegerField(null=True, blank=True, help_text="In 10⁻⁶ of its currency.")
    price_currency = models.CharField(max_length=3, blank=True)
    last_heard_at = models.DateTimeField(help_text="When Twilio last spoke of it.")
    looked_up_at = models.DateTimeField(null=True, blank=True, help_text="When Twilio was last asked about it.")
    expires_at = models.DateTimeField(null=True, blank=True, help_text="Numbers and state are forgotten then.")

    objects: ClassVar = CallQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["user", "-created_at", "-id"], name="call_by_user"),
            models.Index(fields=["number_fingerprint", "-created_at"], name="call_by_number"),
            models.Index(
                fields=["last_heard_at"],
                condition=~Q(status__in=["completed", "busy", "failed", "no-answer", "canceled"]),
                name="call_under_way",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(direction__in=["inbound", "outbound"]), name="call_direction"),
            models.CheckConstraint(
                condition=Q(direction="inbound") | Q(user__isnull=False), name="call_outbound_rings_somebody"
            ),
            models.CheckConstraint(
                condition=Q(identified_at=None) | Q(user__isnull=False), name="call_identified_is_of_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.direction} …{self.number_ends or '?'}"


class CallEvent(models.Model):
    """Something that happened on a call: a webhook, a status, a turn, an error. Never digits, never what was said."""

    class Kind(models.TextChoices):
        STATUS = "status", "Status"
        TURN = "turn", "Turn"
        IDENTIFIED = "identified", "PIN right"
        REFUSED = "refused", "PIN wrong"
        LOCKED = "locked", "Locked out"
        DECIDED = "decided", "Decided"
        INTERRUPTED = "interrupted", "Interrupted"
        ERROR = "error", "Error"
        RELAY = "relay", "Relay session"
        TRANSFERRED = "transferred", "Put through to a person"

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=12, choices=Kind)
    at = models.DateTimeField()
    sequence = models.IntegerField(null=True, blank=True, help_text="Twilio's SequenceNumber.")
    key = models.CharField(max_length=80, help_text="Names it within the call: told twice, it is one event.")
    timings_ms: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    details: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)

    class Meta:
        ordering = ["call_id", "at", "id"]
        constraints = [models.UniqueConstraint(fields=["call", "key"], name="call_event_once")]

    def __str__(self) -> str:
        return self.kind


class WebhookAnswer(models.Model):
    """What a request of Twilio's was answered with, so that its repetition is answered with the same."""

    token = models.CharField(max_length=128, unique=True, help_text="Fingerprint of path and idempotency token.")
    body = SealedTextField(blank=True, help_text="Empty while it is being made.")
    claimed_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["claimed_at"], name="webhook_answer_by_time")]

    def __str__(self) -> str:
        return self.token[:12]


class BlockedNumber(models.Model):
    """A number that is not talked to, by an operator's decision."""

    number_fingerprint = models.CharField(max_length=64, unique=True)
    number_ends = models.CharField(max_length=4, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    blocked_at = models.DateTimeField()
    blocked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    def __str__(self) -> str:
        return f"…{self.number_ends}"


class OutboundSwitch(models.Model):
    """The one switch that stops every call that GigLens would place: a single row."""

    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="outbound_switch_single")]

    def __str__(self) -> str:
        return "stopped" if self.stopped_at else "open"

    @classmethod
    def stopped(cls) -> datetime | None:
        """Return since when nobody is rung; None while calls are placed."""
        return cls._default_manager.filter(pk=1).values_list("stopped_at", flat=True).first()
