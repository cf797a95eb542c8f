"""Short series by the month: what a month brings, learned from the months of other accounts.

A dozen values say little of their own spread. How far months lie apart, how often nothing comes, and how soon a level
is left again are much alike from one account to the next.
"""

from __future__ import annotations

import numpy as np

from ml_service.forecasting.histories import Floats
from ml_service.forecasting.model import LEVELS, Network, Weights

WINDOW = 24  # months looked at, the latest
YEAR = 12
LATEST = 6  # months told one by one
SPANS = (3, 6, 12)
SHARES = np.array([0.1, 0.25, 0.5, 0.75, 0.9])
FADES = 0.9  # weight of a month against that of the next, among the past values that are the first guess
LAST_LEARNED = 12
PRIOR = 0.25  # months as far apart as they are large
NOTHING = 1e-6  # of a spread
_WEIGHTS: Floats = np.power(FADES, np.arange(WINDOW, dtype=np.float64)[::-1])


def quantiles(y: Floats, h: int, network: Network) -> Floats:
    """Quantiles of the months ahead of one series.

    Args:
        y: Complete, oldest first, not all zero; shape (n,).
        h: Months ahead.
        network: Corrects the first guess.

    Returns:
        Quantiles at LEVELS, rising; shape (h, L).
    """
    features, guess, centre, spread = describe(aligned([y]), h)
    return np.asarray(np.sort(guess + network(features), axis=-1)[0] * spread[0] + centre[0], dtype=np.float64)


def aligned(series: list[Floats]) -> Floats:
    """The latest months of many series, NaN before their first; shape (A, WINDOW)."""
    found = np.full((len(series), WINDOW), np.nan)
    for row, y in zip(found, series, strict=True):
        row[WINDOW - min(len(y), WINDOW) :] = y[-WINDOW:]
    return found


def describe(window: Floats, h: int) -> tuple[Weights, Weights, Floats, Floats]:
    """What the network is told of each month ahead, all of it from a series' own centre and in its own spread.

    Args:
        window: As `aligned` gives them; shape (A, WINDOW).
        h: Months ahead.

    Returns:
        Features, shape (A, h, F); the first guess, past values as quantiles at LEVELS, shape (A, h, L); the centre and
        the spread, shape (A,).
    """
    n = (~np.isnan(window)).sum(axis=1)
    centre = np.nanmedian(window, axis=1)
    spread = _spread(window, n, centre)
    scaled = (window - centre[:, None]) / spread[:, None]
    zero = -centre / spread
    of_series = _of_series(scaled, n, zero)
    shape = (len(window), h)
    features = np.concatenate(
        [
            np.broadcast_to(of_series[:, None], (*shape, of_series.shape[1])),
            _of_month(scaled, h),
            np.broadcast_to(np.minimum(np.arange(h), LAST_LEARNED)[:, None] / LAST_LEARNED, (*shape, 1)),
        ],
        axis=-1,
        dtype=np.float32,
    )
    guess = _past(scaled, _WEIGHTS, LEVELS).astype(np.float32)
    return features, np.broadcast_to(guess[:, None], (*shape, len(LEVELS))), centre, spread


def _spread(window: Floats, n: Floats, centre: Floats) -> Floats:
    """Mean step and mean distance from the centre, a little of the mean size added: few months may agree by chance."""
    size = np.maximum(np.nanmean(np.abs(window), axis=1), 1e-12)
    apart = np.nanmean(np.abs(window - centre[:, None]), axis=1)
    steps = np.nansum(np.abs(np.diff(window, axis=1)), axis=1) / np.maximum(n - 1, 1)
    return np.asarray((n * (apart + steps) / 2 + PRIOR * size) / (n + PRIOR))


def _of_series(scaled: Floats, n: Floats, zero: Floats) -> Floats:
    """Latest months, levels, trend, where zero lies, and how often and how long there was nothing; shape (A, F)."""
    mean = np.nanmean(scaled, axis=1)
    known = ~np.isnan(scaled)
    filled = np.where(known, scaled, mean[:, None])
    apart = np.where(known, scaled - mean[:, None], 0)
    steps = np.where(known[:, 1:] & known[:, :-1], np.diff(filled, axis=1), 0)
    month = np.where(known, np.arange(WINDOW) - WINDOW + (n[:, None] + 1) / 2, 0)
    squares = np.maximum((apart**2).sum(axis=1), 1e-9)
    nothing = np.abs(scaled - zero[:, None]) < NOTHING
    scales = [
        *(filled[:, -latest] for latest in range(1, LATEST + 1)),
        mean,
        *(np.nanmean(scaled[:, -span:], axis=1) for span in SPANS),
        np.sqrt(squares / n),
        np.abs(steps).sum(axis=1) / np.maximum(n - 1, 1),
        *_past(scaled, np.ones(WINDOW), SHARES).T,
        np.nanmax(scaled, axis=1),
        np.nanmin(scaled, axis=1),
        (month * apart).sum(axis=1) / np.maximum((month**2).sum(axis=1), 1),
        zero,
    ]
    shares = [
        nothing.sum(axis=1) / n,
        (scaled < zero[:, None] - NOTHING).sum(axis=1) / n,
        np.log(n),
        np.cumprod(nothing[:, ::-1], axis=1).sum(axis=1),
        (apart[:, 1:] * apart[:, :-1]).sum(axis=1) / squares,
    ]
    return np.stack([*map(np.arcsinh, scales), *shares], axis=-1)


def _of_month(scaled: Floats, h: int) -> Floats:
    """The same month a year earlier, and whether it is known; shape (A, h, 2)."""
    column = WINDOW - YEAR + np.arange(h) % YEAR
    earlier = scaled[:, column]
    known = ~np.isnan(earlier)
    return np.stack([np.arcsinh(np.where(known, earlier, np.nanmean(scaled, axis=1)[:, None])), known], axis=-1)


def _past(scaled: Floats, weights: Floats, levels: Floats) -> Floats:
    """Weighted quantiles of the known months; shape (A, levels)."""
    order = np.argsort(scaled, axis=1)  # what is not known comes last
    weighed = np.where(np.isnan(scaled), 0, weights)
    ordered, weighed = np.take_along_axis(scaled, order, axis=1), np.take_along_axis(weighed, order, axis=1)
    ordered = np.where(np.isnan(ordered), np.nanmax(scaled, axis=1, keepdims=True), ordered)
    reached = (np.cumsum(weighed, axis=1) - weighed / 2) / weighed.sum(axis=1, keepdims=True)
    return np.stack([np.interp(levels, at, values) for at, values in zip(reached, ordered, strict=True)])
