"""What asking a model or transcribing speech costs: one row a call, and the sums that the caps are held to."""

from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models.user import User
from kit.models import PublicModel


class ModelUseQuerySet(models.QuerySet["ModelUse"]):
    def for_user(self, user: User) -> "ModelUseQuerySet":
        """Keep what somebody caused."""
        return self.filter(user=user)

    def unsettled(self, *, before: datetime) -> "ModelUseQuerySet":
        """Keep the calls whose process never said how they ended."""
        return self.filter(outcome=ModelUse.Outcome.RESERVED, started_at__lt=before)


class ModelUse(PublicModel):
    """One call of a model. Written before the call with what it may cost at most, settled after it."""

    class Kind(models.TextChoices):
        ANSWER = "answer", "Wording of an answer"
        TOOL = "tool", "Choice of a tool"
        TRANSCRIPTION = "transcription", "Transcription of speech"

    class Outcome(models.TextChoices):
        RESERVED = "reserved", "Under way"
        WHOLE = "whole", "Whole answer"
        CUT = "cut", "Cut off in the middle"
        FAILED = "failed", "No answer"
        CANCELLED = "cancelled", "Cancelled by the user"
        LOST = "lost", "Never settled: its process ended"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    turn = models.UUIDField(null=True, blank=True, help_text="The turn of the conversation that it was for.")
    kind = models.CharField(max_length=13, choices=Kind)
    provider = models.CharField(max_length=20)
    model = models.CharField(max_length=120)
    outcome = models.CharField(max_length=9, choices=Outcome, default=Outcome.RESERVED)
    reason = models.CharField(max_length=40, blank=True, help_text="Why there is no whole answer.")
    tokens_in = models.PositiveIntegerField(default=0)
    tokens_out = models.PositiveIntegerField(default=0)
    audio_ms = models.PositiveIntegerField(default=0)
    estimated = models.BooleanField(default=False, help_text="The provider did not say how many tokens it were.")
    reserved_nano_usd = models.PositiveBigIntegerField(help_text="The most that it could cost, in 10⁻⁹ US dollars.")
    cost_nano_usd = models.PositiveBigIntegerField(default=0, help_text="What it cost, in 10⁻⁹ US dollars.")
    priced_on = models.DateField(help_text="The day of the price that it was computed with.")
    first_token_ms = models.PositiveIntegerField(null=True, blank=True)
    total_ms = models.PositiveIntegerField(null=True, blank=True)
    started_at = models.DateTimeField()

    objects = ModelUseQuerySet.as_manager()

    class Meta:
        verbose_name = "use of a model"
        verbose_name_plural = "uses of models"
        indexes = [
            models.Index(fields=["user", "-started_at"], name="model_use_by_user"),
            models.Index(fields=["turn"], condition=Q(turn__isnull=False), name="model_use_by_turn"),
            models.Index(fields=["started_at"], condition=Q(outcome="reserved"), name="model_use_unsettled"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["reserved", "whole", "cut", "failed", "cancelled", "lost"]),
                name="model_use_outcome_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.model}: {self.outcome}"


class SpendingDayQuerySet(models.QuerySet["SpendingDay"]):
    def of(self, user_id: int | None, *, on: date) -> "SpendingDayQuerySet":
        """Keep one day of one person, or of everybody."""
        whose = self.filter(user__isnull=True) if user_id is None else self.filter(user_id=user_id)
        return whose.filter(on=on)

    def with_room(self, *, nano_usd: int, cap_nano_usd: int, calls: int | None) -> "SpendingDayQuerySet":
        """Keep the days on which so much more may still be spent: the condition of the one UPDATE that spends it."""
        room = self.filter(committed_nano_usd__lte=cap_nano_usd - nano_usd) if nano_usd else self
        return room if calls is None else room.filter(calls__lt=calls)


class SpendingDay(models.Model):
    """What was spent or is reserved on a day (UTC), by one person or, without a user, by the whole installation."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    on = models.DateField()
    committed_nano_usd = models.PositiveBigIntegerField(default=0, help_text="Spent and reserved, in 10⁻⁹ US dollars.")
    calls = models.PositiveIntegerField(default=0)

    objects = SpendingDayQuerySet.as_manager()

    class Meta:
        verbose_name = "day's spending"
        verbose_name_plural = "spending by day"
        ordering = ["-on"]
        constraints = [
            models.UniqueConstraint(fields=["user", "on"], name="spending_day_of_user_once"),
            models.UniqueConstraint(fields=["on"], condition=Q(user__isnull=True), name="spending_day_of_all_once"),
        ]

    def __str__(self) -> str:
        return f"{self.on}: {self.user_id or 'all'}"


class ProviderAlert(models.Model):
    """Something at a provider that an operator has to put right: a refused key, a model that is gone."""

    class Reason(models.TextChoices):
        KEY_REFUSED = "key_refused", "The key is refused"
        MODEL_GONE = "model_gone", "The model does not exist"

    provider = models.CharField(max_length=20)
    model = models.CharField(max_length=120, blank=True)
    reason = models.CharField(max_length=11, choices=Reason)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    times = models.PositiveIntegerField(default=1)
    over_at = models.DateTimeField(null=True, blank=True, help_text="When it was seen to work again.")

    class Meta:
        ordering = ["-last_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "model", "reason"],
                condition=Q(over_at__isnull=True),
                name="provider_alert_open_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.model}: {self.reason}"
