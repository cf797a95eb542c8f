"""Whether somebody may be rung at all: the one list of reasons why not, asked when a ring is made and when dialling."""

from datetime import datetime

from django.conf import settings

from assistant.models import Proposal
from voice import twilio
from voice.callers import numbers
from voice.models import BlockedNumber, Call, OutboundSwitch, PhoneNumber, PhonePin, Ring
from voice.outbound import consents, quiet


def why_not(ring: Ring, *, now: datetime) -> str:
    """Return why a ring may not be placed, in a word; empty where it may.

    The consent is read here each time, so that one that was taken back a moment ago counts.
    """
    if not twilio.available() or not settings.TWILIO_NUMBER:
        return "no_telephone"
    if OutboundSwitch.stopped():
        return "stopped"
    if not ring.user.is_active or ring.user.is_demo:
        return "nobody_there"
    number = number_of(ring)
    if number is None:
        return "no_number"
    if BlockedNumber.objects.filter(number_fingerprint=number.fingerprint).exists():
        return "blocked"
    if not consents.allows(ring.user, ring.purpose):
        return "no_consent"
    if not PhonePin.objects.filter(user=ring.user).exists():
        return "no_pin"  # below the limit as well: without a detection that says "human" it is asked for
    if ring.purpose == Call.Purpose.APPROVAL and not waits(ring, now=now):
        return "decided"
    return ""


def number_of(ring: Ring) -> PhoneNumber | None:
    """Return the number that is rung: the one that they chose, else the first that they verified."""
    chosen = quiet.settings_of(ring.user).number
    if chosen is not None and chosen.verified_at:
        return chosen
    return numbers.verified_of(ring.user)


def waits(ring: Ring, *, now: datetime) -> bool:
    """Tell whether the decision that a ring asks for is still open."""
    return ring.proposal is not None and Proposal.objects.filter(pk=ring.proposal.pk).waiting(now=now).exists()
