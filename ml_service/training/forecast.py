"""Fits what the forecast engine learns from other accounts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ml_service.forecasting.model import LEVELS, STATES, ForecastModel
from ml_service.training import backtest, months, network
from ml_service.training.accounts import Account, from_table, pooled
from ml_service.training.examples import Examples, learn_from, origins
from ml_service.training.tables import read

NAME = "day-of-month-replay"
WEEKS = 13
LEAST_DAYS_AHEAD = 28
STEP_DAYS = 17  # between cuts of an account; a prime, so that cuts meet every day of the month
SHORTEST_DAYS = 3
MOST_CUTS = 16
LEFT_OUT = 10  # every tenth account is kept for the figures of the card
POOLED_SHARE = 0.3
EPOCHS = 18
SEED = 0


def train(out: Path) -> dict[str, Any]:
    """Fit, measure on accounts left out, and write `forecast.npz` with its card `forecast.json`."""
    accounts = from_table(read("flows"))
    left_out = accounts[::LEFT_OUT]
    fitted_on = [account for number, account in enumerate(accounts) if number % LEFT_OUT]
    model = fit(fitted_on)
    model.save(out / "forecast.npz")
    card = describe(len(fitted_on), measure(left_out, model))
    card["sha256"] = hashlib.sha256((out / "forecast.npz").read_bytes()).hexdigest()
    (out / "forecast.json").write_text(json.dumps(card, indent=1) + "\n")
    return card


def fit(accounts: Sequence[Account], *, epochs: int = EPOCHS, seed: int = SEED) -> ForecastModel:
    """Learn from accounts; deterministic."""
    everyone = [*accounts, *pooled(accounts, POOLED_SHARE, seed)]
    cuts = origins(everyone, h=LEAST_DAYS_AHEAD, step=STEP_DAYS, shortest=SHORTEST_DAYS, most=MOST_CUTS)
    return learn(learn_from(everyone, cuts, WEEKS), everyone, network.Training(epochs=epochs, seed=seed))


def learn(examples: Examples, accounts: Sequence[Account], how: network.Training) -> ForecastModel:
    """Fit the networks for weeks on their examples, and the one for months on those of the accounts."""
    flows, weeks = examples.flows, examples.weeks
    return ForecastModel(
        sizes=network.fit(flows.features, len(LEVELS), network.pinball(flows.replayed, flows.happened), how),
        states=network.fit(weeks.features, len(STATES), network.cross_entropy(weeks.replayed, weeks.state), how),
        months=months.fit(accounts),
    )


def measure(accounts: Sequence[Account], model: ForecastModel) -> dict[str, Any]:
    """Weekly, eight weeks ahead, three origins: the figures of the card."""
    cuts = backtest.weekly_cuts(accounts, h=8, n_windows=3)
    return backtest.report(backtest.judge(accounts, cuts, model, "W", 8))


def describe(n_accounts: int, measured: dict[str, Any]) -> dict[str, Any]:
    """The card."""
    return {
        "name": NAME,
        "summary": "Past months replayed by the day of the month as joint paths; the quantiles of each week learned.",
        "data": "PKDD'99 Discovery Challenge (P. Berka): flows by the day of accounts of a Czech bank, anonymised.",
        "country": "Czech Republic",
        "period": ["1993-01-01", "1998-12-02"],
        "accounts": n_accounts,
        "limits": [
            "People paid once a month by a bank of the nineties, not gig workers: their weeks are lumpier.",
            "Nobody in the data drives for a platform; that a flow has stopped is told by a rule, not learned.",
        ],
        "accounts_left_out": measured,
    }
