"""From series to forecasts: group alike accounts, replay, summarise, shape the answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

import numpy as np

from ml_service.forecasting import plain
from ml_service.forecasting.calendar import Horizon, horizon, to_date
from ml_service.forecasting.histories import INFLOW, OUTFLOW, WINDOW_DAYS, Floats, Histories, months_known, pack
from ml_service.forecasting.marginals import draw
from ml_service.forecasting.model import ForecastModel
from ml_service.forecasting.replay import Paths
from ml_service.forecasting.scheduled import honour
from ml_service.forecasting.summary import Band, Summary, Wanted, summarise
from ml_service.schemas import DailySeries, ForecastRequest, PlainSeries

CHUNK = 32  # accounts computed at once: their paths fit the processor's cache
SHRUNKEN_BELOW_MONTHS = 3
DECIMALS = 4

Basis = Literal["own_history", "shrunken", "population"]
Numbered = tuple[int, DailySeries]


@dataclass(frozen=True)
class Question:
    """What is asked of every series of a request."""

    freq: str
    h: int
    levels: Floats
    wanted: Wanted = Wanted()
    breakdown: bool = False


def forecast(request: ForecastRequest, model: ForecastModel) -> Iterator[tuple[int, dict[str, Any]]]:
    """Answer each series with its position in the request, in any order, in the shape of `schemas.Forecast`."""
    wanted = Wanted(request.daily_balance, request.minimum_ahead_days or 0)
    ask = Question(request.freq, request.h, np.array(request.quantiles), wanted, request.breakdown)
    daily = [(at, one) for at, one in enumerate(request.series) if isinstance(one, DailySeries)]
    for group in _alike(daily):
        yield from zip((at for at, _ in group), _answer([one for _, one in group], model, ask), strict=True)
    for at, one in enumerate(request.series):
        if isinstance(one, PlainSeries):
            yield at, plain.answer(one, ask.h, ask.levels)


def basis(n_days: int) -> Basis:
    """What a forecast rests on, by the days of history given."""
    months = months_known(n_days)
    if months == 0:
        return "population"
    return "shrunken" if months < SHRUNKEN_BELOW_MONTHS else "own_history"


def sample(histories: Histories, model: ForecastModel, ask: Question) -> Summary:
    """What `forecast` reads from the paths, as arrays."""
    ahead = horizon(histories.as_of, ask.freq, ask.h)
    paths = draw(histories, model, ahead.days.size)
    return summarise(paths, histories, ahead, ask.levels, ask.wanted)


def _alike(series: Sequence[Numbered]) -> Iterator[list[Numbered]]:
    """Put series together that end on the same day and have as many months, in chunks."""
    groups: dict[tuple[date, int], list[Numbered]] = {}
    for at, one in series:
        key = (one.start + timedelta(days=len(one.inflow)), months_known(min(len(one.inflow), WINDOW_DAYS)))
        groups.setdefault(key, []).append((at, one))
    for group in groups.values():
        for first in range(0, len(group), CHUNK):
            yield group[first : first + CHUNK]


def _answer(series: Sequence[DailySeries], model: ForecastModel, ask: Question) -> Iterator[dict[str, Any]]:
    histories = pack(series)
    ahead = horizon(histories.as_of, ask.freq, ask.h)
    paths = draw(histories, model, ahead.days.size)
    unit = histories.unit
    known = [honour(paths[:, row], one.scheduled, unit[row], ahead) for row, one in enumerate(series)]
    parts = [
        _parts(paths[:, row], unit[row], known[row], ahead) if ask.breakdown else None for row in range(len(series))
    ]
    summary = summarise(paths, histories, ahead, ask.levels, ask.wanted)
    for row, one in enumerate(series):
        yield {
            "unique_id": one.unique_id,
            "as_of": to_date(ahead.as_of),
            "basis": basis(len(one.inflow)),
            "ds": ahead.ds,
            **_figures(summary, row, ahead, ask.wanted, has_balance=one.balance is not None),
            "breakdown": parts[row],
        }


def _figures(summary: Summary, row: int, ahead: Horizon, wanted: Wanted, *, has_balance: bool) -> dict[str, Any]:
    figures: dict[str, Any] = {
        "inflow": _band(summary.inflow, row),
        "outflow": _band(summary.outflow, row),
        "net": _band(summary.net, row),
        "balance": None,
        "running_minimum": None,
        "shortfall_probability": None,
        "daily_balance": None,
        "minimum_ahead": None,
    }
    found = summary.balances
    if not has_balance or found is None:
        return figures
    figures["balance"] = _band(found.closing, row)
    figures["running_minimum"] = {"q": _plain(found.running_minimum[row])}
    figures["shortfall_probability"] = _plain(found.shortfall_probability[row])
    ds = [to_date(day) for day in ahead.days]
    if found.daily is not None:
        figures["daily_balance"] = {"ds": ds, "q": _plain(found.daily[row])}
    if found.minimum_ahead is not None:
        q, days = _plain(found.minimum_ahead[row]), wanted.minimum_ahead_days
        figures["minimum_ahead"] = {"days": days, "ds": ds[: len(ds) - days + 1], "q": q}
    return figures


def _parts(paths: Paths, unit: Floats, known: Floats, ahead: Horizon) -> dict[str, Any]:
    expected = paths.mean(axis=2, dtype=np.float64) * unit[:, None]
    return {
        name: _part(expected[flow], known[flow], ahead) for name, flow in (("inflow", INFLOW), ("outflow", OUTFLOW))
    }


def _part(expected: Floats, known: Floats, ahead: Horizon) -> dict[str, list[float]]:
    """Split an expected flow into its even level, what the day of the month adds or takes, and what was scheduled."""
    learned = expected - known
    level = learned.mean() * ahead.lengths
    return {
        "level": _plain(level),
        "profile": _plain(np.add.reduceat(learned, ahead.starts) - level),
        "scheduled": _plain(np.add.reduceat(known, ahead.starts)),
    }


def _band(band: Band, row: int) -> dict[str, Any]:
    return {"mean": _plain(band.mean[row]), "q": _plain(band.q[row])}


def _plain(values: Floats) -> Any:
    return (np.round(values, DECIMALS) + 0.0).tolist()  # + 0.0: no minus zero
