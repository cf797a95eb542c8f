"""From the ledger to the ML service's question, and from its answer to what is stored."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from accounts.models import User
from finance.balances import balances_of
from finance.flows import DayFlow, day_flows
from finance.history import daily_series, scheduled_after
from finance.ml import MLError
from finance.outlook import FAN, QUANTILES, SPEND_DAYS, Outlook
from finance.recurring import bills
from kit.money import MAX_MINOR, minor_digits
from ml_service import schemas

HORIZON = {"weekly": 13, "monthly": 6}
HORIZON_DAYS = 200  # beyond both horizons
PRELIMINARY_UNDER_DAYS = {"weekly": 56, "monthly": 90}


@dataclass(frozen=True, slots=True)
class Material:
    """What a forecast is made from: a user's money in one currency, as it was read.

    Attributes:
        currency: of every amount.
        flows: by the day and kind, oldest first; also those that lie ahead.
        balance_on: the closing balance of a day; None where it is not known.
        buffer_minor: what should stay.
        told: flows ahead that the ledger does not hold, as (day, signed minor units).
    """

    currency: str
    flows: Sequence[DayFlow]
    balance_on: Callable[[date], int | None]
    buffer_minor: int
    told: Callable[[date, date], list[tuple[date, int]]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about one series with what it was made from."""

    series: schemas.DailySeries
    currency: str
    as_of: date
    balance_minor: int | None
    buffer_minor: int
    days: int

    def short(self, period: str) -> bool:
        """Tell whether there is too little history for more than a preliminary answer."""
        return self.days < PRELIMINARY_UNDER_DAYS[period]


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer ready to be stored: amounts in minor units."""

    points: dict[str, Any]
    basis: str
    model: str
    model_version: str
    safe_days: int | None


def material_of(user: User, currency: str) -> Material:
    """Read what a user's forecast is made from, as the ledger is now."""
    return Material(
        currency=currency,
        flows=day_flows(user, currency),
        balance_on=balances_of(user, currency).on,
        buffer_minor=user.buffer_in(currency),
        told=lambda after, until: bills.scheduled(user, currency, after=after, until=until),
    )


def ask(material: Material, *, unique_id: str, today: date) -> Asked | None:
    """Build the question about a series; None when there is nothing to forecast from."""
    flows, currency = material.flows, material.currency
    past = [flow for flow in flows if flow.on <= today]
    if not past:
        return None
    as_of = past[-1].on
    history = daily_series(past, as_of=as_of)
    balance = material.balance_on(as_of)
    known = scheduled_after(flows, as_of=as_of) + material.told(as_of, as_of + timedelta(days=HORIZON_DAYS))
    unit = 10 ** minor_digits(currency)
    series = schemas.DailySeries(
        unique_id=unique_id,
        start=history.start,
        inflow=[amount / unit for amount in history.inflow],
        outflow=[amount / unit for amount in history.outflow],
        balance=None if balance is None else balance / unit,
        buffer=material.buffer_minor / unit,
        scheduled=[schemas.ScheduledFlow(on=on, amount=amount / unit) for on, amount in known[:500]],
    )
    return Asked(series, currency, as_of, balance, material.buffer_minor, len(history.inflow))


def request_of(asked: Sequence[Asked], period: str) -> schemas.ForecastRequest:
    """Put questions into one request; the answers come in the same order."""
    balance_known = any(one.balance_minor is not None for one in asked)
    return schemas.ForecastRequest(
        freq="W" if period == "weekly" else "M",
        h=HORIZON[period],
        quantiles=QUANTILES,
        daily_balance=balance_known,
        minimum_ahead_days=SPEND_DAYS if balance_known and period == "weekly" else None,
        series=[one.series for one in asked],
    )


def answered(asked: Sequence[Asked], answer: schemas.ForecastAnswer) -> list[Answered]:
    """Turn the answers into what is stored, in the order of the questions.

    Raises:
        MLError: one lacks what was asked for.
    """
    return [_stored(one, said, answer) for one, said in zip(asked, answer.forecasts, strict=True)]


def _stored(asked: Asked, said: schemas.Forecast, answer: schemas.ForecastAnswer) -> Answered:
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


def _minors(amounts: list[float], currency: str) -> list[int]:
    """Round half-even to minor units; by floats, as they came: 26,000 numbers a user are too many for decimals.

    Raises:
        MLError: an amount that no ledger can hold.
    """
    unit = 10 ** minor_digits(currency)
    found = [round(amount * unit) for amount in amounts]
    if found and max(max(found), -min(found)) > MAX_MINOR:
        raise MLError("the answer holds an amount out of range", permanent=True)
    return found


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
