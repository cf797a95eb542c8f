"""`python -m ml_service.training`: a lender's portfolio, anybody's series, the same models from the same data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier

from ml_service.training import additive, metrics, portfolio
from ml_service.training.__main__ import main
from ml_service.training.accounts import from_table
from ml_service.training.forecast import fit
from ml_service.training.tables import read


def loans(n: int, seed: int) -> pd.DataFrame:
    """A portfolio in which debt and one trade are bad signs, and two columns act together."""
    rng = np.random.default_rng(seed)
    debt, age, side = rng.normal(size=n), rng.uniform(18, 80, n), rng.normal(size=n)
    trade = rng.choice(np.array(["driver", "courier", "cook", None]), n)
    odds = 1.2 * debt + 1.5 * np.sign(debt * side) + (trade == "cook") - 2.0
    table = pd.DataFrame({"debt": debt, "age": age, "side": side, "trade": trade, "constant": 1})
    table.loc[rng.random(n) < 0.1, "debt"] = np.nan
    table.loc[rng.random(n) < 0.05, "age"] = -8
    return table.assign(name=[f"n{at}" for at in range(n)], bad=(rng.random(n) < 1 / (1 + np.exp(-odds))).astype(int))


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


def test_a_portfolio_is_fitted_and_judged(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    loans(3000, 1).to_parquet(tmp_path / "train.parquet")
    loans(1000, 2).to_parquet(tmp_path / "test.parquet")
    found = run(
        capsys, "credit", "--table", tmp_path / "train.parquet", "--target", "bad",
        "--test", tmp_path / "test.parquet", "--json",
    )  # fmt: skip
    assert found["auc"] > 0.8
    assert found["calibration_error"] < 0.06
    assert found["features"] == 4, "a constant column and a name are no features"
    assert ["debt", "side"] in [sorted(pair) for pair in found["pairs"]]
    assert {"ks", "brier", "rows_per_second", "one_row_us"} <= found.keys()


def test_one_row_says_what_the_tables_say(tmp_path: Path) -> None:
    table = loans(1500, 4)
    fitted = portfolio.fit(table, "bad")
    features = fitted.encoder.transform(table)
    one = portfolio.OneRow(fitted)
    answers = [one.score(row) for row in features[:200].tolist()]
    assert [log_odds for log_odds, _ in answers] == pytest.approx(fitted.tables.log_odds(features[:200]), abs=1e-9)
    assert all(len(reasons) <= 4 and all(points <= 0 for _, points in reasons) for _, reasons in answers)


def test_tables_are_the_trees(tmp_path: Path) -> None:
    table = loans(1500, 5)
    features = table[["debt", "age", "side"]].to_numpy(dtype=np.float64)
    y = table.bad.to_numpy(dtype=np.float64)
    fitted = additive.fit_tables(features, y, monotone=[1, 0, 0], bags=1, seed=0, pairs=[(0, 2)], max_iter=30)
    model = HistGradientBoostingClassifier(
        interaction_cst=[{0}, {1}, {2}, {0, 2}], monotonic_cst=[1, 0, 0], random_state=0, max_iter=30
    )
    codes = np.where(np.isnan(features), np.nan, fitted.codes(features))
    assert fitted.log_odds(features) == pytest.approx(model.fit(codes, y).decision_function(codes), abs=1e-9)
    added = fitted.contributions(fitted.codes(features))
    assert fitted.intercept + added.sum(axis=1) == pytest.approx(fitted.log_odds(features), abs=1e-9)


@pytest.mark.parametrize(
    "columns", [{"a": [1, 2]}, {"a": [1, 2], "bad": [0, 0]}, {"a": [1, 1], "bad": [0, 1]}, {"a": [1, 2], "bad": [0, 2]}]
)
def test_a_table_that_cannot_be_fitted_gets_one_clear_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], columns: dict[str, list[int]]
) -> None:
    pd.DataFrame(columns).to_parquet(tmp_path / "t.parquet")
    path = str(tmp_path / "t.parquet")
    assert main(["credit", "--table", path, "--test", path, "--json"]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


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
    assert card["cross_validated_over_accounts"]["gini"] > 0.55
    assert card["fitted_before_1997_tested_after"]["gini"] > 0.55
    assert set(card["fairness"]) == {"group_sex", "group_age"}


def test_measures_by_hand() -> None:
    y = np.array([0.0, 0.0, 1.0, 1.0])
    assert metrics.auc(y, np.array([0.1, 0.2, 0.3, 0.4])) == 1
    assert metrics.auc(y, np.array([0.1, 0.3, 0.3, 0.4])) == 0.875
    assert metrics.ks(y, np.array([0.1, 0.3, 0.3, 0.4])) == 0.5
    assert metrics.brier(y, np.array([0.0, 0.0, 1.0, 0.5])) == pytest.approx(1 / 16)
    assert metrics.calibration_error(y, np.full(4, 0.5), bins=1) == 0
    levels = np.array([0.5])
    assert metrics.pinball(np.array([3.0]), np.array([[1.0]]), levels) == pytest.approx(2.0)
