"""`python -m ml_service.training`: anybody's series, the same models from the same data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from ml_service.training import metrics
from ml_service.training.__main__ import main
from ml_service.training.accounts import from_table
from ml_service.training.forecast import fit
from ml_service.training.tables import read


def series(n_days: int = 400) -> pd.DataFrame:
    """Two workers paid on the 10th who spend every day."""
    days = pd.date_range("2024-01-01", periods=n_days)
    rng = np.random.default_rng(3)
    pay = np.where(days.day == 10, rng.normal(900, 20, n_days), 0.0)
    one = pd.DataFrame({"ds": days, "inflow": pay, "outflow": rng.gamma(1, 25, n_days)})
    return pd.concat([one.assign(unique_id="ana"), one.assign(unique_id="ben")], ignore_index=True)


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> Any:
    assert main([str(one) for one in arguments]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("freq", ["W", "M"])
def test_a_backtest_of_flows_by_the_day(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], models_dir: Path, freq: str
) -> None:
    series().to_parquet(tmp_path / "s.parquet")
    path = tmp_path / "s.parquet"
    found = run(capsys, "backtest", "--series", path, "--freq", freq, "--h", 3, "--models", models_dir, "--json")
    assert found["inflow"]["wql"] < 0.5
    assert found["inflow"]["forecasts"] == 6


def test_a_backtest_of_plain_series(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    y = 100 + 20 * np.sin(np.arange(80) * np.pi / 6) + np.random.default_rng(0).normal(0, 2, 80)
    pd.DataFrame({"unique_id": "shop", "ds": np.arange(80), "y": y}).to_csv(tmp_path / "s.csv", index=False)
    found = run(capsys, "backtest", "--series", tmp_path / "s.csv", "--freq", "M", "--h", 6, "--json")
    assert found["smape"] < 5
    assert found["forecasts"] == 3


def test_a_backtest_of_something_else(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pd.DataFrame({"a": [1]}).to_csv(tmp_path / "s.csv")
    assert main(["backtest", "--series", str(tmp_path / "s.csv")]) == 2
    assert "needs columns" in capsys.readouterr().err
    assert main(["backtest", "--series", str(tmp_path / "absent.parquet")]) == 2


def test_the_same_accounts_give_the_same_model(tmp_path: Path) -> None:
    accounts = from_table(read("flows"))[:40]
    for name in ("one", "two"):
        fit(accounts, epochs=1).save(tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_the_served_forecast_is_calibrated_on_accounts_left_out(models_dir: Path) -> None:
    measured = json.loads((models_dir / "forecast.json").read_text())["accounts_left_out"]
    assert measured["scrps"] < 0.6
    assert 0.75 < measured["cover_80"] < 0.85
    assert 0.92 < measured["cover_95"] < 0.97


def test_the_served_scorecard_is_better_than_chance_on_loans_left_out(models_dir: Path) -> None:
    card = json.loads((models_dir / "credit.json").read_text())
    assert card["cross_validated_over_accounts"]["gini"] > 0.65
    assert card["fitted_before_1997_tested_after"]["gini"] > 0.7
    assert set(card["fairness"]) == {"group_sex", "group_age", "group_district"}


def test_measures_by_hand() -> None:
    y = np.array([0.0, 0.0, 1.0, 1.0])
    assert metrics.auc(y, np.array([0.1, 0.2, 0.3, 0.4])) == 1
    assert metrics.auc(y, np.array([0.1, 0.3, 0.3, 0.4])) == 0.875
    assert metrics.ks(y, np.array([0.1, 0.3, 0.3, 0.4])) == 0.5
    assert metrics.brier(y, np.array([0.0, 0.0, 1.0, 0.5])) == pytest.approx(1 / 16)
    assert metrics.calibration_error(y, np.full(4, 0.5), bins=1) == 0
    levels = np.array([0.5])
    assert metrics.pinball(np.array([3.0]), np.array([[1.0]]), levels) == pytest.approx(2.0)
