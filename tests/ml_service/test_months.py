"""Short series by the month, told by what was learned from other accounts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st

from ml_service import registry
from ml_service.forecasting import plain
from ml_service.forecasting.model import Network
from ml_service.training import metrics
from ml_service.training.accounts import from_table
from ml_service.training.backtest import LEVELS
from ml_service.training.forecast import LEFT_OUT
from ml_service.training.months import by_month
from ml_service.training.tables import read
from tests.ml_service.build import question

VALUES = st.lists(
    st.one_of(st.floats(-1e9, 1e9), st.just(0.0), st.integers(0, 400).map(float)), min_size=1, max_size=30
)


@pytest.fixture(scope="module")
def learned(models_dir: Path) -> Network:
    network = registry.load(models_dir).forecast.model.months
    assert network is not None
    return network


@given(y=VALUES, h=st.integers(1, 24))
@settings(max_examples=100, deadline=None)
def test_whatever_comes_the_answer_is_finite_and_in_order(learned: Network, y: list[float], h: int) -> None:
    mean, q = plain.distribution(np.array(y), 12, h, LEVELS, learned)
    assert mean.shape == (h,)
    assert np.isfinite(q).all()
    assert (np.diff(q, axis=0) >= 0).all()
    if min(y) >= 0:
        assert q.min() >= 0


def test_a_series_in_cents_is_the_same_series(learned: Network) -> None:
    y = np.array([900.0, 1100, 1000, 1300, 950, 0, 1200])
    _, q = plain.distribution(y, 12, 6, LEVELS, learned)
    _, in_cents = plain.distribution(100 * y, 12, 6, LEVELS, learned)
    assert in_cents == pytest.approx(100 * q, rel=1e-4)


def test_accounts_left_out_are_told_better_than_by_their_own_months_alone(learned: Network) -> None:
    tables = [table for table in map(by_month, from_table(read("flows"))[::LEFT_OUT]) if table.shape[1] >= 12]
    series = [(y[:-6], y[-6:]) for table in tables for y in table]

    def loss(by: Network | None) -> float:
        q = [plain.distribution(y, 12, 6, LEVELS, by)[1].T for y, _ in series]
        return float(metrics.pinball(np.stack([ahead for _, ahead in series]), np.stack(q), LEVELS).sum())

    assert len(series) > 60
    assert loss(learned) < 0.98 * loss(None)


def test_two_years_speak_for_themselves(learned: Network) -> None:
    y = 100 + 20 * np.sin(np.arange(24) * np.pi / 6)
    assert (plain.distribution(y, 12, 6, LEVELS, learned)[1] == plain.distribution(y, 12, 6, LEVELS)[1]).all()


def test_the_service_knows_months_from_weeks(service: TestClient) -> None:
    series = {"unique_id": "a", "y": [900.0, 1100, 1000, 1300, 950, 0, 1200]}
    by_freq = [service.post("/v1/forecasts", json=question(series, freq=freq, h=3)).json() for freq in ("W", "M")]
    week, month = (one["forecasts"][0]["y"]["q"] for one in by_freq)
    assert week != month
    assert week[9][0] == pytest.approx(month[9][0], rel=0.5)
