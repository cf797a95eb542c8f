"""What somebody wants to hear, and how: what they said, else what is fitting."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from allauth.account.models import EmailAddress
from django.conf import settings

from accounts.models import User
from finance.alerts.quiet import QuietHours
from finance.models import Alert, AlertSettings
from finance.models.alerts import Channel

Kind = Alert.Kind
IN_APP = "in_app"
WAYS = (IN_APP, *Channel.values)
# A letter unasked only for what costs money when it is missed; a reminder was asked for, a device asks by itself.
LETTERS = frozenset({Kind.SHORTFALL, Kind.TAX_DUE, Kind.REMINDER})
# Who is told that somebody tries their PIN cannot switch that off, and does not first hear of it in the morning.
ALWAYS = frozenset({Kind.TELEPHONE})
DEFAULTS: Mapping[str, Mapping[str, bool]] = {
    kind: {IN_APP: True, Channel.EMAIL: kind in LETTERS, Channel.PUSH: kind != Kind.OLD_STATEMENT}
    for kind in Kind.values
    if kind not in ALWAYS
}


def settings_of(user: User) -> AlertSettings:
    """Return what somebody said, or what holds while they have said nothing; unsaved then."""
    return AlertSettings.objects.filter(user=user).first() or AlertSettings(user=user)


def choices_of(said: AlertSettings) -> dict[str, dict[str, bool]]:
    """Return for every kind and way whether it is wanted."""
    return {
        kind: {way: bool(said.choices.get(kind, {}).get(way, default)) for way, default in ways.items()}
        for kind, ways in DEFAULTS.items()
    }


def wanted(said: AlertSettings, kind: str, channel: str) -> bool:
    """Tell whether an alert of a kind goes out on a channel."""
    return kind in ALWAYS or (bool(getattr(said, channel)) and choices_of(said)[kind][channel])


def muted(said: AlertSettings) -> list[str]:
    """Return the kinds that are not shown in the app."""
    return [kind for kind, ways in choices_of(said).items() if not ways[IN_APP]]


def quiet_hours(said: AlertSettings) -> QuietHours:
    """Return the quiet hours, by the user's clock."""
    return QuietHours(said.quiet_from, said.quiet_until, ZoneInfo(said.user.time_zone))


def letters_reach(user: User) -> bool:
    """Tell whether letters may be sent: the address is confirmed, and nobody's made-up one."""
    return not user.is_demo and EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True).exists()


def push_is_on() -> bool:
    """Tell whether this installation has the keys of web push."""
    return bool(settings.VAPID_PRIVATE_KEY and settings.VAPID_SUBJECT)


def change(said: AlertSettings, *, choices: Mapping[str, Mapping[str, bool]] | None, **columns: Any) -> AlertSettings:
    """Take what somebody says into their settings; what they do not mention stays. Saves."""
    for name, value in columns.items():
        setattr(said, name, value)
    if choices:
        merged = {kind: dict(ways) for kind, ways in said.choices.items()}
        for kind, ways in choices.items():
            merged[kind] = merged.get(kind, {}) | dict(ways)
        said.choices = merged
    said.save()
    return said
