"""The mileage log: trips, as a tax office wants them written down."""

from decimal import Decimal
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from finance.models.owned import OwnedModel


class TripQuerySet(models.QuerySet["Trip"]):
    def for_user(self, user: User) -> Self:
        """Keep the trips that this user may see."""
        return self.filter(user=user)

    def standing(self) -> Self:
        """Keep the ones that nobody took away."""
        return self.filter(removed_at=None)


class Trip(OwnedModel):
    """One drive, or a day's drives. Its distance is exact in the unit that it was written in."""

    class Unit(models.TextChoices):
        KM = "km", "Kilometres"
        MI = "mi", "Miles"

    class Use(models.TextChoices):
        BUSINESS = "business", "Business"
        PERSONAL = "personal", "Personal"

    on = models.DateField()
    distance_thousandths = models.PositiveIntegerField(help_text="Thousandths of the unit; none is a distance too.")
    unit = models.CharField(max_length=2, choices=Unit)
    use = models.CharField(max_length=8, choices=Use, default=Use.BUSINESS)
    purpose = models.CharField(max_length=120, blank=True)
    platform = models.CharField(max_length=40, blank=True)
    odometer_start = models.PositiveIntegerField(null=True, blank=True)
    odometer_end = models.PositiveIntegerField(null=True, blank=True)
    batch = models.UUIDField(null=True, blank=True, help_text="The file that it came with.")
    fingerprint = models.CharField(max_length=64, blank=True, help_text="What it is in every export of a file.")
    created_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True, blank=True, help_text="Taken away by its owner, who may want it back.")

    objects: ClassVar = TripQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-id"]
        indexes = [models.Index(fields=["user", "-on", "-id"], name="trip_by_user_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "fingerprint"], condition=~Q(fingerprint=""), name="trip_once_of_a_file"
            ),
            models.CheckConstraint(
                condition=Q(odometer_start=None) | Q(odometer_end=None) | Q(odometer_end__gte=F("odometer_start")),
                name="trip_odometer_runs_forward",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on}: {self.distance.normalize():f} {self.unit}"

    @property
    def distance(self) -> Decimal:
        """The distance in its unit."""
        return Decimal(self.distance_thousandths).scaleb(-3)
