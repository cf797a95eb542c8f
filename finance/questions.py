"""From the ledger to the ML service's question, and from its answer to what is stored."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from accounts.models import User
from finance.balances import balances_of
from finance.days import Days
from finance.flows import day_flows
from finance.history import daily_series, scheduled_after
from finance.ml import MLError, Pictures
from finance.outlook import FAN, QUANTILES, SPEND_DAYS, Outlook
from finance.recurring import bills
from kit.money import MAX_MINOR, minor_digits
from ml_service import schemas
from ml_service.packed import Points

HORIZON = {"weekly": 13, "monthly": 6}
HORIZON_DAYS = 200  # beyond both horizons
PRELIMINARY_UNDER_DAYS = {"weekly": 56, "monthly": 90}


@dataclass(frozen=True, slots=True)
class Material:
    """What a forecast is made from: a user's money in one currency, as it was read.

    Attributes:
        currency: of every amount.
        days: what was moved on every day, also on those that lie ahead.
        balance_on: the closing balance of a day; None where it is not known.
        buffer_minor: what should stay.
        told: flows ahead that the ledger does not hold, as (day, signed minor units).
    """

    currency: str
    days: Days
    balance_on: Callable[[date], int | None]
    buffer_minor: int
    told: Callable[[date, date], list[tuple[date, int]]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about one series with what it was made from."""

    series: schemas.PictureSeries
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

    points: Points
    basis: str
    model: str
    model_version: str
    safe_days: int | None


def material_of(user: User, currency: str) -> Material:
    """Read what a user's forecast is made from, as the ledger is now."""
    return Material(
        currency=currency,
        days=Days.of(day_flows(user, currency)),
        balance_on=balances_of(user, currency).on,
        buffer_minor=user.buffer_in(currency),
        told=lambda after, until: bills.scheduled(user, currency, after=after, until=until),
    )


def ask(material: Material, *, unique_id: str, today: date) -> Asked | None:
    """Build the question about a series; None when there is nothing to forecast from."""
    currency, past = material.currency, material.days.until(today)
    if past is None:
        return None
    as_of, history = past.last_on, daily_series(past)
    balance = material.balance_on(as_of)
    known = scheduled_after(material.days, as_of=as_of) + material.told(as_of, as_of + timedelta(days=HORIZON_DAYS))
    unit = 10 ** minor_digits(currency)
    series = schemas.PictureSeries(
        unique_id=unique_id,
        minor_digits=minor_digits(currency),
        start=history.start,
        inflow=[amount / unit for amount in history.inflow],
        outflow=[amount / unit for amount in history.outflow],
        balance=None if balance is None else balance / unit,
        buffer=material.buffer_minor / unit,
        scheduled=[schemas.ScheduledFlow(on=on, amount=amount / unit) for on, amount in known[:500]],
    )
    return Asked(series, currency, as_of, balance, material.buffer_minor, len(history.inflow))


def request_of(
    asked: Sequence[Asked], periods: Sequence[str], applicants: Sequence[schemas.Applicant] = ()
) -> schemas.PictureRequest:
    """Put questions into one request; the answers come in the same order."""
    return schemas.PictureRequest(
        outlines=[outline_of(period) for period in periods],
        series=[one.series for one in asked],
        applicants=list(applicants),
    )


def outline_of(period: str) -> schemas.PictureOutline:
    """Return what is wanted of a period: of the days only the paths that the fan is drawn from, for they are many."""
    weekly = period == "weekly"
    return schemas.PictureOutline(
        freq="W" if weekly else "M",
        h=HORIZON[period],
        quantiles=QUANTILES,
        daily_levels=FAN,
        minimum_ahead_days=SPEND_DAYS if weekly else None,
    )


def answered(asked: Sequence[Asked], answer: Pictures) -> list[list[Answered]]:
    """Turn an answer into what is stored: of each question a picture for each period, in the order of the request.

    Raises:
        MLError: an amount that no ledger can hold.
    """
    return [
        _stored(one, said, rows, answer.head)
        for one, said, rows in zip(asked, answer.head.forecasts, answer.rows, strict=True)
    ]


def _stored(
    asked: Asked, said: schemas.PictureForecast, rows: Sequence[bytes], head: schemas.PictureHead
) -> list[Answered]:
    if said.largest > MAX_MINOR:
        raise MLError("the answer holds an amount out of range", permanent=True)
    try:
        found = [Points(row) for row in rows]
    except ValueError as error:
        raise MLError(f"the answer is not of the agreed shape: {error}", permanent=True) from error
    if asked.balance_minor is not None and any(points["daily_balance"] is None for points in found):
        raise MLError("the answer lacks what was asked for", permanent=True)
    return [
        Answered(points, said.basis, head.model, head.model_version, Outlook(points, asked.buffer_minor).safe_days())
        for points in found
    ]
