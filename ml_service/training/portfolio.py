"""The same additive scorecard for anybody's table: `python -m ml_service.training credit --table T --target bad`."""

from __future__ import annotations

import time
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ml_service.scoring.points import FACTOR
from ml_service.training import additive, metrics
from ml_service.training.additive import Pair, Tables

Floats = NDArray[np.float64]

SMOOTHING = 20.0  # rows of the base rate mixed into the rate of a category
ENCODING_FOLDS = 5
LARGEST_SHARE_OF_CATEGORIES = 0.5  # a text column with more distinct values than this share of rows is a name
N_PAIRS = 12
PAIR_CANDIDATES = 12
GRID = 8
MAX_REASONS = 4
TIMED_ROWS = 2_000


class UnusableTable(ValueError):
    """A table that no scorecard can be fitted on; the message says why."""


@dataclass
class Encoder:
    """Turns a table into numbers: numeric columns as they are, categories into their smoothed rate of bad.

    Attributes:
        numeric: Names of numeric columns.
        rates: Rate of bad by category, for each categorical column.
        base: Rate of bad over all rows, which an unknown category gets.
    """

    numeric: list[str]
    rates: dict[str, dict[str, float]] = field(default_factory=dict)
    base: float = 0.0

    @property
    def columns(self) -> list[str]:
        """Names of the features, in order."""
        return [*self.numeric, *self.rates]

    def transform(self, table: pd.DataFrame) -> Floats:
        """Features of a table; NaN where missing; shape (n, F)."""
        numbers = [pd.to_numeric(table[name], errors="coerce").to_numpy(dtype=np.float64) for name in self.numeric]
        rates = [texts(table[name]).map(known).to_numpy(dtype=np.float64) for name, known in self.rates.items()]
        features = np.stack([*numbers, *rates], axis=1)
        features[~np.isfinite(features)] = np.nan
        return features


def texts(column: pd.Series[Any]) -> pd.Series[Any]:
    """Categories as text, the missing one a category too."""
    return column.astype("object").where(column.notna(), "(missing)").astype(str)


def learn_encoder(table: pd.DataFrame, y: Floats) -> Encoder:
    """Choose the usable columns and learn the rates of categories."""
    varied = [str(name) for name in table.columns if table[name].nunique(dropna=False) > 1]
    numeric = [name for name in varied if pd.api.types.is_numeric_dtype(table[name])]
    others = [name for name in varied if name not in numeric]
    named = [name for name in others if table[name].nunique() <= LARGEST_SHARE_OF_CATEGORIES * len(table)]
    if not numeric and not named:
        raise UnusableTable("no column that varies")
    base = float(y.mean())
    return Encoder(numeric, {name: _rates(texts(table[name]), y, base) for name in named}, base)


def _rates(column: pd.Series[Any], y: Floats, base: float) -> dict[str, float]:
    grouped = pd.Series(y, index=column.index).groupby(column)
    rate = (grouped.sum() + SMOOTHING * base) / (grouped.count() + SMOOTHING)
    return {str(name): float(value) for name, value in rate.items()}


def encode_held_out(encoder: Encoder, table: pd.DataFrame, y: Floats) -> Floats:
    """Features to fit on: the rate of a category is learned from other rows, or the model would see the answer."""
    features = encoder.transform(table)
    fold = np.random.default_rng(0).integers(0, ENCODING_FOLDS, len(y))
    for at, name in enumerate(encoder.rates, start=len(encoder.numeric)):
        column = texts(table[name])
        for held in range(ENCODING_FOLDS):
            rows = fold == held
            known = _rates(column[~rows], y[~rows], encoder.base)
            features[rows, at] = column[rows].map(known).to_numpy(dtype=np.float64)
    return features


@dataclass(frozen=True)
class Portfolio:
    """A fitted scorecard with the encoder that goes before it, and what a typical row adds, for the reasons."""

    encoder: Encoder
    tables: Tables
    typical: Floats

    def probability(self, table: pd.DataFrame) -> Floats:
        """Probability of bad; shape (n,)."""
        return 1 / (1 + np.exp(-self.tables.log_odds(self.encoder.transform(table))))


def fit(table: pd.DataFrame, target: str, seed: int = 0) -> Portfolio:
    """Fit on a table with a column of outcomes, 1 for bad."""
    y = outcomes(table, target)
    inputs = table.drop(columns=target)
    encoder = learn_encoder(inputs, y)
    features = encode_held_out(encoder, inputs, y)
    boosting = settings(len(y))
    single = additive.fit_tables(features, y, bags=1, seed=seed, monotone=[0] * features.shape[1], **boosting)
    pairs = strongest_pairs(single, features, y)
    tables = additive.fit_tables(
        features, y, bags=bags(len(y)), seed=seed, pairs=pairs, monotone=[0] * features.shape[1], **boosting
    )
    added = tables.contributions(tables.codes(features))
    return Portfolio(encoder, tables, added.mean(axis=0))


def outcomes(table: pd.DataFrame, target: str) -> Floats:
    """The target as 0 and 1."""
    if target not in table.columns:
        raise UnusableTable(f"no column {target!r}")
    y = pd.to_numeric(table[target], errors="coerce").to_numpy(dtype=np.float64)
    if set(np.unique(y).tolist()) != {0.0, 1.0}:
        raise UnusableTable(f"{target!r} must hold 0 and 1, and both")
    return y


