"""From the ledger to the ML service's question, and from its answer to what is stored."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from finance.balances import balances_of
from finance.flows import day_flows
from finance.history import daily_series, scheduled_after
from finance.ml import MLError
from finance.models import Forecast
from finance.outlook import FAN, QUANTILES, SPEND_DAYS, Outlook
from finance.recurring import bills
from kit.money import from_minor, to_minor
from ml_service import schemas

HORIZON = {"weekly": 13, "monthly": 6}
HORIZON_DAYS = 200  # beyond both horizons
PRELIMINARY_UNDER_DAYS = {"weekly": 56, "monthly": 90}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to the ML service with what it was made from."""

    request: schemas.ForecastRequest
    currency: str
    as_of: date
    balance_minor: int | None
    buffer_minor: int
    short: bool


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer ready to be stored: amounts in minor units."""

    points: dict[str, Any]
    basis: str
    model: str
    model_version: str
    safe_days: int | None


def ask(forecast: Forecast, *, today: date) -> Asked | None:
    """Build the question from the user's ledger as it is now; None when there is nothing to forecast from."""
    user, currency = forecast.user, forecast.currency
    flows = day_flows(user, currency)
    past = [flow for flow in flows if flow.on <= today]
    if not past:
        return None
    as_of = past[-1].on
    history = daily_series(past, as_of=as_of)
    balance = balances_of(user, currency).on(as_of)
    buffer = user.buffer_minor if currency == user.home_currency else 0
    until = as_of + timedelta(days=HORIZON_DAYS)
    known = scheduled_after(flows, as_of=as_of) + bills.scheduled(user, currency, after=as_of, until=until)
    series = schemas.DailySeries(
        unique_id=str(forecast.public_id),
        start=history.start,
        inflow=[_major(amount, currency) for amount in history.inflow],
        outflow=[_major(amount, currency) for amount in history.outflow],
        balance=None if balance is None else _major(balance, currency),
        buffer=_major(buffer, currency),
        scheduled=[schemas.ScheduledFlow(on=on, amount=_major(amount, currency)) for on, amount in known[:500]],
    )
    question = schemas.ForecastRequest(
        freq="W" if forecast.period == "weekly" else "M",
        h=HORIZON[forecast.period],
        quantiles=QUANTILES,
        daily_balance=balance is not None,
        minimum_ahead_days=SPEND_DAYS if balance is not None and forecast.period == "weekly" else None,
        series=[series],
    )
    short = len(history.inflow) < PRELIMINARY_UNDER_DAYS[forecast.period]
    return Asked(question, currency, as_of, balance, buffer, short)


def answered(asked: Asked, answer: schemas.ForecastAnswer) -> Answered:
    """Turn the answer into what is stored.

    Raises:
        MLError: it lacks what was asked for.
    """
    said = answer.forecasts[0]
    balance_known = asked.balance_minor is not None
    if said.ds is None or said.net is None or (balance_known and said.daily_balance is None):
        raise MLError("the answer lacks what was asked for", permanent=True)
    points: dict[str, Any] = {"quantiles": answer.quantiles, "ds": [on.isoformat() for on in said.ds]}
    for name in ("inflow", "outflow", "net", "balance", "running_minimum"):
        points[name] = _in_minor(getattr(said, name), asked.currency)
    points["shortfall_probability"] = said.shortfall_probability
    for name in ("daily_balance", "minimum_ahead"):
        points[name] = _by_day(getattr(said, name), answer.quantiles, asked.currency)
    safe_days = Outlook(points, asked.buffer_minor).safe_days()
    return Answered(points, said.basis, answer.model, answer.model_version, safe_days)


def _major(minor: int, currency: str) -> float:
    return float(from_minor(minor, currency))


def _minors(amounts: list[float], currency: str) -> list[int]:
    return [to_minor(amount, currency) for amount in amounts]


def _in_minor(part: schemas.Quantiles | None, currency: str) -> dict[str, Any] | None:
    if part is None:
        return None
    found: dict[str, Any] = {"q": [_minors(row, currency) for row in part.q]}
    if isinstance(part, schemas.Distribution):
        found["mean"] = _minors(part.mean, currency)
    return found


def _by_day(
    part: schemas.DailyBalance | schemas.MinimumAhead | None, levels: list[float], currency: str
) -> dict[str, Any] | None:
    """Keep the paths that the fan is drawn from: the days are many."""
    if part is None:
        return None
    rows = [_minors(part.q[levels.index(level)], currency) for level in FAN]
    return {"quantiles": FAN, "ds": [on.isoformat() for on in part.ds], "q": rows}
