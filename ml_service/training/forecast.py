"""Fits what the forecast engine learns from other accounts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ml_service.forecasting.calendar import STEADY_DAYS, month_of
from ml_service.forecasting.histories import Floats
from ml_service.forecasting.model import ARCHETYPE_DAYS, ARCHETYPE_MONTHS, ForecastModel
from ml_service.training.accounts import Account, from_table
from ml_service.training.tables import read

NAME = "day-of-month-replay"
N_ARCHETYPES = 128
SEED = 0


def train(out: Path) -> dict[str, Any]:
    """Fit, and write `forecast.npz` with its card `forecast.json`."""
    accounts = from_table(read("flows"))
    fit(accounts).save(out / "forecast.npz")
    card = describe(accounts)
    card["sha256"] = hashlib.sha256((out / "forecast.npz").read_bytes()).hexdigest()
    (out / "forecast.json").write_text(json.dumps(card, indent=1) + "\n")
    return card


def fit(accounts: Sequence[Account]) -> ForecastModel:
    """Learn from accounts; deterministic."""
    return ForecastModel(archetypes=archetypes(accounts))


def archetypes(accounts: Sequence[Account]) -> Floats:
    """Twelve months of accounts picked at random, by day of the month, in units of their mean daily flow."""
    whole = [table for account in accounts if (table := _by_month(account)) is not None]
    picked = np.random.default_rng(SEED).permutation(len(whole))[:N_ARCHETYPES]
    return np.array([whole[at] for at in sorted(picked)]).reshape(-1, 2, ARCHETYPE_MONTHS, ARCHETYPE_DAYS)


def _by_month(account: Account) -> Floats | None:
    """The last twelve full months; None for an account without, or without a flow in either direction."""
    days = np.arange(account.start, account.end + 1)
    month, day, length = month_of(days)
    slot = np.where(day < STEADY_DAYS, day, ARCHETYPE_DAYS - (length - day))
    first = month[-1] + 1 - ARCHETYPE_MONTHS if day[-1] == length[-1] - 1 else month[-1] - ARCHETYPE_MONTHS
    if month[0] >= first:
        return None
    table = np.zeros((2, ARCHETYPE_MONTHS, ARCHETYPE_DAYS))
    kept = (month >= first) & (month < first + ARCHETYPE_MONTHS)
    table[:, month[kept] - first, slot[kept]] = account.flows[:, kept]
    mean = table.sum(axis=(1, 2)) / kept.sum()
    return table / mean[:, None, None] if (mean > 0).all() else None


def describe(accounts: Sequence[Account]) -> dict[str, Any]:
    """The card."""
    return {
        "name": NAME,
        "summary": "Past months, aligned by the day of the month, replayed as joint sample paths.",
        "data": "PKDD'99 Discovery Challenge (P. Berka): flows by the day of accounts of a Czech bank, anonymised.",
        "country": "Czech Republic",
        "accounts": len(accounts),
    }
