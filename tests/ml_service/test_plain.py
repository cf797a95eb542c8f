"""Series by the period: stopped ones, drifting ones, and whatever else people send."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ml_service.forecasting import plain
from ml_service.training.backtest import LEVELS

VALUES = st.lists(
    st.one_of(st.floats(-1e9, 1e9), st.floats(0, 1e-6), st.just(0.0), st.integers(0, 400).map(float)),
    min_size=1,
    max_size=60,
)


@given(y=VALUES, season_length=st.sampled_from([1, 4, 12, 52]), h=st.integers(1, 24))
@settings(max_examples=150, deadline=None)
def test_whatever_comes_the_answer_is_finite_and_in_order(y: list[float], season_length: int, h: int) -> None:
    mean, q = plain.distribution(np.array(y), season_length, h, LEVELS)
    assert mean.shape == (h,)
    assert np.isfinite(mean).all()
    assert np.isfinite(q).all()
    assert (np.diff(q, axis=0) >= 0).all()
    if min(y) >= 0:
        assert (q >= 0).all()
        assert (mean >= 0).all()


def weeks_of_work(n: int = 40) -> np.ndarray:
    return np.random.default_rng(1).gamma(20, 25, n)


def test_a_driver_who_stopped_is_less_and_less_expected_back() -> None:
    y = weeks_of_work()
    odds = [plain.has_stopped(np.append(y, np.zeros(silent))) for silent in range(9)]
    assert odds[0] == 0
    assert (np.diff(odds) > 0).all()
    assert odds[1] < 0.5 < odds[4]
    _, q = plain.distribution(np.append(y, np.zeros(8)), 1, 4, LEVELS)
    assert (q[:16] == 0).all(), "after eight silent weeks nothing is the likely answer"


def test_who_often_takes_a_week_off_has_not_stopped() -> None:
    y = weeks_of_work(60)
    y[::3] = 0
    assert plain.has_stopped(np.append(y, [0.0])) < 0.1


def test_intervals_follow_a_series_that_became_wilder() -> None:
    rng = np.random.default_rng(2)
    calm, wild = 100 + rng.normal(0, 2, 120), 100 + rng.normal(0, 20, 60)

    def width(y: np.ndarray) -> float:
        _, q = plain.distribution(y, 1, 1, LEVELS)
        return float(q[-2, 0] - q[1, 0])

    assert width(np.append(calm, wild)) > 1.3 * width(np.append(wild, calm))
    assert width(np.append(calm, wild)) == pytest.approx(2.56 * 20, rel=0.35)


def test_simulated_drift_is_covered() -> None:
    """Random walks, as small shops drift: simulated, none of them is in the data."""
    rng = np.random.default_rng(3)
    inside = []
    for _ in range(150):
        y = np.maximum(200 + np.cumsum(rng.normal(0, 6, 68)) + rng.normal(0, 10, 68), 1)
        _, q = plain.distribution(y[:60], 1, 8, LEVELS)
        inside.append((y[60:] >= q[1]) & (y[60:] <= q[-2]))
    assert 0.72 < np.mean(inside) < 0.9


def test_a_season_that_grows_with_the_level_is_repeated() -> None:
    t = np.arange(72)
    y = (50 + 2 * t) * (1 + 0.4 * np.sin(t * np.pi / 6))
    mean, _ = plain.distribution(y[:60], 12, 12, LEVELS)
    assert mean == pytest.approx(y[60:], rel=0.08)
