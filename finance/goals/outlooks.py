"""The forecasts that a goal's chance is read from, and the one that safe-to-spend is."""

from accounts.models import User
from finance import forecasts
from finance.goals.progress import held_minor
from finance.models import Forecast
from finance.outlook import Outlook


def outlook_of(user: User, forecast: Forecast) -> Outlook:
    """Return what a stored forecast of a user says now: with the buffer and what is held back for goals by now."""
    return forecasts.outlook_with(user, forecast, held_minor=held_minor(user, forecast.currency))


def outlooks(user: User, currency: str) -> list[Outlook]:
    """Return the newest forecasts in a currency, the finer one first."""
    found = (forecasts.latest(user, period, currency) for period in ("weekly", "monthly"))
    return [forecasts.outlook_with(user, one) for one in found if one]
