"""Rolling-origin backtest of plain series."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from ml_service.forecasting import plain
from ml_service.forecasting.histories import Floats
from ml_service.forecasting.model import Network
from ml_service.training import metrics
from ml_service.training.backtest import LEVELS

SHORTEST = 4


def report(
    series: Mapping[str, Floats],
    *,
    season_length: int,
    h: int,
    n_windows: int = 3,
    learned: Network | None = None,
) -> dict[str, Any]:
    """Forecast the last windows of every series, which do not overlap, and judge them.

    Returns:
        sCRPS and wQL as for flows, sMAPE of the median in percent, coverage of the central intervals.
    """
    rows = [
        _judge(y[: len(y) - h * window], y[len(y) - h * window :][:h], season_length, h, learned)
        for y in series.values()
        for window in range(1, n_windows + 1)
        if len(y) - h * window >= SHORTEST
    ]
    if not rows:
        raise ValueError("no series is long enough")
    return summary(rows)


def summary(rows: list[dict[str, float]]) -> dict[str, Any]:
    """Means over forecasts; the weighted loss over all of them together."""
    table = {name: np.array([row[name] for row in rows]) for name in rows[0]}
    scaled = table["loss"] / np.where(table["naive"] > 0, table["naive"], np.nan)
    return {
        "scrps": None if np.isnan(scaled).all() else round(float(np.nanmean(np.minimum(scaled, metrics.CAP))), 4),
        "wql": round(float(table["loss"].sum() / max(table["size"].sum(), 1e-9)), 4),
        "smape": round(float(table["smape"].mean()), 3),
        "cover_80": round(float(table["cover_80"].mean()), 4),
        "cover_95": round(float(table["cover_95"].mean()), 4),
        "forecasts": len(rows),
    }


def _judge(known: Floats, happened: Floats, season_length: int, h: int, learned: Network | None) -> dict[str, float]:
    levels = np.concatenate([[0.025], LEVELS, [0.975]])
    _, q = plain.distribution(known, season_length, h, levels, learned)
    return judge(known, happened, q[1:-1], q[[0, -1]], season_length)


def judge(known: Floats, happened: Floats, q: Floats, outer: Floats, season_length: int) -> dict[str, float]:
    """The figures of one forecast.

    Args:
        known: Periods up to the origin.
        happened: Periods after it; shape (h,).
        q: Quantiles at LEVELS; shape (19, h).
        outer: The 95 % interval; shape (2, h).
        season_length: Naive errors are seasonal where there is more than one season.
    """
    lag = season_length if len(known) > season_length else 1
    median = q[len(LEVELS) // 2]
    size = np.abs(happened) + np.abs(median)
    return {
        "loss": float(metrics.pinball(happened, q.T, LEVELS).mean()),
        "size": float(np.abs(happened).mean()),
        "naive": float(np.abs(known[lag:] - known[:-lag]).mean()) if len(known) > lag else 0.0,
        "smape": float(100 * np.mean(2 * np.abs(happened - median) / np.where(size > 0, size, 1))),
        "cover_80": float(np.mean((happened >= q[1]) & (happened <= q[-2]))),
        "cover_95": float(np.mean((happened >= outer[0]) & (happened <= outer[1]))),
    }
