"""Trips written down, changed, taken away and brought back; each change of what stood there is on record."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts import audit
from accounts.models import User
from finance.models import Trip


@transaction.atomic
def change(trip: Trip, values: Mapping[str, Any]) -> Trip:
    """Change some columns of a trip."""
    before = audit.columns_of(trip, *values)
    for name, value in values.items():
        setattr(trip, name, value)
    if changes := audit.difference(before, values):
        trip.save(update_fields=list(values))
        audit.record(trip.user, "trip.changed", trip, changes=changes)
    return trip


@transaction.atomic
def remove(trip: Trip, *, now: datetime) -> None:
    """Take a trip away; it can be brought back."""
    trip.removed_at = now
    trip.save(update_fields=["removed_at"])
    undo = audit.request_of("POST", f"mileage/{trip.public_id}/restore")
    audit.record(trip.user, "trip.removed", trip, undo=undo)


@transaction.atomic
def restore(trip: Trip) -> Trip:
    """Bring a trip back; one that is there stays as it is."""
    if trip.removed_at is not None:
        trip.removed_at = None
        trip.save(update_fields=["removed_at"])
        audit.record(trip.user, "trip.restored", trip)
    return trip


@transaction.atomic
def take_back(user: User, batch: UUID) -> int:
    """Delete what one file of trips brought; returns how many."""
    gone, _ = Trip.objects.for_user(user).filter(batch=batch).delete()
    if gone:
        audit.record(user, "trips.undone", trips=gone, batch=str(batch))
    return int(gone)
