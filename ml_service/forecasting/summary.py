"""What is read from sample paths: means and quantiles by the period, the lowest balance, the risk of a shortfall."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ml_service.forecasting.calendar import Horizon
from ml_service.forecasting.histories import INFLOW, OUTFLOW, Floats, Histories
from ml_service.forecasting.paths import Paths


@dataclass(frozen=True)
class Band:
    """Mean and quantiles of one figure; shapes (A, h) and (A, Q, h)."""

    mean: Floats
    q: Floats


@dataclass(frozen=True)
class Summary:
    """Everything that is read from the paths of A accounts, in amounts.

    Attributes:
        inflow, outflow, net: Sums by the period.
        balance: At the end of each period; NaN for an account without a balance, as are the next three.
        running_minimum: Lowest daily balance up to the end of each period.
        shortfall_probability: P(running minimum < buffer); shape (A, h).
        daily_balance: Quantiles of the closing balance by the day; shape (A, Q, D).
    """

    inflow: Band
    outflow: Band
    net: Band
    balance: Band | None
    running_minimum: Floats | None
    shortfall_probability: Floats | None
    daily_balance: Floats | None


def summarise(
    paths: Paths, unit: Floats, histories: Histories, ahead: Horizon, levels: Floats, *, daily: bool
) -> Summary:
    """Read all figures from the same paths, so that they agree with each other.

    Args:
        paths: Flows by the day, in `unit`; shape (2, A, D, N).
        unit: Amount of one unit of inflow and outflow; shape (A, 2).
        histories: The accounts, for balance and buffer.
        ahead: The days ahead.
        levels: Quantile levels; shape (Q,).
        daily: Whether the balance is wanted by the day as well.
    """
    common = unit.max(axis=1)
    paths *= (unit / common[:, None]).T[:, :, None, None].astype(np.float32)
    sums = np.add.reduceat(paths, ahead.starts, axis=2)
    bands = [_band(one, common, levels) for one in (sums[INFLOW], sums[OUTFLOW], sums[INFLOW] - sums[OUTFLOW])]
    if np.isnan(histories.balance).all():
        return Summary(*bands, None, None, None, None)
    change = np.cumsum(paths[INFLOW] - paths[OUTFLOW], axis=1)
    lowest = np.minimum.accumulate(np.minimum.reduceat(change, ahead.starts, axis=1), axis=1)
    room = ((histories.buffer - histories.balance) / common)[:, None, None]
    start = histories.balance[:, None]
    ends = ahead.starts + ahead.lengths - 1
    balance = _band(change[:, ends], common, levels)
    return Summary(
        *bands,
        balance=Band(balance.mean + start, balance.q + start[:, None]),
        running_minimum=quantiles(lowest, levels) * common[:, None, None] + start[:, None],
        shortfall_probability=(lowest < room).mean(axis=2),
        daily_balance=quantiles(change, levels) * common[:, None, None] + start[:, None] if daily else None,
    )


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
