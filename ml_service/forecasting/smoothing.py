"""Exponential smoothing of one series: what would have been forecast after each of its periods.

Source: E. S. Gardner, Exponential smoothing: the state of the art (1985); V. Assimakopoulos & K. Nikolopoulos, The
theta model (2000); P. R. Winters, Forecasting sales by exponentially weighted moving averages (1960).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

ALPHAS = np.array([0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.99])
BETAS = np.array([0.0, 0.05, 0.1, 0.2, 0.4])
PHI = 0.9
SEASONAL_GRID = tuple(
    grid.ravel() for grid in np.meshgrid([0.05, 0.1, 0.2, 0.35, 0.5, 0.7], [0.0, 0.05, 0.15], [0.0, 0.05, 0.15, 0.3])
)
SEASONAL_PHI = 0.95
SETTLING = 6  # periods until smoothing has forgotten where it began
FEWEST_ERRORS = 5
ERROR_HALF_LIFE = 40.0  # periods after which an error counts half: intervals follow a series that has become wilder


def seasonal_factors(y: Floats, season_length: int) -> Floats:
    """What each phase of the season adds, shrunk by how clear the season is; shape (season_length,)."""
    rest = y - _moving_mean(y, season_length)
    by_phase = [rest[phase::season_length] for phase in range(season_length)]
    factors = np.array([np.nanmean(one) for one in by_phase])
    noise = np.mean([float(np.nanvar(one)) / max(float((~np.isnan(one)).sum()), 1.0) for one in by_phase])
    return np.asarray((factors - factors.mean()) * np.clip(1 - noise / (np.var(factors) + 1e-12), 0, 1))


def _moving_mean(y: Floats, season_length: int) -> Floats:
    """Centred mean over one season, NaN at the ends; shape (n,)."""
    kernel = np.ones(season_length) / season_length
    if season_length % 2 == 0:
        kernel = np.append(kernel, 0) / 2 + np.append(0, kernel) / 2
    half = len(kernel) // 2
    result = np.full(len(y), np.nan)
    result[half : len(y) - half] = np.convolve(y, kernel, mode="valid")
    return result


def holt_winters(y: Floats, factors: Floats, h: int) -> Floats:
    """Level, damped trend and a season that moves, the smoothing chosen by squared error.

    Args:
        y: shape (n,).
        factors: Where the season begins; shape (season_length,).
        h: Periods ahead.

    Returns:
        Forecasts made after each period; shape (n, h).
    """
    alpha, beta, gamma = SEASONAL_GRID
    length = len(factors)
    levels, slopes = np.empty((2, len(y), len(alpha)))
    seasons = np.empty((len(y), length, len(alpha)))
    season = np.repeat(factors[:, None], len(alpha), axis=1)
    level, slope, squares = np.full(alpha.shape, np.mean(y[:length] - factors)), np.zeros(alpha.shape), 0.0
    for at, value in enumerate(y):
        phase = at % length
        error = value - level - SEASONAL_PHI * slope - season[phase]
        squares = squares + (error**2 if at >= length // 2 else 0.0)
        levels[at] = level = level + SEASONAL_PHI * slope + alpha * error
        slopes[at] = slope = SEASONAL_PHI * slope + alpha * beta * error
        season[phase] += gamma * (1 - alpha) * error
        seasons[at] = season
    best = int(np.argmin(squares))
    steps = np.arange(1, h + 1)
    made_at = np.arange(len(y))[:, None]
    trend = levels[:, best, None] + slopes[:, best, None] * np.cumsum(SEASONAL_PHI**steps)
    return np.asarray(trend + seasons[:, :, best][made_at, (made_at + steps) % length])


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


def spread_ahead(y: Floats, forecasts: Floats, fitted: float) -> Floats:
    """Standard error by the period ahead, from the errors of forecasts that the series itself has seen since.

    Args:
        y: The series; shape (n,).
        forecasts: Made after each period; shape (n, h).
        fitted: Parameters fitted on the series, which make errors look smaller than they are; may be a fraction.

    Returns:
        Never falling; far periods of which few errors are known grow as a random walk does; shape (h,).
    """
    n, h = forecasts.shape
    begin = min(n // 3, 2 * SETTLING)
    weights = 0.5 ** (np.arange(n)[::-1] / ERROR_HALF_LIFE)
    squares = []
    for ahead in range(1, min(h, n - begin - FEWEST_ERRORS) + 1):
        errors = y[begin + ahead :] - forecasts[begin : n - ahead, ahead - 1]
        squares.append(float(np.average(errors**2, weights=weights[begin + ahead :])))
    if not squares:
        squares = [float(np.var(np.diff(y))) if n > 1 else float(y[-1] ** 2)]
    known = np.maximum.accumulate(np.sqrt(squares))
    steps = np.arange(1, h + 1)
    grown = known[np.minimum(steps, len(known)) - 1] * np.sqrt(np.maximum(steps / len(known), 1))
    return np.asarray(grown * np.sqrt(n / max(n - fitted, n / 4)))


def normal_quantile(levels: Floats) -> Floats:
    """Quantile of the standard normal distribution, absolute error under 4.5e-4, without scipy.

    Source: M. Abramowitz & I. Stegun, Handbook of Mathematical Functions, 26.2.23.
    """
    tail = np.minimum(levels, 1 - levels)
    t = np.sqrt(-2 * np.log(tail))
    z = t - (2.515517 + 0.802853 * t + 0.010328 * t**2) / (1 + 1.432788 * t + 0.189269 * t**2 + 0.001308 * t**3)
    return np.asarray(np.where(levels < 0.5, -z, z))
