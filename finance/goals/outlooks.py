"""The forecasts that a goal's chance is read from, and the one that safe-to-spend is."""

from accounts.models import User
from finance import forecasts
from finance.held import Held, held
from finance.models import Forecast
from finance.outlook import Outlook


def outlook_of(user: User, forecast: Forecast) -> Outlook:
    """Return what a stored forecast of a user says now: with the buffer and what is held back by now."""
    return outlook_holding(user, forecast, held_by(user, forecast))


def held_by(user: User, forecast: Forecast) -> Held:
    """Return what a user holds back in a forecast's currency, as of its last known day."""
    return held(user, forecast.currency, on=forecast.as_of or forecast.requested_at.date())


def outlook_holding(user: User, forecast: Forecast, kept: Held) -> Outlook:
    """Return what a stored forecast says with something held back."""
    return forecasts.outlook_with(user, forecast, held_minor=kept.minor, taxes_minor=kept.taxes_minor)


def outlooks(user: User, currency: str) -> list[Outlook]:
    """Return the newest forecasts in a currency, the finer one first."""
    found = (forecasts.latest(user, period, currency) for period in ("weekly", "monthly"))
    return [forecasts.outlook_with(user, one) for one in found if one]
