"""Being rung: what somebody has consented to, when they may be rung, and the calls that ask them for a decision."""

from datetime import date, time
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import User
from assistant.models import Proposal
from finance.models.owned import OwnedModel
from voice.models.callers import PhoneNumber
from voice.models.calls import Call


class CallConsentQuerySet(models.QuerySet["CallConsent"]):
    def for_user(self, user: User) -> Self:
        """Keep the consents of this user."""
        return self.filter(user=user)

    def standing(self) -> Self:
        """Keep what was not taken back."""
        return self.filter(revoked_at=None)


class CallConsent(OwnedModel):
    """Prior express consent to be rung by an artificial voice, with the words it was given to."""

    class Purpose(models.TextChoices):
        APPROVALS = "approvals", "Calls that ask for a decision"
        BRIEFINGS = "briefings", "The weekly spoken briefing"

    class From(models.TextChoices):
        APP = "app", "In the app"
        TELEPHONE = "telephone", "By key, on a call"
        OPERATOR = "operator", "By an operator"

    purpose = models.CharField(max_length=9, choices=Purpose)
    wording = models.TextField(help_text="What was shown, word for word, in its language.")
    wording_version = models.CharField(max_length=20)
    given_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_from = models.CharField(max_length=9, choices=From, blank=True)

    objects: ClassVar = CallConsentQuerySet.as_manager()

    class Meta:
        ordering = ["-given_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "purpose"], condition=Q(revoked_at=None), name="call_consent_standing_once"
            )
        ]

    def __str__(self) -> str:
        return self.purpose


class CallSettings(OwnedModel):
    """When and how somebody may be rung."""

    number = models.ForeignKey(PhoneNumber, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    earliest = models.TimeField(default=time(8, 0), help_text="Local; never before 8:00.")
    latest = models.TimeField(default=time(21, 0), help_text="Local; never after 21:00.")
    pin_above_minor = models.BigIntegerField(
        null=True, blank=True, help_text="Above it an approval needs the PIN; nothing: always."
    )
    briefing_weekday = models.PositiveSmallIntegerField(default=1, help_text="ISO weekday.")
    briefing_at = models.TimeField(default=time(9, 0))
    briefed_on = models.DateField(null=True, blank=True, help_text="The last briefing's day.")

    class Meta:
        verbose_name_plural = "call settings"
        constraints = [
            models.UniqueConstraint(fields=["user"], name="call_settings_once"),
            models.CheckConstraint(
                condition=Q(earliest__gte=time(8, 0), latest__lte=time(21, 0)), name="call_settings_quiet_hours"
            ),
            models.CheckConstraint(condition=Q(earliest__lt=models.F("latest")), name="call_settings_hours_in_order"),
            models.CheckConstraint(
                condition=Q(briefing_weekday__gte=1, briefing_weekday__lte=7), name="call_settings_weekday"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.earliest:%H:%M} to {self.latest:%H:%M}"


class CallDayQuerySet(models.QuerySet["CallDay"]):
    def of(self, user_id: int | None, *, on: date) -> Self:
        """Keep the day of one person, or of everybody."""
        whose = self.filter(user__isnull=True) if user_id is None else self.filter(user_id=user_id)
        return whose.filter(on=on)


class CallDay(models.Model):
    """How many calls were placed on a day: to one person, by their calendar, or to everybody, in UTC."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    on = models.DateField()
    calls = models.PositiveIntegerField(default=0)

    objects: ClassVar = CallDayQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "on"], name="call_day_of_user_once"),
            models.UniqueConstraint(fields=["on"], condition=Q(user__isnull=True), name="call_day_of_all_once"),
        ]

    def __str__(self) -> str:
        return f"{self.on}: {self.calls}"


class RingQuerySet(models.QuerySet["Ring"]):
    def for_user(self, user: User) -> Self:
        """Keep the rings of this user."""
        return self.filter(user=user)


class Ring(OwnedModel):
    """The wish to ring somebody: a row first, a call when it may be placed. The decision itself is the proposal's."""

    class Outcome(models.TextChoices):
        DUE = "due", "Waits for its time"
        PLACING = "placing", "Twilio is being asked"
        PLACED = "placed", "Rings or talks"
        APPROVED = "approved", "Said yes to"
        DECLINED = "declined", "Said no to"
        TOLD = "told", "Was heard"
        NO_ANSWER = "no_answer", "Nobody answered"
        MACHINE = "machine", "A machine answered"
        UNDECIDED = "undecided", "Answered, not decided"
        EXPIRED = "expired", "Too late"
        REFUSED = "refused", "Not allowed to ring"
        FAILED = "failed", "Could not be placed"

    purpose = models.CharField(max_length=12, choices=Call.Purpose)
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, null=True, blank=True, related_name="rings")
    number = models.ForeignKey(PhoneNumber, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    call = models.OneToOneField(Call, on_delete=models.SET_NULL, null=True, blank=True, related_name="ring")
    nonce = models.CharField(max_length=43, unique=True, help_text="In the address that answers it; signed as well.")
    outcome = models.CharField(max_length=9, choices=Outcome, default=Outcome.DUE)
    reason = models.CharField(max_length=40, blank=True, help_text="Why it was refused or failed.")
    pin_needed = models.BooleanField(default=True)
    attempts = models.PositiveSmallIntegerField(default=0, help_text="Also the fence of whoever places it.")
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    placed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField()

    objects: ClassVar = RingQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(outcome__in=["due", "placing"]), name="ring_due"),
            models.Index(fields=["user", "-id"], name="ring_by_user"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(purpose="approval") | Q(proposal__isnull=False), name="ring_approval_has_proposal"
            ),
            models.UniqueConstraint(
                fields=["proposal"],
                condition=Q(outcome__in=["due", "placing", "placed"]),
                name="ring_one_under_way_a_proposal",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose}: {self.outcome}"
