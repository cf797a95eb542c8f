"""One series by the period, of which nothing else is known: smoothed, or its past values where it is mostly zeros.

Equal weights after S. Makridakis et al., The M4 competition (2020).
"""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from ml_service.forecasting import months
from ml_service.forecasting.model import LEVELS, Network
from ml_service.forecasting.smoothing import (
    damped_trend,
    holt_winters,
    normal_quantile,
    seasonal_factors,
    spread_ahead,
    theta_line,
)
from ml_service.schemas import PlainSeries

Floats = NDArray[np.float64]

KEPT = 400  # periods used, the latest
OWN_FROM = 24  # periods from which a forecast rests on the series' own history
SEASONS = 3  # from which a season is learned
FITTED = 3
WIDER = 1.05  # without a season: errors to come are larger than those that the smoothing was chosen on
TAILS = 0.03  # how much further out than the normal distribution the outer quantiles lie
LOG_FROM = 1e-3  # smallest value, in medians, of a series that is smoothed in logarithms
SHORT_ALPHAS = np.array([0.05, 0.1, 0.2, 0.3, 0.5])
SPARSE_SHARE = 0.3  # share of zeros from which the past values are the distribution
SPARSE_SHARE_SHORT = 0.5  # the same for a short series
SPARSE_DECAY = 0.97
STOPS = 0.01  # odds that a series ends in any one period
DECIMALS = 4
OF_OTHERS = 0.8  # how much what is learned of other accounts counts at most: a series may be of another kind
FADES_OVER = 12  # periods over which what is learned of other accounts gives way to a series' own history
_WEIGHTS = np.gradient(LEVELS) / np.gradient(LEVELS).sum()  # of quantiles in their mean


def answer(series: PlainSeries, h: int, levels: Floats, learned: Network | None = None) -> dict[str, Any]:
    """Forecast one plain series in the shape of `schemas.Forecast`; `learned` of others where it is by the month."""
    y = _filled(np.array(series.y[-KEPT:], dtype=np.float64))
    mean, q = distribution(y, series.season_length, h, levels, learned)
    return {
        "unique_id": series.unique_id,
        "basis": _basis(y),
        "y": {"mean": (np.round(mean, DECIMALS) + 0.0).tolist(), "q": (np.round(q, DECIMALS) + 0.0).tolist()},
    }


def distribution(
    y: Floats, season_length: int, h: int, levels: Floats, learned: Network | None = None
) -> tuple[Floats, Floats]:
    """Mean and quantiles ahead.

    Args:
        y: The series, oldest first, complete; shape (n,).
        season_length: Periods in a season; 1 for none.
        h: Periods ahead.
        levels: Quantile levels; shape (Q,).
        learned: What is known of short series by the month from other accounts, if that is what it is.

    Returns:
        Mean, shape (h,), and quantiles, shape (Q, h).
    """
    unit = float(np.abs(y).max())
    if unit == 0:
        return np.zeros(h), np.zeros((len(levels), h))
    y = y / unit
    stopped = has_stopped(y)
    still = np.clip((levels - stopped) / (1 - stopped), 1e-4, 1 - 1e-4)
    mean, q = _while_it_lasts(y, season_length, h, still)
    if learned is not None and len(y) < OWN_FROM:
        share = OF_OTHERS * min((OWN_FROM - len(y)) / FADES_OVER, 1.0)
        of_others = months.quantiles(y, h, learned)
        mean = mean + share * (of_others @ _WEIGHTS - mean)
        q = q + share * (np.stack([np.interp(still, LEVELS, row) for row in of_others], axis=1) - q)
    if y.min() >= 0:
        mean, q = np.maximum(mean, 0), np.maximum(q, 0)
        q[levels < stopped] = 0
    return (1 - stopped) * mean * unit, np.sort(q, axis=0) * unit


def _while_it_lasts(y: Floats, season_length: int, h: int, levels: Floats) -> tuple[Floats, Floats]:
    if np.mean(y == 0) >= (SPARSE_SHARE if len(y) >= OWN_FROM else SPARSE_SHARE_SHORT):
        return _sparse(y, h, levels)
    if season_length > 1 and len(y) >= SEASONS * season_length:
        return _seasonal(y, season_length, h, levels)
    return _smooth(y, h, levels) if len(y) >= OWN_FROM else _level(y, h, levels)


