"""What is read from sample paths: means and quantiles by the period, the lowest balance, the risk of a shortfall."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from ml_service.forecasting.calendar import Horizon
from ml_service.forecasting.histories import INFLOW, OUTFLOW, Floats, Histories
from ml_service.forecasting.replay import Paths

EIGHT = 8


@dataclass(frozen=True)
class Band:
    """Mean and quantiles of one figure; shapes (A, h) and (A, Q, h)."""

    mean: Floats
    q: Floats


@dataclass(frozen=True)
class Balances:
    """What is read from the balance along the paths; NaN for an account without a balance.

    Attributes:
        closing: At the end of each period.
        running_minimum: Lowest daily balance up to the end of each period; shape (A, Q, h).
        shortfall_probability: P(running minimum < buffer); shape (A, h).
        daily: Closing balance by the day; shape (A, Q, D).
        minimum_ahead: Lowest daily balance of each window of days; shape (A, Q, windows).
    """

    closing: Band
    running_minimum: Floats
    shortfall_probability: Floats
    daily: Floats | None
    minimum_ahead: Floats | None


@dataclass(frozen=True)
class Wanted:
    """What is read from the balance beside the figures by the period.

    Attributes:
        daily: Levels of the balance by the day; None for none.
        minimum_ahead_days: The lowest balance within so many days from each day, at the same levels; 0 for none.
    """

    daily: Floats | None = None
    minimum_ahead_days: int = 0


@dataclass(frozen=True)
class Summary:
    """Everything that is read from the paths of A accounts, in amounts; flows are sums by the period."""

    inflow: Band
    outflow: Band
    net: Band
    balances: Balances | None


@dataclass(frozen=True)
class Accounts:
    """What is known of A accounts beside their flows.

    Attributes:
        unit: Amount that paths are measured in; shape (A, 2).
        balance: Today, NaN where it is not known; shape (A,).
        buffer: What the balance should not fall under; shape (A,).
    """

    unit: Floats
    balance: Floats
    buffer: Floats

    @classmethod
    def of(cls, histories: Histories, rows: slice = slice(None)) -> Accounts:
        """Some of the accounts of histories."""
        return cls(histories.unit[rows], histories.balance[rows], histories.buffer[rows])


def summarise(paths: Paths, accounts: Accounts, ahead: Horizon, levels: Floats, wanted: Wanted) -> Summary:
    """Read all figures from the same paths, so that they agree with each other.

    Args:
        paths: Flows by the day, in units of the accounts, which this changes; shape (2, A, D, N).
        accounts: Whose paths they are.
        ahead: The days ahead.
        levels: Quantile levels; shape (Q,).
        wanted: What else is read from the balance.
    """
    common = accounts.unit.max(axis=1)
    paths *= (accounts.unit / common[:, None]).T[:, :, None, None].astype(np.float32)
    sums = by_period(np.add, paths, ahead)
    return Summary(
        inflow=_band(sums[INFLOW], common, levels),
        outflow=_band(sums[OUTFLOW], common, levels),
        net=_band(sums[INFLOW] - sums[OUTFLOW], common, levels),
        balances=None
        if np.isnan(accounts.balance).all()
        else _balances(paths, common, accounts, ahead, levels, wanted),
    )


def _balances(
    paths: Paths, unit: Floats, accounts: Accounts, ahead: Horizon, levels: Floats, wanted: Wanted
) -> Balances:
    """Follow the balance day by day; the start is added last, in full precision."""
    change = paths[INFLOW] - paths[OUTFLOW]
    for day in range(1, change.shape[1]):  # several times faster than cumsum along a middle axis
        change[:, day] += change[:, day - 1]
    lowest = np.minimum.accumulate(by_period(np.minimum, change, ahead), axis=1)
    room = ((accounts.buffer - accounts.balance) / unit)[:, None, None]
    start = accounts.balance[:, None]
    closing = _band(change[:, ahead.starts + ahead.lengths - 1], unit, levels)

    def read(samples: Paths, at: Floats) -> Floats:
        return quantiles(samples, at) * unit[:, None, None] + start[:, None]

    window, daily = wanted.minimum_ahead_days, wanted.daily
    told = 0 < window <= change.shape[1]
    return Balances(
        closing=Band(closing.mean + start, closing.q + start[:, None]),
        running_minimum=read(lowest, levels),
        shortfall_probability=(lowest < room).mean(axis=2),
        daily=None if daily is None else read(change, daily),
        minimum_ahead=read(sliding_minimum(change, window), levels if daily is None else daily) if told else None,
    )


def sliding_minimum(by_day: Paths, window: int) -> Paths:
    """Lowest of each `window` days in a row, by doubling; shape (A, D - window + 1, N)."""
    found, width = by_day, 1
    while width < window:
        step = min(width, window - width)
        found = np.minimum(found[:, :-step], found[:, step:])
        width += step
    return found


def by_period(reduce: np.ufunc, by_day: Paths, ahead: Horizon) -> Paths:
    """Reduce the days, the last axis but one, to periods."""
    lengths = ahead.lengths
    if (lengths == lengths[0]).all():
        shape = (*by_day.shape[:-2], len(lengths), int(lengths[0]), by_day.shape[-1])
        return np.asarray(reduce.reduce(by_day.reshape(shape), axis=-2))
    total = _sum if reduce is np.add else partial(reduce.reduce, axis=-2)  # several times faster than reduceat
    ends = zip(ahead.starts.tolist(), (ahead.starts + lengths).tolist(), strict=True)
    return np.stack([total(by_day[..., start:end, :]) for start, end in ends], axis=-2)


def _sum(by_day: Paths) -> Paths:
    """Sum over the last axis but one, the days after the first by eights: small errors, and always the same."""
    rest, n = by_day[..., 1:, :], by_day.shape[-2] - 1
    whole = n - n % EIGHT
    added = np.zeros_like(by_day[..., 0, :])
    if whole:
        parts = rest[..., :EIGHT, :].copy()
        for first in range(EIGHT, whole, EIGHT):
            parts += rest[..., first : first + EIGHT, :]
        while parts.shape[-2] > 1:
            parts = parts[..., ::2, :] + parts[..., 1::2, :]
        added += parts[..., 0, :]
    for day in range(whole, n):
        added += rest[..., day, :]
    return np.asarray(by_day[..., 0, :] + added)


def quantiles(samples: Paths, levels: Floats) -> Floats:
    """Quantiles over the last axis, midway between order statistics (Hazen).

    Args:
        samples: shape (A, T, N).
        levels: shape (Q,).

    Returns:
        shape (A, Q, T).
    """
    ordered = np.sort(samples, axis=-1)
    position = np.clip(levels * samples.shape[-1] - 0.5, 0, samples.shape[-1] - 1)
    below = position.astype(np.int64)
    above = np.minimum(below + 1, samples.shape[-1] - 1)
    low, high = ordered[..., below].astype(np.float64), ordered[..., above].astype(np.float64)
    return np.asarray((low + (high - low) * (position - below)).swapaxes(1, 2))


def _band(samples: Paths, unit: Floats, levels: Floats) -> Band:
    mean = samples.mean(axis=-1, dtype=np.float64) * unit[:, None]
    return Band(mean, quantiles(samples, levels) * unit[:, None, None])
