"""What was asked and answered: sealed at rest, its owner's to search, share and delete, gone when it expires."""

from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from accounts.sealed_fields import SealedJSONField, SealedTextField
from finance.models.owned import OwnedModel
from kit.models import PublicModel

DEFAULT_KEEP_DAYS, MOST_KEEP_DAYS = 30, 3650
SESSION = timedelta(minutes=30)  # what nothing is kept of is needed this long, to understand "and last month?"


class Channel(models.TextChoices):
    TEXT = "text", "Text"
    VOICE = "voice", "Voice in the browser"
    TELEPHONE = "telephone", "Telephone"


class ConversationQuerySet(models.QuerySet["Conversation"]):
    def for_user(self, user: User) -> Self:
        """Keep the conversations that this user may see."""
        return self.filter(user=user)

    def standing(self, *, now: datetime) -> Self:
        """Keep what has not expired, whether or not the night has deleted it yet."""
        return self.filter(expires_at__gt=now)


class Conversation(OwnedModel):
    """Turns that belong together. What is said in them is sealed; counts, times and languages are not."""

    channel = models.CharField(max_length=9, choices=Channel)
    language = models.CharField(max_length=5, choices=User.Language)
    title = SealedTextField(blank=True, help_text="How it began.")
    context: "SealedJSONField" = SealedJSONField(default=dict, help_text="What the next turn may refer to.")
    turns_count = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(default=timezone.now)
    last_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(help_text="By its owner's setting; a later turn moves it.")
    shared_at = models.DateTimeField(null=True, blank=True, help_text="When its owner let operators read it.")

    objects: ClassVar = ConversationQuerySet.as_manager()

    class Meta:
        ordering = ["-last_at", "-id"]
        indexes = [
            models.Index(fields=["user", "-last_at", "-id"], name="conversation_by_user"),
            models.Index(fields=["expires_at"], name="conversation_by_expiry"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(channel__in=["text", "voice", "telephone"]), name="conversation_channel")
        ]

    def __str__(self) -> str:
        return f"{self.channel}, {self.turns_count} {'turn' if self.turns_count == 1 else 'turns'}"


class Turn(PublicModel):
    """One message and its answer, as far as it was heard."""

    class By(models.TextChoices):
        GROQ = "groq", "Groq"
        OLLAMA = "ollama", "Ollama"
        OFFLINE = "offline", "GigLens itself"

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="turns")
    position = models.PositiveIntegerField(help_text="1 is the first of its conversation.")
    at = models.DateTimeField(default=timezone.now)
    channel = models.CharField(max_length=9, choices=Channel)
    language = models.CharField(max_length=5, choices=User.Language)
    intent = models.CharField(max_length=30)
    confidence = models.FloatField(default=0)
    question = SealedTextField(blank=True)
    answer = SealedTextField(blank=True, help_text="What was shown, or heard before it was interrupted.")
    details = SealedJSONField(default=dict, help_text="Slots, facts, spoken sentences, what was asked back.")
    source = models.CharField(max_length=7, choices=By, default=By.OFFLINE)
    model = models.CharField(max_length=80, blank=True)
    timings_ms: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    replaced = models.PositiveSmallIntegerField(default=0, help_text="Sentences that the gate kept back.")
    interrupted = models.BooleanField(default=False)
    tokens_in = models.PositiveIntegerField(default=0)
    tokens_out = models.PositiveIntegerField(default=0)
    cost_microdollars = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering = ["conversation_id", "position"]
        indexes = [models.Index(fields=["-at"], name="turn_by_time")]
        constraints = [
            models.UniqueConstraint(fields=["conversation", "position"], name="turn_position_once"),
            models.CheckConstraint(condition=Q(position__gte=1), name="turn_position_from_one"),
            models.CheckConstraint(condition=Q(source__in=["groq", "ollama", "offline"]), name="turn_source_known"),
        ]

    def __str__(self) -> str:
        return f"{self.intent} ({self.source})"


class ConversationSettings(OwnedModel):
    """How long somebody's conversations are kept."""

    keep_days = models.PositiveSmallIntegerField(
        default=DEFAULT_KEEP_DAYS,
        validators=[MaxValueValidator(MOST_KEEP_DAYS)],
        help_text="0 keeps nothing once the conversation is over.",
    )

    class Meta:
        verbose_name_plural = "conversation settings"
        constraints = [
            models.UniqueConstraint(fields=["user"], name="conversation_settings_once"),
            models.CheckConstraint(condition=Q(keep_days__lte=MOST_KEEP_DAYS), name="conversation_keep_days_in_range"),
        ]

    def __str__(self) -> str:
        return f"{self.keep_days} days"

    @classmethod
    def keep_days_of(cls, user: User | int) -> int:
        """Return how many days somebody's conversations are kept."""
        found = cls._default_manager.filter(user=user).values_list("keep_days", flat=True).first()
        return DEFAULT_KEEP_DAYS if found is None else found


def expiry(keep_days: int, *, last_at: datetime) -> datetime:
    """Return when a conversation is to be forgotten."""
    return last_at + kept_for(keep_days)


def kept_for(keep_days: int) -> timedelta:
    """Return how long a conversation is kept after its last turn."""
    return timedelta(days=keep_days) if keep_days else SESSION