def has_stopped(y: Floats) -> float:
    """Probability that a series that was not negative, and has been zero of late, has ended.

    The longer its zeros, and the rarer zeros were before, the likelier.
    """
    some = np.flatnonzero(y)
    silent = len(y) - 1 - int(some[-1])
    if silent == 0 or y.min() < 0:
        return 0.0
    before = y[: some[-1] + 1] == 0
    falls_silent = (before.sum() + 0.5) / (len(before) + 1)
    stays = (np.sum(before[1:] & before[:-1]) + 1) / (before.sum() + 2)
    return float(STOPS / (STOPS + falls_silent * stays ** (silent - 1)))


def _seasonal(y: Floats, season_length: int, h: int, levels: Floats) -> tuple[Floats, Floats]:
    """Mean of Theta on the seasonally adjusted series and Holt-Winters, in logarithms where values are positive."""
    multiplied = bool(y.min() > LOG_FROM * np.median(y))
    work = np.log(y) if multiplied else y
    factors = seasonal_factors(work, season_length)
    periods = np.arange(len(y))
    adjusted = work - factors[periods % season_length]
    theta = np.log(np.maximum(theta_line(np.exp(adjusted), h), 1e-6)) if multiplied else theta_line(adjusted, h)
    theta = theta + factors[(periods[:, None] + 1 + np.arange(h)) % season_length]
    forecasts = (theta + holt_winters(work, factors, h)) / 2
    spread = spread_ahead(work, forecasts, FITTED + season_length / 2)
    mean, q = forecasts[-1], _around(forecasts[-1], spread, levels)
    return (np.exp(mean), np.exp(q)) if multiplied else (mean, q)


def _smooth(y: Floats, h: int, levels: Floats) -> tuple[Floats, Floats]:
    """Mean of a damped trend and Theta."""
    forecasts = (damped_trend(y, h) + theta_line(y, h)) / 2
    return forecasts[-1], _around(forecasts[-1], WIDER * spread_ahead(y, forecasts, FITTED), levels)


def _level(y: Floats, h: int, levels: Floats) -> tuple[Floats, Floats]:
    """A level that begins at the mean of the first half; the better a smoothing did, the more it counts."""
    n = len(y)
    level, squares = np.full(SHORT_ALPHAS.shape, y[: max(3, n // 2)].mean()), np.zeros(SHORT_ALPHAS.shape)
    for value in y:
        squares += (value - level) ** 2
        level = level + SHORT_ALPHAS * (value - level)
    weights = np.exp(-n / 2 * np.log(np.maximum(squares, 1e-12) / max(squares.min(), 1e-12)))
    weights /= weights.sum()
    own = squares @ weights / max(n - 1, 1)
    spread = np.sqrt((own if n > 1 else y[0] ** 2) * (1 + 1 / n))
    return np.full(h, level @ weights), _around(np.full(h, level @ weights), np.full(h, spread), levels)


def _around(centre: Floats, spread: Floats, levels: Floats) -> Floats:
    """Quantiles about a centre, tails a little heavier than normal; shape (Q, h)."""
    z = normal_quantile(levels)
    return centre + spread * (z * (1 + TAILS * (z**2 - 1)))[:, None]


def _sparse(y: Floats, h: int, levels: Floats) -> tuple[Floats, Floats]:
    """Past values, the latest counting most: mass at zero stays mass at zero."""
    weights = SPARSE_DECAY ** np.arange(len(y))[::-1]
    order = np.argsort(y)
    reached = (np.cumsum(weights[order]) - weights[order] / 2) / weights.sum()
    q = np.interp(levels, reached, y[order])
    return np.full(h, np.average(y, weights=weights)), np.repeat(q[:, None], h, axis=1)


def _filled(y: Floats) -> Floats:
    known = ~np.isnan(y)
    if not known.any():
        return np.zeros_like(y)
    return np.interp(np.arange(len(y)), np.flatnonzero(known), y[known])


def _basis(y: Floats) -> Literal["own_history", "shrunken", "population"]:
    return "own_history" if len(y) >= OWN_FROM else "shrunken"
