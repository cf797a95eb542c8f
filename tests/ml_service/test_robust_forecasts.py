"""Accounts unlike those of the data: short, stopped, drifting, broken. The drivers and shops here are simulated."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ml_service import registry
from ml_service.forecasting.engine import basis, forecast
from ml_service.forecasting.model import ForecastModel
from ml_service.schemas import DailySeries, ForecastRequest, ScheduledFlow
from ml_service.training import backtest
from ml_service.training.accounts import Account, from_table, pooled
from ml_service.training.tables import read

Flow = list[float | None]
START = date(2024, 3, 5)
KINDS = ("random", "zero", "outlier", "missing", "constant", "stopped", "drifting")


@pytest.fixture(scope="module")
def model(models_dir: Path) -> ForecastModel:
    return registry.load(models_dir).forecast.model


def flows(kind: str, n_days: int, seed: int) -> Flow:
    """One flow by the day."""
    rng = np.random.default_rng(seed)
    y = np.where(rng.random(n_days) < rng.uniform(0.02, 1), rng.gamma(2, rng.uniform(0.01, 500), n_days), 0.0)
    if kind in ("zero", "constant"):
        y[:] = 0 if kind == "zero" else 7.5
    if kind == "outlier":
        y[rng.integers(n_days)] = 1e11
    if kind == "stopped":
        y[n_days // 2 :] = 0
    if kind == "drifting":
        y *= np.exp(np.linspace(0, rng.normal(0, 4), n_days))
    gone = (np.arange(n_days) % 90 < 40) & (kind == "missing")
    return [None if out else float(value) for value, out in zip(y, gone, strict=True)]


def answer(model: ForecastModel, one: DailySeries, **ask: Any) -> dict[str, Any]:
    given: dict[str, Any] = {"freq": "W", "h": 8, "daily_balance": True, "series": [one]}
    request = ForecastRequest(**given | ask)
    ((_, found),) = forecast(request, model)
    return found


def series(inflow: Flow, outflow: Flow, **changes: Any) -> DailySeries:
    given: dict[str, Any] = {"unique_id": "a", "start": START, "inflow": inflow, "outflow": outflow}
    return DailySeries(**given | changes)


def hold_together(found: dict[str, Any]) -> None:
    """Hold an answer to what is true of every answer."""
    names = ("inflow", "outflow", "net", "balance", "running_minimum", "daily_balance")
    for name in names:
        q = np.array(found[name]["q"])
        assert np.isfinite(q).all(), name
        assert (np.diff(q, axis=0) >= -1e-4).all(), f"quantiles of {name} cross"
    mean = {name: np.array(found[name]["mean"]) for name in names[:4]}
    size = 1 + np.abs(mean["inflow"]) + np.abs(mean["outflow"])
    assert (np.abs(mean["net"] - mean["inflow"] + mean["outflow"]) <= 1e-4 * size).all()
    closing = 1000 + np.cumsum(mean["net"])
    assert (np.abs(mean["balance"] - closing) <= 1e-4 * np.cumsum(size) + 1e-3).all()
    risk = np.array(found["shortfall_probability"])
    assert ((risk >= 0) & (risk <= 1)).all()
    assert (np.diff(risk) >= 0).all()
    assert (np.array(found["running_minimum"]["q"]) <= np.array(found["balance"]["q"]) + 1e-3 * size.max()).all()


@given(
    n_days=st.one_of(st.sampled_from([1, 3, 10, 27, 28, 45, 92, 730, 731, 3650]), st.integers(1, 500)),
    kinds=st.tuples(st.sampled_from(KINDS), st.sampled_from(KINDS)),
    seed=st.integers(0, 99),
    freq=st.sampled_from(["W", "M"]),
)
@settings(max_examples=80, deadline=None)
def test_whatever_the_history_the_answer_is_whole(
    model: ForecastModel, n_days: int, kinds: tuple[str, str], seed: int, freq: str
) -> None:
    one = series(flows(kinds[0], n_days, seed), flows(kinds[1], n_days, seed + 100), balance=1000.0)
    found = answer(model, one, freq=freq, h=6)
    hold_together(found)
    assert found["basis"] == basis(n_days)
    assert found["as_of"] == START + timedelta(days=n_days - 1)


@pytest.mark.parametrize(
    ("n_days", "expected"),
    [
        (1, "population"),
        (10, "population"),
        (30, "population"),
        (31, "shrunken"),
        (91, "shrunken"),
        (92, "own_history"),
    ],
)
def test_what_a_forecast_rests_on_is_told_by_its_days(n_days: int, expected: str) -> None:
    assert basis(n_days) == expected


def simulated(kind: str, number: int = 60) -> list[Account]:
    """Drivers paid by the day, drivers paid by the week, and shops whose takings drift; simulated."""
    rng = np.random.default_rng(11)
    found = []
    for at in range(number):
        n = int(rng.integers(200, 420))
        start = 10_000 + int(rng.integers(60))
        drift = np.exp(np.cumsum(rng.normal(0, 0.02 if kind == "shops" else 0.01, n)))
        spent = rng.gamma(1, 20, n)
        if kind == "drivers":
            earned = np.where(rng.random(n) < 0.7, 90 * drift * rng.gamma(6, 1 / 6, n), 0)
        elif kind == "weekly":
            earned = np.where((np.arange(n) + start) % 7 == 2, 600 * drift * rng.gamma(12, 1 / 12, n), 0)
        else:
            earned = 300 * drift * rng.gamma(10, 0.1, n)
        found.append(Account(f"{kind}-{at}", start, np.stack([earned, spent]).round(2)))
    return found


@pytest.mark.parametrize("kind", ["drivers", "weekly", "shops"])
def test_steady_and_drifting_flows_are_forecast_and_covered(model: ForecastModel, kind: str) -> None:
    accounts = simulated(kind)
    cuts = backtest.weekly_cuts(accounts, h=8, n_windows=2)
    found = backtest.report(backtest.judge(accounts, cuts, model, "W", 8))
    for flow in ("inflow", "outflow", "net"):
        assert found[flow]["scrps"] < 1, "better than repeating the last week was in the past"
        assert 0.72 < found[flow]["cover_80"] < 0.94
        assert 0.9 < found[flow]["cover_95"] <= 1


def test_a_driver_who_quit_is_not_expected_back(model: ForecastModel) -> None:
    earned = flows("constant", 300, 0)
    quit_, still = [*earned, *[0.0] * 60], [*earned, *earned[:60]]
    found = answer(model, series(quit_, still, balance=0.0))
    assert np.sum(found["inflow"]["mean"]) < 0.2 * np.sum(found["outflow"]["mean"])


def monthly_bill(amount: float, seed: int) -> tuple[DailySeries, float]:
    """An account with a scheduled bill on every 3rd, and what its next 13 weeks cost in the mean."""
    rng = np.random.default_rng(seed)
    days = [START + timedelta(days=at) for at in range(420)]
    spent: Flow = [float(rng.gamma(1, 15)) + amount * (day.day == 3) for day in days]
    earned: Flow = [1800.0 * (day.day == 12) for day in days]
    ahead = [days[-1] + timedelta(days=at) for at in range(1, 92)]
    bills = [ScheduledFlow(on=day, amount=-amount) for day in ahead if day.day == 3]
    return series(earned, spent, balance=0.0, scheduled=bills), 91 * 15 + amount * len(bills)


@pytest.mark.parametrize("amount", [300.0, 700.0, 1200.0])
def test_a_known_bill_is_not_counted_twice(model: ForecastModel, amount: float) -> None:
    """Whatever is learned of the bill goes, and the bill itself comes: the sum is near what the account spends."""
    ratios = []
    for seed in range(6):
        one, expected = monthly_bill(amount, seed)
        ratios.append(np.sum(answer(model, one, h=13)["outflow"]["mean"]) / expected)
    assert 0.8 < np.mean(ratios) < 1.2


def test_a_known_bill_falls_on_its_day(model: ForecastModel) -> None:
    one, _ = monthly_bill(5000.0, 1)
    found = answer(model, one, h=4)
    drops = -np.diff(np.array(found["daily_balance"]["q"]), axis=1)
    ahead = [bill.on for bill in one.scheduled if bill.on in found["daily_balance"]["ds"]]
    assert ahead == [date(2025, 5, 3)]
    assert drops[9, found["daily_balance"]["ds"].index(ahead[0]) - 1] > 4000


@pytest.mark.parametrize("amount", [300.0, 700.0, 1200.0])
def test_who_spends_every_week_and_pays_one_bill_a_month_is_told_what_that_costs(
    model: ForecastModel, amount: float
) -> None:
    ratios = []
    for seed in range(6):
        one, expected = monthly_bill(amount, seed)
        unknown = one.model_copy(update={"scheduled": []})
        ratios.append(np.sum(answer(model, unknown, h=13)["outflow"]["mean"]) / expected)
    assert 0.9 < np.mean(ratios) < 1.1


def test_pooled_accounts_are_sums_of_real_ones_and_repeatable() -> None:
    accounts = from_table(read("flows"))[:60]
    one, two = pooled(accounts, 0.5, 3), pooled(accounts, 0.5, 3)
    assert len(one) > 10
    assert all((a.flows == b.flows).all() for a, b in zip(one, two, strict=True))
    assert all(a.flows.shape[1] >= 120 and (a.flows >= 0).all() for a in one)
