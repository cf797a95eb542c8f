"""Boosted trees of two splits, fitted by scikit-learn and read out into tables: exact to the last bit of the trees."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier

from ml_service.training.additive import Floats, Ints, Pair, Tables

Codes = NDArray[np.bool_]
Rows = NDArray[np.int64]


def fit(
    codes: Ints,
    y: Floats,
    *,
    edges: list[Floats],
    n_categorical: int,
    monotone: Sequence[int],
    paired: bool,
    stop_by: tuple[Ints, Floats] | None,
    **boosting: Any,
) -> Tables:
    """Fit trees of at most two features each and read them.

    Args:
        codes: Bin of each value, as `Tables.codes` gives it, categorical features first; shape (n, F).
        y: 1 for bad; shape (n,).
        edges: Bins of each feature.
        n_categorical: How many features have bins without an order.
        monotone: -1, 0 or 1 for each feature; one that is not 0 acts alone.
        paired: Whether two features may share a tree.
        stop_by: Rows to stop by; all iterations without them.
        boosting: Passed to scikit-learn.
    """
    free = {at for at, direction in enumerate(monotone) if direction == 0 and paired}
    alone = [{at} for at in range(len(edges)) if at not in free]
    model = HistGradientBoostingClassifier(
        interaction_cst=[*alone, free] if alone and free else alone or None,
        categorical_features=list(range(n_categorical)) or None,
        monotonic_cst=list(monotone),
        early_stopping=stop_by is not None,
        **boosting,
    )
    kept = {} if stop_by is None else {"X_val": _with_gaps(stop_by[0], edges), "y_val": stop_by[1]}
    return read(model.fit(_with_gaps(codes, edges), y, **kept), edges)


def _with_gaps(codes: Ints, edges: list[Floats]) -> Floats:
    """Codes as scikit-learn takes them: a missing value as NaN."""
    missing = np.array([len(edge) + 1 for edge in edges])
    return np.where(codes == missing, np.nan, codes)


def read(model: Any, edges: list[Floats]) -> Tables:
    """Read the trees leaf by leaf: a path asks of one feature, or of two."""
    intercept = float(np.ravel(model._baseline_prediction)[0])
    values = [np.zeros(len(edge) + 2) for edge in edges]
    doubles: dict[Pair, Floats] = {}
    known = [] if model._preprocessor is None else model._preprocessor.named_transformers_["encoder"].categories_
    for (tree,) in model._predictors:
        for value, reached in _leaves(tree, edges, known):
            if not reached:
                intercept += value
            elif len(reached) == 1:
                ((feature, codes),) = reached.items()
                values[feature] += value * codes
            else:
                a, b = sorted(reached)
                table = doubles.setdefault((a, b), np.zeros((len(edges[a]) + 2, len(edges[b]) + 2)))
                table += value * np.outer(reached[a], reached[b])
    pairs = tuple(sorted(doubles))
    return Tables(intercept, edges, values, pairs, tuple(doubles[pair] for pair in pairs))


def _leaves(tree: Any, edges: list[Floats], known: list[Floats]) -> Iterator[tuple[float, dict[int, Codes]]]:
    """Value of each leaf, and by feature which codes reach it, the missing code last."""
    open_paths: list[tuple[int, dict[int, Codes]]] = [(0, {})]
    while open_paths:
        at, reached = open_paths.pop()
        node = tree.nodes[at]
        if node["is_leaf"]:
            yield float(node["value"]), reached
            continue
        feature = int(node["feature_idx"])
        left = _goes_left(node, len(edges[feature]) + 2, tree.raw_left_cat_bitsets, known)
        before = reached.get(feature, True)
        open_paths.append((int(node["left"]), reached | {feature: left & before}))
        open_paths.append((int(node["right"]), reached | {feature: ~left & before}))


def _goes_left(node: Any, n_codes: int, bitsets: NDArray[np.uint32], known: list[Floats]) -> Codes:
    """Which codes a split sends to its left; what it has not seen goes with the missing."""
    left: Codes = np.full(n_codes, node["missing_go_to_left"] == 1)
    if not node["is_categorical"]:
        left[:-1] = np.arange(n_codes - 1) <= node["num_threshold"]
        return left
    seen = known[int(node["feature_idx"])]
    seen = seen[~np.isnan(seen)].astype(np.int64)
    order = np.arange(len(seen))
    left[seen] = (bitsets[node["bitset_idx"]][order // 32] >> (order % 32).astype(np.uint32)) & 1 == 1
    return left
