"""Boosted trees of one feature each, read out into tables: an additive model, exact to the last bit of the trees."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Tables = tuple[float, list[Floats], list[Floats]]


def fit_tables(
    features: Floats,
    y: Floats,
    *,
    monotone: Sequence[int],
    bags: int,
    seed: int,
    weights: Floats | None = None,
    **boosting: Any,
) -> Tables:
    """Fit bags of additive boosted trees and average their tables.

    Args:
        features: NaN where missing; shape (n, F).
        y: 1 for bad; shape (n,).
        monotone: -1, 0 or 1 for each feature.
        bags: Models fitted on half-samples; their mean is smoother than any of them.
        seed: Makes the fit repeatable.
        weights: Of the rows.
        boosting: Passed to scikit-learn.

    Returns:
        Intercept, edges of the bins of each feature, and what each bin adds, the last for missing.
    """
    found = [_one(features, y, monotone, seed + bag, bags, weights, boosting) for bag in range(bags)]
    edges = [np.unique(np.concatenate([tables[1][f] for tables in found])) for f in range(features.shape[1])]
    values = [np.mean([_on(tables, f, edges[f]) for tables in found], axis=0) for f in range(features.shape[1])]
    return float(np.mean([tables[0] for tables in found])), edges, values


def _one(
    features: Floats, y: Floats, monotone: Sequence[int], seed: int, bags: int, weights: Floats | None, boosting: Any
) -> Tables:
    rows = np.arange(len(y)) if bags == 1 else _half(y, seed)
    model = HistGradientBoostingClassifier(
        interaction_cst=[{column} for column in range(features.shape[1])],
        monotonic_cst=list(monotone),
        random_state=seed,
        **boosting,
    )
    model.fit(features[rows], y[rows], sample_weight=None if weights is None else weights[rows])
    return _read(model, features.shape[1])


def _half(y: Floats, seed: int) -> Ints:
    """A random 70 % of the rows, of each class alike."""
    rng = np.random.default_rng(seed)
    parts = [rng.permutation(np.flatnonzero(y == label)) for label in (0, 1)]
    return np.sort(np.concatenate([part[: max(1, int(0.7 * len(part)))] for part in parts]))


def _read(model: Any, n_features: int) -> Tables:
    """Read the trees: each looks at one feature, so it is a step function of it."""
    trees: list[list[Any]] = [[] for _ in range(n_features)]
    intercept = float(np.ravel(model._baseline_prediction)[0])
    for (tree,) in model._predictors:
        inner = tree.nodes[tree.nodes["is_leaf"] == 0]
        if len(inner):
            trees[int(inner["feature_idx"][0])].append(tree.nodes)
        else:
            intercept += float(tree.nodes["value"][0])
    edges = [_thresholds(nodes) for nodes in trees]
    values = [_sum_of(nodes, edge) for nodes, edge in zip(trees, edges, strict=True)]
    return intercept, edges, values


def _thresholds(trees: list[Any]) -> Floats:
    found = [nodes["num_threshold"][nodes["is_leaf"] == 0] for nodes in trees]
    return np.unique(np.concatenate(found)) if found else np.empty(0)


def _sum_of(trees: list[Any], edges: Floats) -> Floats:
    """What the trees add in each bin, at a missing value last; shape (len(edges) + 2,)."""
    probes = np.append(edges, [np.inf, np.nan])
    total = np.zeros(len(probes))
    for nodes in trees:
        total += _walk(nodes, probes)
    return total


def _walk(nodes: Any, probes: Floats) -> Floats:
    at = np.zeros(len(probes), dtype=np.int64)
    while not nodes["is_leaf"][at].all():
        here = nodes[at]
        missing = np.isnan(probes)
        left = np.where(missing, here["missing_go_to_left"] == 1, probes <= here["num_threshold"])
        at = np.where(here["is_leaf"] == 1, at, np.where(left, here["left"], here["right"]))
    return np.asarray(nodes["value"][at], dtype=np.float64)


def _on(tables: Tables, feature: int, edges: Floats) -> Floats:
    """The values of one bag on the bins of all bags."""
    own_edges, own_values = tables[1][feature], tables[2][feature]
    bins = np.searchsorted(own_edges, np.append(edges, np.inf), side="left")
    return np.append(own_values[bins], own_values[-1])
