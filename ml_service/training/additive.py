"""Boosted trees of one feature, or of a chosen pair, read out into tables: exact to the last bit of the trees."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Codes = NDArray[np.bool_]
Pair = tuple[int, int]

MAX_BINS = 254
BAG_SHARE = 0.7


@dataclass(frozen=True)
class Tables:
    """An additive model.

    Attributes:
        intercept: Log-odds before any feature.
        edges: Upper edges of the bins of each feature, one array a feature.
        values: What each bin adds, a missing value last; one array a feature, two longer than its edges.
        pairs: Features that act together.
        pair_values: What each cell of a pair adds, missing last in both directions.
    """

    intercept: float
    edges: list[Floats]
    values: list[Floats]
    pairs: tuple[Pair, ...] = ()
    pair_values: tuple[Floats, ...] = ()

    def codes(self, features: Floats) -> Ints:
        """Bin of each value, the missing in the last; shape (n, F)."""
        found = np.empty(features.shape, dtype=np.int64)
        for column, edges in enumerate(self.edges):
            found[:, column] = to_codes(features[:, column], edges)
        return found

    def contributions(self, codes: Ints) -> Floats:
        """What each feature adds, then each pair; shape (n, F + P)."""
        single = [values[codes[:, column]] for column, values in enumerate(self.values)]
        double = [table[codes[:, a], codes[:, b]] for (a, b), table in zip(self.pairs, self.pair_values, strict=True)]
        return np.stack([*single, *double], axis=1)

    def log_odds(self, features: Floats) -> Floats:
        """Log-odds of bad; shape (n,)."""
        codes = self.codes(features)
        total = np.full(len(codes), self.intercept)
        for column, values in enumerate(self.values):
            total += values[codes[:, column]]
        for (a, b), table in zip(self.pairs, self.pair_values, strict=True):
            total += table[codes[:, a], codes[:, b]]
        return total


def fit_tables(
    features: Floats,
    y: Floats,
    *,
    monotone: Sequence[int],
    bags: int,
    seed: int,
    pairs: Sequence[Pair] = (),
    max_bins: int = MAX_BINS,
    **boosting: Any,
) -> Tables:
    """Fit bags of boosted trees on binned features and average their tables.

    Args:
        features: NaN where missing; shape (n, F).
        y: 1 for bad; shape (n,).
        monotone: -1, 0 or 1 for each feature.
        bags: Models fitted on parts of the rows; their mean is smoother than any of them. 1 takes all rows.
        seed: Makes the fit repeatable.
        pairs: Features that may share a tree.
        max_bins: Bins of a feature, at most.
        boosting: Passed to scikit-learn.
    """
    edges = [bin_edges(column, max_bins) for column in features.T]
    codes = np.stack([to_codes(column, edge) for column, edge in zip(features.T, edges, strict=True)], axis=1)
    coded = np.where(np.isnan(features), np.nan, codes)
    parts = []
    for bag in range(bags):
        rows = np.arange(len(y)) if bags == 1 else _part(y, seed + bag)
        model = HistGradientBoostingClassifier(
            interaction_cst=[{column} for column in range(features.shape[1])] + [set(pair) for pair in pairs],
            monotonic_cst=list(monotone),
            random_state=seed + bag,
            **boosting,
        )
        parts.append(_read(model.fit(coded[rows], y[rows]), edges, tuple(pairs)))
    return _mean(parts)


def bin_edges(column: Floats, max_bins: int) -> Floats:
    """Edges midway between neighbouring values where they are few, else at quantiles; rising, without repeats."""
    distinct = np.unique(column[np.isfinite(column)])
    if len(distinct) > max_bins:
        distinct = np.unique(np.quantile(column[np.isfinite(column)], np.linspace(0, 1, max_bins)))
    return np.asarray(distinct[:-1] + np.diff(distinct) / 2)


def to_codes(column: Floats, edges: Floats) -> Ints:
    """Bin of each value; the missing in the last, len(edges) + 1."""
    codes = np.searchsorted(edges, column, side="left")
    codes[np.isnan(column)] = len(edges) + 1
    return codes.astype(np.int64)


def _part(y: Floats, seed: int) -> Ints:
    """A random part of the rows, of each class alike."""
    rng = np.random.default_rng(seed)
    parts = [rng.permutation(np.flatnonzero(y == label)) for label in (0, 1)]
    return np.sort(np.concatenate([part[: max(1, int(BAG_SHARE * len(part)))] for part in parts]))


def _read(model: Any, edges: list[Floats], pairs: tuple[Pair, ...]) -> Tables:
    """Read the trees leaf by leaf: a path asks of one feature, or of the two of a pair."""
    intercept = float(np.ravel(model._baseline_prediction)[0])
    values = [np.zeros(len(edge) + 2) for edge in edges]
    doubles = {pair: np.zeros((len(edges[pair[0]]) + 2, len(edges[pair[1]]) + 2)) for pair in pairs}
    ordered = {frozenset(pair): pair for pair in pairs}
    for (tree,) in model._predictors:
        for value, reached in _leaves(tree.nodes, edges):
            if not reached:
                intercept += value
            elif len(reached) == 1:
                ((feature, codes),) = reached.items()
                values[feature] += value * codes
            else:
                a, b = ordered[frozenset(reached)]
                doubles[a, b] += value * np.outer(reached[a], reached[b])
    return Tables(intercept, edges, values, pairs, tuple(doubles[pair] for pair in pairs))


def _leaves(nodes: Any, edges: list[Floats]) -> Iterator[tuple[float, dict[int, Codes]]]:
    """Value of each leaf, and by feature which codes reach it, the missing code last."""
    open_paths: list[tuple[int, dict[int, Codes]]] = [(0, {})]
    while open_paths:
        at, reached = open_paths.pop()
        node = nodes[at]
        if node["is_leaf"]:
            yield float(node["value"]), reached
            continue
        feature = int(node["feature_idx"])
        left = np.append(np.arange(len(edges[feature]) + 1) <= node["num_threshold"], node["missing_go_to_left"] == 1)
        before = reached.get(feature, True)
        open_paths.append((int(node["left"]), reached | {feature: left & before}))
        open_paths.append((int(node["right"]), reached | {feature: ~left & before}))


def _mean(parts: list[Tables]) -> Tables:
    first = parts[0]
    return Tables(
        intercept=float(np.mean([part.intercept for part in parts])),
        edges=first.edges,
        values=[np.mean([part.values[at] for part in parts], axis=0) for at in range(len(first.values))],
        pairs=first.pairs,
        pair_values=tuple(
            np.mean([part.pair_values[at] for part in parts], axis=0) for at in range(len(first.pair_values))
        ),
    )
