"""One user's picture from end to end: forecast, bills, scores, advice, alerts."""

from datetime import datetime

from finance import forecasts
from finance.advice import recommendations
from finance.alerts import keeping
from finance.flows import main_currency
from finance.loans import loans
from finance.ml import MLClient, ml_client
from finance.models import Forecast
from finance.recurring import bills
from finance.scoring import scores


def run(pk: int, *, now: datetime, client: MLClient | None = None) -> Forecast | None:
    """Compute one forecast and what rests on it; None when there was nothing to do."""
    client = client or ml_client()
    forecast = forecasts.run(pk, client=client, now=now)
    if forecast is None or forecast.period != "weekly":
        return forecast
    user, currency = forecast.user, forecast.currency
    bills.refresh(user=user, currency=currency, today=now.date())
    loans.refresh(user=user, currency=currency, today=now.date())
    if currency != main_currency(
        user
    ):  # scores and advice are for the main currency; another one must not replace them
        return forecast
    if forecast.status != Forecast.Status.REQUESTED:
        # Health and karma need no ML service, so they are renewed even when the forecast was not answered.
        scores.refresh(user=user, currency=currency, client=client, now=now)
        recommendations.refresh(user=user, currency=currency, now=now)
    keeping.refresh(user=user, currency=currency, now=now)
    return forecast
