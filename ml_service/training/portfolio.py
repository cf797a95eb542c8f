"""The scorecard for anybody's table of loans: `python -m ml_service.training credit --table T --target bad`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from ml_service.training import calibration, crossfit
from ml_service.training.additive import Floats, Tables
from ml_service.training.columns import Encoder, UnusableTable, learn_encoder, outcomes
from ml_service.training.crossfit import Settings

MAX_BINS = 254
N_PAIRS, N_TRIPLES = 60, 20
LEAST_BAD_FOR_PAIRS = 150
LEAST_OF_A_CLASS = 10
SMALL, LARGE = 6_000, 60_000  # rows


@dataclass(frozen=True)
class Portfolio:
    """A fitted scorecard.

    Attributes:
        encoder: Turns a table into features.
        tables: The model.
        typical: What each feature, pair and triple adds on average, against which reasons are told; shape (F + P + T,).
        monotone: Declared direction of each feature, 0 where none is.
        left_out: Probability for each row of the training table from models that did not see it; shape (n,).
    """

    encoder: Encoder
    tables: Tables
    typical: Floats
    monotone: tuple[int, ...]
    left_out: Floats

    def probability(self, table: pd.DataFrame) -> Floats:
        """Probability of bad; shape (n,)."""
        return calibration.to_probability(self.tables.log_odds(self.encoder.transform(table)))


def fit(table: pd.DataFrame, target: str, *, monotone: dict[str, int] | None = None, seed: int = 0) -> Portfolio:
    """Fit on a table with a column of outcomes.

    Args:
        table: Features and outcome.
        target: Name of the outcome.
        monotone: 1 for a feature that may only raise the probability of bad, -1 for one that may only lower it.
        seed: Makes the fit repeatable.
    """
    y = outcomes(table, target)
    if min(y.sum(), len(y) - y.sum()) < LEAST_OF_A_CLASS:
        raise UnusableTable(f"at least {LEAST_OF_A_CLASS} rows of either outcome are needed to fit and to check")
    encoder = learn_encoder(table.drop(columns=target))
    declared = directions(encoder, monotone or {})
    features = encoder.transform(table)
    binned = crossfit.bin_features(features, MAX_BINS, n_categorical=len(encoder.categories), monotone=declared)
    tables, left_out = crossfit.best(binned, y, candidates(len(y), int(y.sum())), seed=seed)
    added = tables.contributions(binned.codes)
    return Portfolio(encoder, tables, added.mean(axis=0), declared, calibration.to_probability(left_out))


def directions(encoder: Encoder, monotone: dict[str, int]) -> tuple[int, ...]:
    """The declared direction of each feature."""
    unknown = sorted(set(monotone) - set(encoder.numeric))
    if unknown:
        raise UnusableTable(f"{unknown[0]!r} is declared monotone and is no column of numbers that varies")
    return tuple(monotone.get(name, 0) for name in encoder.columns)


def candidates(n: int, bad: int) -> list[Settings]:
    """Settings by the size of the table, from plain to rich, to choose from by rows left out."""
    if n > LARGE:
        return _plain_and_rich(_boosting(1, 0.08, 40, 600), _boosting(3, 0.08, 40, 600), folds=3, repeats=1)
    if n > SMALL:
        return _plain_and_rich(_boosting(1, 0.05, 30, 900), _boosting(3, 0.05, 30, 900), folds=5, repeats=2)
    if bad < LEAST_BAD_FOR_PAIRS:
        return [Settings(10, 2, _boosting(1, 0.08, 3, 600))]
    leaf = max(3, min(15, n // 300))
    return _plain_and_rich(_boosting(1, 0.08, leaf, 600), _boosting(3, 0.05, 20, 900), folds=5, repeats=2)


def _plain_and_rich(plain: dict[str, Any], rich: dict[str, Any], *, folds: int, repeats: int) -> list[Settings]:
    return [Settings(folds, repeats, plain), Settings(folds, repeats, rich, N_PAIRS, N_TRIPLES)]


def _boosting(depth: int, rate: float, leaf: int, iterations: int) -> dict[str, Any]:
    return {
        "learning_rate": rate,
        "max_iter": iterations,
        "max_depth": depth,
        "max_features": 0.4 if depth == 1 else 1.0,
        "min_samples_leaf": leaf,
        "l2_regularization": 5.0 if depth == 1 else 1.0,
        "n_iter_no_change": 25,
    }
