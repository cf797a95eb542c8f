"""The scorecard for anybody's table of loans: `python -m ml_service.training credit --table T --target bad`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from ml_service.training import additive, calibration, purify, trees
from ml_service.training.additive import Floats, Ints, Tables
from ml_service.training.columns import Encoder, UnusableTable, learn_encoder, outcomes

MAX_BINS = 96
N_PAIRS = 40
LEAST_OF_A_CLASS = 10
SMALL, LARGE = 6_000, 60_000  # rows


@dataclass(frozen=True)
class Settings:
    """How one model is fitted.

    Attributes:
        paired: Whether features may act in pairs.
        folds: A model for each part of the rows that is left out, which also says when to stop.
        repeats: Times that the rows are parted anew.
        boosting: Passed to scikit-learn.
    """

    paired: bool
    folds: int
    repeats: int
    boosting: dict[str, Any]


@dataclass(frozen=True)
class Portfolio:
    """A fitted scorecard.

    Attributes:
        encoder: Turns a table into features.
        tables: The model.
        typical: What each feature and pair adds on average, against which reasons are told; shape (F + P,).
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
    edges = [additive.bin_edges(column, MAX_BINS) for column in features.T]
    codes = Tables(0.0, edges, [np.zeros(len(edge) + 2) for edge in edges]).codes(features)
    fits = [_cross_fit(codes, y, edges, encoder, declared, one, seed) for one in candidates(len(y))]
    tables, left_out = min(fits, key=lambda one: calibration.log_loss(y, one[1]))
    added = tables.contributions(codes)
    return Portfolio(encoder, tables, added.mean(axis=0), declared, calibration.to_probability(left_out))


def directions(encoder: Encoder, monotone: dict[str, int]) -> tuple[int, ...]:
    """The declared direction of each feature."""
    unknown = sorted(set(monotone) - set(encoder.numeric))
    if unknown:
        raise UnusableTable(f"{unknown[0]!r} is declared monotone and is no column of numbers that varies")
    return tuple(monotone.get(name, 0) for name in encoder.columns)


def candidates(n: int) -> list[Settings]:
    """Settings by the size of the table; where it is small, several, to choose from by rows left out."""
    if n > LARGE:
        return [Settings(True, 3, 1, _boosting(0.12, 40, 1.0, 400))]
    if n > SMALL:
        return [Settings(True, 5, 1, _boosting(0.08, 30, 1.0, 700))]
    leaf = max(3, min(15, n // 300))
    return [Settings(True, 5, 2, _boosting(0.08, leaf, 0.4, 600)), Settings(False, 5, 2, _boosting(0.08, leaf, 0.4, 600))]


def _boosting(rate: float, leaf: int, share: float, iterations: int) -> dict[str, Any]:
    return {
        "learning_rate": rate,
        "max_iter": iterations,
        "max_depth": 2,
        "max_features": share,
        "min_samples_leaf": leaf,
        "l2_regularization": 5.0,
        "n_iter_no_change": 25,
    }


def _cross_fit(
    codes: Ints, y: Floats, edges: list[Floats], encoder: Encoder, monotone: Sequence[int], chosen: Settings, seed: int
) -> tuple[Tables, Floats]:
    """The mean of models that each left a part of the rows out, calibrated on what they say of that part."""
    parts: list[Tables] = []
    left_out = np.zeros(len(y))
    with threadpool_limits(1 if len(y) < SMALL else None, "openmp"):
        for at, rows in enumerate(held_out_rows(y, chosen, seed)):
            kept = ~rows
            part = trees.fit(
                codes[kept], y[kept], edges=edges, n_categorical=len(encoder.categories), monotone=monotone,
                paired=chosen.paired, stop_by=(codes[rows], y[rows]), random_state=seed + at, **chosen.boosting,
            )  # fmt: skip
            left_out[rows] += part.intercept + part.contributions(codes[rows]).sum(axis=1)
            parts.append(part)
    left_out /= chosen.repeats
    slope, shift = calibration.affine(left_out, y)
    whole = purify.strongest(additive.mean_of(purify.union(parts)), codes, n_pairs=N_PAIRS)
    return whole.calibrated(slope, shift), slope * left_out + shift


def held_out_rows(y: Floats, chosen: Settings, seed: int) -> Iterator[Any]:
    """Which rows each model leaves out, the bad spread evenly."""
    for repeat in range(chosen.repeats):
        rng = np.random.default_rng([seed, repeat])
        fold = np.empty(len(y), dtype=np.int64)
        for label in (0, 1):
            rows = rng.permutation(np.flatnonzero(y == label))
            fold[rows] = np.arange(len(rows)) % chosen.folds
        yield from (fold == held for held in range(chosen.folds))
