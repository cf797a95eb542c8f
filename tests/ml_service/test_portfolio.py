"""`python -m ml_service.training credit --table ...`: a lender's portfolio, whatever its columns."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.ensemble import HistGradientBoostingClassifier

from ml_service.training import (
    additive,
    calibration,
    columns,
    crossfit,
    metrics,
    one_row,
    portfolio,
    purify,
    trees,
    triples,
)
from ml_service.training.__main__ import main
from ml_service.training.portfolio import Portfolio

VALUE = st.none() | st.floats(-1e6, 1e6) | st.sampled_from([-7.0, -8.0, -9.0, 0.0])


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


@cache
def fitted() -> Portfolio:
    return portfolio.fit(loans(2000, 4), "bad")


@cache
def monotone() -> Portfolio:
    return portfolio.fit(loans(2000, 4), "bad", monotone={"debt": 1, "side": -1})


def run(capsys: pytest.CaptureFixture[str], folder: Path, train: pd.DataFrame, test: pd.DataFrame, *more: str) -> Any:
    train.to_parquet(folder / "train.parquet")
    test.to_parquet(folder / "test.parquet")
    paths = ["--table", str(folder / "train.parquet"), "--test", str(folder / "test.parquet")]
    assert main(["credit", *paths, "--target", "bad", "--json", *more]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_portfolio_is_fitted_and_judged(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = run(capsys, tmp_path, loans(3000, 1), loans(1000, 2))
    assert found["auc"] > 0.8
    assert found["calibration_error"] < 0.05
    assert found["features"] == 4, "a constant column and a name are no features"
    assert ["debt", "side"] in found["pairs"]
    assert {"ks", "brier", "rows_per_second", "one_row_us", "fit_seconds"} <= found.keys()
    assert 1 <= len(found["riskiest_row"]["reasons"]) <= 4


def test_what_is_declared_monotone_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = run(capsys, tmp_path, loans(1500, 1), loans(500, 2), "--monotone", "debt:1,side:-1")
    assert found["monotone"] == {"debt": 1, "side": -1}
    assert not {"debt", "side"} & {name for pair in found["pairs"] for name in pair}


@settings(max_examples=60, deadline=None)
@given(debt=st.floats(-5, 5), more=st.floats(0, 10), side=st.floats(-5, 5), age=st.floats(-9, 90))
def test_a_monotone_feature_moves_every_row_one_way(debt: float, more: float, side: float, age: float) -> None:
    rows = pd.DataFrame({"debt": [debt, debt + more], "side": side, "age": age, "trade": "cook"})
    low, high = monotone().probability(rows)
    assert low <= high


@settings(max_examples=100, deadline=None)
@given(debt=VALUE, side=VALUE, age=VALUE, trade=st.sampled_from(["cook", "driver", "never seen", None]))
def test_contributions_add_up_and_one_row_says_the_same(
    debt: float | None, side: float | None, age: float | None, trade: str | None
) -> None:
    row = pd.DataFrame({"debt": [debt], "side": [side], "age": [age], "trade": [trade]})
    features = fitted().encoder.transform(row)
    tables = fitted().tables
    log_odds = float(tables.log_odds(features)[0])
    added = tables.contributions(tables.codes(features))
    assert tables.intercept + added.sum() == pytest.approx(log_odds, abs=1e-9)
    alone, reasons = one_row.OneRow(fitted()).score(features[0].tolist())
    assert alone == pytest.approx(log_odds, abs=1e-9)
    assert len(reasons) <= 4
    assert all(reason.points < 0 and reason.feature in reason.text for reason in reasons)


@settings(max_examples=40, deadline=None)
@given(debt=VALUE, side=VALUE, age=VALUE)
def test_a_what_if_reaches_what_it_promises(debt: float | None, side: float | None, age: float | None) -> None:
    row = pd.DataFrame({"debt": [debt], "side": [side], "age": [age], "trade": ["cook"]})
    features = fitted().encoder.transform(row)
    now = float(fitted().tables.log_odds(features)[0])
    for change in one_row.what_if(fitted(), features[0], ["debt", "side", "trade"]):
        known = fitted().encoder.categories.get(change.feature)
        fed_back = row.assign(**{change.feature: [known[int(change.value)] if known else change.value]})
        reached = float(fitted().tables.log_odds(fitted().encoder.transform(fed_back))[0])
        assert reached == change.log_odds < now


def test_a_reason_says_a_date_as_a_date() -> None:
    table = pd.DataFrame({"opened": pd.date_range("2024-01-01", periods=400), "bad": [0] * 200 + [1] * 200})
    made = portfolio.fit(table, "bad")
    _, reasons = one_row.OneRow(made).score(made.encoder.transform(table)[399].tolist())
    assert reasons[0].text.startswith("opened is 2025-02-03: ")


def test_many_rows_are_scored_as_a_few(tmp_path: Path) -> None:
    features = np.resize(fitted().encoder.transform(loans(500, 3)), (70_000, 4))
    assert (fitted().tables.log_odds(features)[:500] == fitted().tables.log_odds(features[:500])).all()


def test_the_same_table_gives_the_same_scorecard() -> None:
    table = loans(600, 9)
    first, second = (portfolio.fit(table, "bad").probability(table) for _ in range(2))
    assert (first == second).all()


PAIRS = list(combinations(range(4), 2))


def test_tables_are_the_trees() -> None:
    table = loans(1500, 5)
    encoder = columns.learn_encoder(table.drop(columns="bad"))
    features, y = encoder.transform(table), table.bad.to_numpy(dtype=np.float64)
    edges = [additive.bin_edges(column, 254) for column in features.T]
    codes = np.stack([additive.to_codes(column, edge) for column, edge in zip(features.T, edges, strict=True)], axis=1)
    how: dict[str, Any] = {"max_iter": 30, "max_depth": 2, "random_state": 0}
    read = trees.fit(
        codes, y, edges=edges, n_categorical=1, monotone=[0, 1, 0, 0], terms=[(0, 2), (0, 3), (2, 3)],
        stop_by=None, **how,
    ).tables  # fmt: skip
    model = HistGradientBoostingClassifier(
        interaction_cst=[{1}, {0, 2, 3}], monotonic_cst=[0, 1, 0, 0], categorical_features=[0], early_stopping=False,
        **how,
    )  # fmt: skip
    missing = np.array([len(edge) + 1 for edge in edges])
    gaps = np.where(codes == missing, np.nan, codes)
    assert read.log_odds(features) == pytest.approx(model.fit(gaps, y).decision_function(gaps), abs=1e-9)
    centred = purify.purified(read, codes)
    assert centred.log_odds(features) == pytest.approx(read.log_odds(features), abs=1e-9)


def test_trees_of_three_features_are_told_in_a_small_table() -> None:
    table = loans(1500, 5)
    encoder = columns.learn_encoder(table.drop(columns="bad"))
    features, y = encoder.transform(table), table.bad.to_numpy(dtype=np.float64)
    binned = crossfit.bin_features(features, 20, n_categorical=1, monotone=[0, 0, 0, 0])
    how: dict[str, Any] = {"max_iter": 30, "max_depth": 3, "random_state": 0}
    boosted = trees.fit(
        binned.codes, y, edges=binned.edges, n_categorical=1, monotone=[0] * 4, stop_by=None, terms=[*PAIRS, (0, 1, 3)],
        **how,
    )  # fmt: skip
    assert set(boosted.leaves) == {(0, 1, 3)}
    met = triples.times_met(binned.codes, binned.edges)
    small = [
        triples.condense(three, leaves, met, n_categorical=1, share=1.0) for three, leaves in boosted.leaves.items()
    ]
    read = replace(boosted.tables, triples=tuple(small))
    model = HistGradientBoostingClassifier(
        interaction_cst=[{0}, {1}, {2}, {3}, *map(set, PAIRS), {0, 1, 3}],
        categorical_features=[0], early_stopping=False, **how,
    )  # fmt: skip
    missing = np.array([len(edge) + 1 for edge in binned.edges])
    gaps = np.where(binned.codes == missing, np.nan, binned.codes)
    said = model.fit(gaps, y).decision_function(gaps)
    assert read.log_odds(features) == pytest.approx(said, abs=1e-9)
    lowered = triples.lowered(read, binned.codes)
    assert lowered.log_odds(features) == pytest.approx(said, abs=1e-9)
    weight = np.bincount(small[0].cells(list(binned.codes.T)), minlength=small[0].values.size)
    pure = lowered.triples[0].values * weight.reshape(small[0].values.shape)
    assert np.abs(pure.sum(axis=0)).max() < 0.5, "what two of them say alone has gone to their pair"


def test_a_triple_of_many_bins_is_told_on_few() -> None:
    rng = np.random.default_rng(0)
    ordered = np.arange(200)
    leaves = [
        trees.Leaf(float(value), (ordered < cut, ordered % 2 == 0, ordered > 3))
        for value, cut in zip(rng.normal(size=80), rng.permutation(200)[:80], strict=True)
    ]
    small = triples.condense((0, 1, 2), leaves, [np.ones(200)] * 3, n_categorical=2, share=1.0)
    assert small.values.shape == (triples.MAX_GROUPS, 2, 2)


def test_special_codes_in_every_column() -> None:
    """As credit bureaus give them: no record, no usable trade, condition not met."""
    rng = np.random.default_rng(3)
    known = rng.integers(0, 100, (1500, 8)).astype(np.float64)
    known[rng.random((1500, 8)) < 0.2] = -8
    known[rng.random((1500, 8)) < 0.1] = -7
    known[rng.random(1500) < 0.06] = -9
    odds = 0.03 * known[:, 0] + (known[:, 1] == -7) - 2 * (known[:, 2] == -8) - 1
    table = pd.DataFrame(known, columns=[f"x{at}" for at in range(8)])
    table["bad"] = (rng.random(1500) < calibration.to_probability(odds)).astype(int)
    made = portfolio.fit(table[:1000], "bad")
    said = made.probability(table[1000:])
    assert metrics.auc(table.bad[1000:].to_numpy(dtype=np.float64), said) > 0.75
    row = made.encoder.transform(table.drop(columns="bad").head(1).assign(x2=-7.0))
    same = made.encoder.transform(table.drop(columns="bad").head(1).assign(x2=-8.0))
    assert made.tables.log_odds(row)[0] > made.tables.log_odds(same)[0], "-7 and -8 are told apart"


def test_a_frequent_value_keeps_a_bin_of_its_own() -> None:
    column = np.concatenate([np.repeat([-9.0, -8.0, -7.0, 0.0], 300), np.random.default_rng(0).lognormal(5, 3, 3000)])
    codes = additive.to_codes(column, additive.bin_edges(column, 64))
    for value in (-9.0, -8.0, -7.0, 0.0):
        assert set(column[codes == codes[column == value][0]]) == {value}


def test_calibration_undoes_a_stretch() -> None:
    rng = np.random.default_rng(0)
    log_odds = rng.normal(-2, 1.5, 40_000)
    y = (rng.random(40_000) < calibration.to_probability(log_odds)).astype(np.float64)
    slope, shift = calibration.affine(2 * log_odds + 1, y)
    assert (slope, shift) == pytest.approx((0.5, -0.5), abs=0.05)


ODD: dict[str, Any] = {
    "special codes": lambda n, rng: np.where(rng.random(n) < 0.4, rng.choice([-7, -8, -9], n), rng.integers(0, 50, n)),
    "all missing": lambda n, rng: np.full(n, np.nan),
    "almost all missing": lambda n, rng: np.where(np.arange(n) < 5, 1.0, np.nan),
    "constant text": lambda n, rng: np.full(n, "x"),
    "truths": lambda n, rng: rng.random(n) < 0.5,
    "truths with gaps": lambda n, rng: pd.array(rng.choice(np.array([True, False, None]), n), dtype="boolean"),
    "dates": lambda n, rng: pd.Timestamp("2024-01-01", tz="UTC") + pd.to_timedelta(rng.integers(0, 900, n), unit="D"),
    "dates as text": lambda n, rng: [f"2024-0{month}-11" for month in rng.integers(1, 9, n)],
    "numbers as text": lambda n, rng: rng.integers(0, 9, n).astype(str),
    "category": lambda n, rng: pd.Categorical(rng.choice(np.array(list("abc")), n)),
    "numbers as category": lambda n, rng: pd.Categorical(rng.integers(0, 4, n)),
    "infinite": lambda n, rng: np.where(rng.random(n) < 0.1, np.inf, rng.normal(size=n)),
    "heavy tail": lambda n, rng: np.exp(8 * rng.normal(size=n)),
}


@pytest.mark.parametrize("kind", ODD)
def test_odd_columns(kind: str) -> None:
    table = loans(400, 6)
    table["odd"] = ODD[kind](len(table), np.random.default_rng(1))
    found = portfolio.fit(table, "bad").probability(table.assign(trade="never seen"))
    assert np.isfinite(found).all()
    assert metrics.auc(table.bad.to_numpy(dtype=np.float64), found) > 0.7


@pytest.mark.parametrize("words", [(True, False), ("yes", "no"), ("1", "0"), ("Bad", "Good"), (1.0, 0.0)])
def test_the_target_may_be_told_in_words(words: tuple[object, object]) -> None:
    table = loans(50, 1)
    said = table.assign(bad=pd.Series([words[0] if bad else words[1] for bad in table.bad]))
    assert (columns.outcomes(said, "bad") == table.bad).all()


@pytest.mark.parametrize(
    "table",
    [
        {"a": [1, 2]},
        {"a": [1, 2], "bad": [0, 0]},
        {"a": [1] * 40, "bad": [0, 1] * 20},
        {"a": [1, 2], "bad": [0, 2]},
        {"a": [1, 2], "bad": [0, 1]},
        {"a": [1, 2, 3], "bad": [0, 1, None]},
        {"a": [None] * 40, "bad": [0, 1] * 20},
    ],
)
def test_a_table_that_cannot_be_fitted_gets_one_clear_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], table: dict[str, list[int]]
) -> None:
    pd.DataFrame(table).to_parquet(tmp_path / "t.parquet")
    path = str(tmp_path / "t.parquet")
    assert main(["credit", "--table", path, "--test", path, "--json"]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.parametrize("declared", ["debt", "debt:2", "trade:1", "absent:-1"])
def test_a_direction_that_makes_no_sense_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], declared: str
) -> None:
    loans(300, 1).to_parquet(tmp_path / "t.parquet")
    assert main(["credit", "--table", str(tmp_path / "t.parquet"), "--monotone", declared]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
