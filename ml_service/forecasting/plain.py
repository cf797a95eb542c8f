"""One series by the period: the mean of a damped trend and Theta on the seasonally adjusted series.

Source: E. S. Gardner, Exponential smoothing: the state of the art (1985); V. Assimakopoulos & K. Nikolopoulos, The
theta model (2000); equal weights after S. Makridakis et al., The M4 competition (2020).
"""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from ml_service.schemas import PlainSeries

Floats = NDArray[np.float64]

KEPT = 400  # periods used, the latest
ALPHAS = np.array([0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.99])
BETAS = np.array([0.0, 0.05, 0.1, 0.2, 0.4])
PHI = 0.9
OWN_FROM = 24  # periods from which a forecast rests on the series' own history
SETTLING = 6  # periods until smoothing has forgotten where it began
FEWEST_ERRORS = 5
FITTED = 3
WIDER = 1.05  # errors to come are larger than those of the periods that the smoothing was chosen on
SPARSE_SHARE = 0.3  # share of zeros from which the past values are the distribution
DECIMALS = 4


def answer(series: PlainSeries, h: int, levels: Floats) -> dict[str, Any]:
    """Forecast one plain series in the shape of `schemas.Forecast`."""
    y = _filled(np.array(series.y[-KEPT:], dtype=np.float64))
    mean, q = distribution(y, series.season_length, h, levels)
    return {
        "unique_id": series.unique_id,
        "basis": _basis(y),
        "y": {"mean": (np.round(mean, DECIMALS) + 0.0).tolist(), "q": (np.round(q, DECIMALS) + 0.0).tolist()},
    }


def distribution(y: Floats, season_length: int, h: int, levels: Floats) -> tuple[Floats, Floats]:
    """Mean and quantiles ahead.

    Args:
        y: The series, oldest first, complete; shape (n,).
        season_length: Periods in a season; 1 for none.
        h: Periods ahead.
        levels: Quantile levels; shape (Q,).

    Returns:
        Mean, shape (h,), and quantiles, shape (Q, h).
    """
    unit = float(np.abs(y).max())
    if unit == 0:
        return np.zeros(h), np.zeros((len(levels), h))
    y = y / unit
    if np.mean(y == 0) >= SPARSE_SHARE:
        mean, q = _sparse(y, h, levels)
    else:
        mean, q = _smooth(y, season_length, h, levels)
    if y.min() >= 0:
        mean, q = np.maximum(mean, 0), np.maximum(q, 0)
    return mean * unit, np.sort(q, axis=0) * unit


def _smooth(y: Floats, season_length: int, h: int, levels: Floats) -> tuple[Floats, Floats]:
    season = seasonal_factors(y, season_length)
    repeated = season[np.arange(len(y)) % season_length]
    ahead = season[(len(y) + np.arange(h)) % season_length]
    multiplied = y.min() > 0
    adjusted = y / repeated if multiplied else y - repeated
    trend, theta = damped_trend(adjusted, h), theta_line(adjusted, h)
    forecasts = (trend + theta) / 2
    fitted = FITTED + (season_length if np.ptp(season) > 0 else 0)
    mean, spread = forecasts[-1], spread_ahead(adjusted, forecasts, fitted)
    q = mean + spread * normal_quantile(levels)[:, None]
    return (mean * ahead, q * ahead) if multiplied else (mean + ahead, q + ahead)


