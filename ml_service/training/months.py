"""Months of accounts as plain series, and the network that learns from them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ml_service.forecasting.histories import Floats
from ml_service.forecasting.model import LEVELS, Network
from ml_service.forecasting.months import aligned, describe
from ml_service.training import network
from ml_service.training.accounts import Account

MONTHS_AHEAD = 8
LARGEST = 15.0  # spreads; a month beyond is not to teach the network
TRAINING = network.Training(hidden=(48, 48), epochs=8, batch=512)


def by_month(account: Account) -> Floats:
    """Inflow, outflow and net of the full calendar months; shape (3, months)."""
    days = np.arange(account.start, account.end + 2).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    starts = np.flatnonzero(np.diff(days)) + 1
    if len(starts) < 2:
        return np.zeros((3, 0))
    sums = np.add.reduceat(account.flows[:, : starts[-1]], starts[:-1], axis=1)
    return np.stack([*sums, sums[0] - sums[1]])


def fit(accounts: Sequence[Account], how: network.Training = TRAINING) -> Network:
    """Learn the quantiles of a month from the months before it, of either sign."""
    known, ahead = _cuts(accounts)
    known, ahead = np.concatenate([known, -known]), np.concatenate([ahead, -ahead])
    features, guess, centre, spread = describe(known, MONTHS_AHEAD)
    happened = np.clip((ahead - centre[:, None]) / spread[:, None], -LARGEST, LARGEST).astype(np.float32)
    some = np.isfinite(happened)
    return network.fit(features[some], len(LEVELS), network.pinball(guess[some], happened[some]), how)


def _cuts(accounts: Sequence[Account]) -> tuple[Floats, Floats]:
    """Every series cut after each of its months; shapes (n, WINDOW) and (n, MONTHS_AHEAD), NaN where not known."""
    known, ahead = [], []
    for table in map(by_month, accounts):
        for y in table:
            for n in range(1, table.shape[1]):
                if y[:n].any():
                    known.append(y[:n])
                    ahead.append(np.append(y[n : n + MONTHS_AHEAD], np.full(max(MONTHS_AHEAD - len(y) + n, 0), np.nan)))
    return aligned(known), np.array(ahead)
