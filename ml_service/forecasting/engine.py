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
from ml_service.forecasting.marginals import draw, draw_all
from ml_service.forecasting.model import ForecastModel
from ml_service.forecasting.replay import Paths
from ml_service.forecasting.replayed import Replayed
from ml_service.forecasting.scheduled import honour
from ml_service.forecasting.summary import Accounts, Band, Summary, Wanted, summarise
from ml_service.schemas import DailySeries, ForecastRequest, PlainSeries

CHUNK = 128  # accounts computed at once: fewer steps in Python, and the days of a part of them at a time
SHRUNKEN_BELOW_MONTHS = 3
DECIMALS = 4

NO_BALANCE: dict[str, Any] = dict.fromkeys(
    ("balance", "running_minimum", "shortfall_probability", "daily_balance", "minimum_ahead")
)

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
    levels = np.array(request.quantiles)
    wanted = Wanted(levels if request.daily_balance else None, request.minimum_ahead_days or 0)
    ask = Question(request.freq, request.h, levels, wanted, request.breakdown)
    daily = [(at, one) for at, one in enumerate(request.series) if isinstance(one, DailySeries)]
    for group in alike(daily):
        yield from zip((at for at, _ in group), _answer([one for _, one in group], model, ask), strict=True)
    for at, one in enumerate(request.series):
        if isinstance(one, PlainSeries):
            yield at, plain.answer(one, ask.h, ask.levels, model.months if ask.freq == "M" else None)


def basis(n_days: int) -> Basis:
    """What a forecast rests on, by the days of history given."""
    months = months_known(n_days)
    if months == 0:
        return "population"
    return "shrunken" if months < SHRUNKEN_BELOW_MONTHS else "own_history"


def sample(histories: Histories, model: ForecastModel, ask: Question) -> Summary:
    """What `forecast` reads from the paths, as arrays."""
    ahead = horizon(histories.as_of, ask.freq, ask.h)
    paths = draw_all(histories, model, ahead.days.size)
    return summarise(paths, Accounts.of(histories), ahead, ask.levels, ask.wanted)


def alike(series: Sequence[Numbered]) -> Iterator[list[Numbered]]:
    """Put series together that end on the same day and have as many months, in chunks."""
    groups: dict[tuple[date, int], list[Numbered]] = {}
    for at, one in series:
        key = (one.start + timedelta(days=len(one.inflow)), months_known(min(len(one.inflow), WINDOW_DAYS)))
        groups.setdefault(key, []).append((at, one))
    for group in groups.values():
        for first in range(0, len(group), CHUNK):
            yield group[first : first + CHUNK]


def drawn(
    series: Sequence[DailySeries], replayed: Replayed, model: ForecastModel, ahead: Horizon
) -> Iterator[tuple[slice, Paths, list[Floats]]]:
    """Paths of some alike series after the other with what is known set on its day, and what that was, by account."""
    for rows, paths in draw(replayed, model, ahead.days.size):
        yield rows, paths, _scheduled(series[rows], paths, replayed, rows, ahead)


def _answer(series: Sequence[DailySeries], model: ForecastModel, ask: Question) -> Iterator[dict[str, Any]]:
    histories = pack(series)
    ahead = horizon(histories.as_of, ask.freq, ask.h)
    as_of, ds = to_date(ahead.as_of), ahead.ds
    for rows, paths, known in drawn(series, Replayed.of(histories, ahead.days.size), model, ahead):
        some, unit = series[rows], histories.unit[rows]
        parts = [
            _parts(paths[:, row], unit[row], known[row], ahead) if ask.breakdown else None for row in range(len(some))
        ]
        summary = summarise(paths, Accounts.of(histories, rows), ahead, ask.levels, ask.wanted)
        figures = _figures(summary, ahead, ask.wanted)
        yield from (_said(one, own, part, as_of, ds) for one, own, part in zip(some, figures, parts, strict=True))


def _said(
    one: DailySeries, own: dict[str, Any], part: dict[str, Any] | None, as_of: date, ds: list[date]
) -> dict[str, Any]:
    """One account's answer."""
    return {
        "unique_id": one.unique_id,
        "as_of": as_of,
        "basis": basis(len(one.inflow)),
        "ds": ds,
        **own,
        **(NO_BALANCE if one.balance is None else {}),
        "breakdown": part,
    }


def _scheduled(
    series: Sequence[DailySeries], paths: Paths, replayed: Replayed, rows: slice, ahead: Horizon
) -> list[Floats]:
    """Set what is known on its day; returns the flows set, by account."""
    if not any(one.scheduled for one in series):
        return [np.zeros((2, ahead.days.size))] * len(series)
    before, unit = replayed.paths[:, rows, : ahead.days.size], replayed.histories.unit[rows]
    return [honour(paths[:, row], before[:, row], one.scheduled, unit[row], ahead) for row, one in enumerate(series)]


def _figures(summary: Summary, ahead: Horizon, wanted: Wanted) -> Iterator[dict[str, Any]]:
    """The figures of one account after the other; arrays become lists all at once, which takes a third of the time."""
    columns: dict[str, list[Any]] = {name: _bands(getattr(summary, name)) for name in ("inflow", "outflow", "net")}
    found = summary.balances
    if found is not None:
        columns["balance"] = _bands(found.closing)
        columns["running_minimum"] = [{"q": q} for q in _plain(found.running_minimum)]
        columns["shortfall_probability"] = _plain(found.shortfall_probability)
        ds = [to_date(day) for day in ahead.days]
        if found.daily is not None:
            columns["daily_balance"] = [{"ds": ds, "q": q} for q in _plain(found.daily)]
        if found.minimum_ahead is not None:
            days = wanted.minimum_ahead_days
            about = {"days": days, "ds": ds[: len(ds) - days + 1]}
            columns["minimum_ahead"] = [about | {"q": q} for q in _plain(found.minimum_ahead)]
    for row in zip(*columns.values(), strict=True):
        yield NO_BALANCE | dict(zip(columns, row, strict=True))


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


def _bands(band: Band) -> list[Any]:
    return [{"mean": mean, "q": q} for mean, q in zip(_plain(band.mean), _plain(band.q), strict=True)]


def _plain(values: Floats) -> Any:
    return (np.round(values, DECIMALS) + 0.0).tolist()  # + 0.0: no minus zero