def spread_ahead(y: Floats, forecasts: Floats, fitted: int) -> Floats:
    """Standard error by the period ahead, from the errors of forecasts that the series itself has seen since.

    Args:
        y: The series; shape (n,).
        forecasts: Made after each period; shape (n, h).
        fitted: Parameters fitted on the series, which make errors look smaller than they are.

    Returns:
        Never falling; far periods of which few errors are known grow as a random walk does; shape (h,).
    """
    n, h = forecasts.shape
    begin = min(n // 3, 2 * SETTLING)
    squares = [float(np.mean((y[begin + ahead :] - forecasts[begin : n - ahead, ahead - 1]) ** 2))
               for ahead in range(1, h + 1) if n - begin - ahead >= FEWEST_ERRORS]  # fmt: skip
    if not squares:
        squares = [float(np.var(np.diff(y))) if n > 1 else float(y[-1] ** 2)]
    known = np.maximum.accumulate(np.sqrt(squares))
    ahead = np.arange(1, h + 1)
    grown = known[np.minimum(ahead, len(known)) - 1] * np.sqrt(np.maximum(ahead / len(known), 1))
    return np.asarray(grown * WIDER * np.sqrt(n / max(n - fitted, n / 4)))


def _sparse(y: Floats, h: int, levels: Floats) -> tuple[Floats, Floats]:
    """Past values, the latest counting most: mass at zero stays mass at zero."""
    weights = 0.97 ** np.arange(len(y))[::-1]
    order = np.argsort(y)
    reached = (np.cumsum(weights[order]) - weights[order] / 2) / weights.sum()
    q = np.interp(levels, reached, y[order])
    return np.full(h, np.average(y, weights=weights)), np.repeat(q[:, None], h, axis=1)


def seasonal_factors(y: Floats, season_length: int) -> Floats:
    """Multiplicative factors of a positive series, additive ones otherwise, shrunk by how clear the season is.

    Returns:
        shape (season_length,); ones or zeros where there are not three seasons to learn from.
    """
    multiplied = y.min() > 0
    none = np.ones(season_length) if multiplied else np.zeros(season_length)
    if season_length == 1 or len(y) < 3 * season_length:
        return none
    work = np.log(y) if multiplied else y
    rest = work - _moving_mean(work, season_length)
    by_phase = [rest[phase::season_length] for phase in range(season_length)]
    factors = np.array([np.nanmean(one) for one in by_phase])
    noise = np.mean([float(np.nanvar(one)) / max(float((~np.isnan(one)).sum()), 1.0) for one in by_phase])
    factors = (factors - factors.mean()) * np.clip(1 - noise / (np.var(factors) + 1e-12), 0, 1)
    return np.asarray(np.exp(factors) if multiplied else factors)


def _moving_mean(y: Floats, season_length: int) -> Floats:
    """Centred mean over one season, NaN at the ends; shape (n,)."""
    kernel = np.ones(season_length) / season_length
    if season_length % 2 == 0:
        kernel = np.append(kernel, 0) / 2 + np.append(0, kernel) / 2
    half = len(kernel) // 2
    result = np.full(len(y), np.nan)
    result[half : len(y) - half] = np.convolve(y, kernel, mode="valid")
    return result


def damped_trend(y: Floats, h: int) -> Floats:
    """Holt's method with a damped trend, the smoothing chosen by squared error.

    Returns:
        Forecasts made after each period; shape (n, h).
    """
    alpha, beta = (grid.ravel() for grid in np.meshgrid(ALPHAS, BETAS))
    levels, slopes = np.empty((2, len(y), len(alpha)))
    level, slope, squares = np.full(alpha.shape, y[0]), np.zeros(alpha.shape), np.zeros(alpha.shape)
    for at, value in enumerate(y):
        error = value - level - PHI * slope
        squares += error**2
        levels[at] = level = level + PHI * slope + alpha * error
        slopes[at] = slope = PHI * slope + alpha * beta * error
    best = int(np.argmin(squares))
    return np.asarray(levels[:, best, None] + slopes[:, best, None] * np.cumsum(PHI ** np.arange(1, h + 1)))


def theta_line(y: Floats, h: int) -> Floats:
    """Simple exponential smoothing with half the slope of the straight line.

    Returns:
        Forecasts made after each period; shape (n, h).
    """
    n = len(y)
    slope = np.polyfit(np.arange(n), y, 1)[0] if n > 2 else 0.0
    levels = np.empty((n, len(ALPHAS)))
    level, squares = np.full(ALPHAS.shape, y[0]), np.zeros(ALPHAS.shape)
    for at, value in enumerate(y):
        squares += (value - level - slope / 2) ** 2
        levels[at] = level = level + ALPHAS * (value - level)
    best = int(np.argmin(squares))
    drift = (1 - (1 - ALPHAS[best]) ** np.arange(1, n + 1)) / ALPHAS[best]
    return np.asarray(levels[:, best, None] + slope / 2 * (np.arange(h) + drift[:, None]))


def normal_quantile(levels: Floats) -> Floats:
    """Quantile of the standard normal distribution, absolute error under 4.5e-4, without scipy.

    Source: M. Abramowitz & I. Stegun, Handbook of Mathematical Functions, 26.2.23.
    """
    tail = np.minimum(levels, 1 - levels)
    t = np.sqrt(-2 * np.log(tail))
    z = t - (2.515517 + 0.802853 * t + 0.010328 * t**2) / (1 + 1.432788 * t + 0.189269 * t**2 + 0.001308 * t**3)
    return np.asarray(np.where(levels < 0.5, -z, z))


def _filled(y: Floats) -> Floats:
    known = ~np.isnan(y)
    if not known.any():
        return np.zeros_like(y)
    return np.interp(np.arange(len(y)), np.flatnonzero(known), y[known])


def _basis(y: Floats) -> Literal["own_history", "shrunken", "population"]:
    return "own_history" if len(y) >= OWN_FROM else "shrunken"
