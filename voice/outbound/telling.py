"""What the app shows of being rung: consents, the words on offer, and the settings."""

from typing import Any

from accounts.models import User
from kit.money import amount_string
from voice.models import CallConsent, CallSettings
from voice.outbound import consents, quiet

TIME = "%H:%M"


def told(user: User) -> dict[str, Any]:
    """Return the consents that stand, the words to agree to, and the settings, as the API shows them."""
    return {
        "consents": [consent_shape(row) for row in CallConsent.objects.for_user(user).standing().order_by("purpose")],
        "offers": consents.offers(user.language),
        "settings": settings_shape(user, quiet.settings_of(user)),
    }


def consent_shape(row: CallConsent) -> dict[str, Any]:
    """Shape a consent."""
    return {name: getattr(row, name) for name in ("purpose", "wording", "wording_version", "given_at")}


def settings_shape(user: User, said: CallSettings) -> dict[str, Any]:
    """Shape the settings."""
    above = said.pin_above_minor
    return {
        "earliest": said.earliest.strftime(TIME),
        "latest": said.latest.strftime(TIME),
        "pin_above": None if above is None else amount_string(above, user.home_currency),
        "briefing_weekday": said.briefing_weekday,
        "briefing_at": said.briefing_at.strftime(TIME),
        "number": str(said.number.public_id) if said.number else None,
    }