def bags(n: int) -> int:
    """Fewer bags for larger tables, which need them less."""
    return 12 if n < 5_000 else 6 if n < 50_000 else 3


def settings(n: int) -> dict[str, Any]:
    """Boosting by the size of the table."""
    return {
        "learning_rate": 0.05 if n < 50_000 else 0.1,
        "max_iter": 600,
        "max_leaf_nodes": 6,
        "min_samples_leaf": 15 if n < 5_000 else 40,
        "l2_regularization": 5.0,
        "early_stopping": True,
        "validation_fraction": 0.15,
        "n_iter_no_change": 20,
    }


def strongest_pairs(single: Tables, features: Floats, y: Floats) -> list[Pair]:
    """Pairs of features that explain most of what the additive model leaves, on a coarse grid.

    Source: Y. Lou et al., Accurate intelligible models with pairwise interactions, KDD (2013).
    """
    codes = single.codes(features)
    probability = 1 / (1 + np.exp(-single.log_odds(features)))
    left, weight = y - probability, probability * (1 - probability)
    importance = np.array([np.std(values[codes[:, at]]) for at, values in enumerate(single.values)])
    best = np.argsort(-importance, kind="stable")[:PAIR_CANDIDATES].tolist()
    cells = {at: _coarse(codes[:, at]) for at in best}
    gains = {
        (a, b): _gain(cells[a] * (GRID + 1) + cells[b], left, weight)
        for at, a in enumerate(best)
        for b in best[at + 1 :]
    }
    return sorted(gains, key=lambda pair: (-gains[pair], pair))[:N_PAIRS]


def _coarse(codes: NDArray[np.int64]) -> NDArray[np.int64]:
    edges = np.unique(np.quantile(codes, np.arange(1, GRID) / GRID))
    return np.searchsorted(edges, codes, side="left").astype(np.int64)


def _gain(cell: NDArray[np.int64], left: Floats, weight: Floats) -> float:
    """Second-order gain of a constant in each cell."""
    return float(np.sum(np.bincount(cell, left) ** 2 / (np.bincount(cell, weight) + 5.0)))


class OneRow:
    """Scores one row with its reasons, from plain lists: no array is made."""

    def __init__(self, portfolio: Portfolio) -> None:
        tables = portfolio.tables
        self._intercept = tables.intercept
        self._single = [
            (edges.tolist(), values.tolist()) for edges, values in zip(tables.edges, tables.values, strict=True)
        ]
        self._double = [(pair, table.tolist()) for pair, table in zip(tables.pairs, tables.pair_values, strict=True)]
        self._typical = portfolio.typical.tolist()
        self._names = portfolio.encoder.columns

    def score(self, row: Sequence[float]) -> tuple[float, list[tuple[str, int]]]:
        """Log-odds of bad, and the features that cost most points; a pair counts half for each."""
        codes = [
            len(edges) + 1 if value != value else bisect_left(edges, value)
            for value, (edges, _) in zip(row, self._single, strict=True)
        ]
        added = [values[code] for code, (_, values) in zip(codes, self._single, strict=True)]
        total = self._intercept + sum(added)
        above = [value - typical for value, typical in zip(added, self._typical, strict=False)]
        for at, ((a, b), table) in enumerate(self._double, start=len(added)):
            value = table[codes[a]][codes[b]]
            total += value
            half = (value - self._typical[at]) / 2
            above[a] += half
            above[b] += half
        worst = sorted(range(len(above)), key=above.__getitem__, reverse=True)[:MAX_REASONS]
        return total, [(self._names[at], -round(FACTOR * above[at])) for at in worst if above[at] > 0]


def report(portfolio: Portfolio, test: pd.DataFrame, target: str) -> dict[str, Any]:
    """Accuracy and calibration on rows that were not fitted, and speed."""
    y = outcomes(test, target)
    probability = portfolio.probability(test.drop(columns=target))
    found = {
        "auc": metrics.auc(y, probability),
        "ks": metrics.ks(y, probability),
        "brier": metrics.brier(y, probability),
        "calibration_error": metrics.calibration_error(y, probability),
    }
    features = portfolio.encoder.transform(test)
    return {
        **{name: round(value, 4) for name, value in found.items()},
        "rows": len(y),
        "bad": int(y.sum()),
        "features": len(portfolio.encoder.columns),
        "pairs": [[portfolio.encoder.columns[at] for at in pair] for pair in portfolio.tables.pairs],
        "rows_per_second": round(_rows_per_second(portfolio, features)),
        **_one_row_times(portfolio, features),
    }


def _rows_per_second(portfolio: Portfolio, features: Floats) -> float:
    many = np.resize(features, (max(len(features), 200_000), features.shape[1]))
    started = time.perf_counter()
    portfolio.tables.log_odds(many)
    return len(many) / (time.perf_counter() - started)


def _one_row_times(portfolio: Portfolio, features: Floats) -> dict[str, float]:
    one = OneRow(portfolio)
    spent = []
    for row in features[:TIMED_ROWS].tolist():
        started = time.perf_counter()
        one.score(row)
        spent.append(1e6 * (time.perf_counter() - started))
    return {
        "one_row_us": round(float(np.median(spent)), 1),
        "one_row_p95_us": round(float(np.quantile(spent, 0.95)), 1),
    }
