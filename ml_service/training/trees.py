"""Boosted trees of few features each, fitted by scikit-learn and read out into tables, exact to the last bit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier

from ml_service.training.additive import Floats, Ints, Pair, Tables, Term, Three

Codes = NDArray[np.bool_]
Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Leaf:
    """A leaf that three features lead to: what it says, and which codes of each reach it."""

    value: float
    reached: tuple[Codes, Codes, Codes]


@dataclass(frozen=True)
class Boosted:
    """Trees as tables, and the leaves of three features, which would make too large a table as they are."""

    tables: Tables
    leaves: dict[Three, list[Leaf]]


def fit(
    codes: Ints,
    y: Floats,
    *,
    edges: list[Floats],
    n_categorical: int,
    monotone: Sequence[int],
    terms: Sequence[Term],
    stop_by: tuple[Ints, Floats] | None,
    **boosting: Any,
) -> Boosted:
    """Fit trees of one feature each, or of the features of one of the terms, and read them.

    Args:
        codes: Bin of each value, as `Tables.codes` gives it, categorical features first; shape (n, F).
        y: 1 for bad; shape (n,).
        edges: Bins of each feature.
        n_categorical: How many features have bins without an order.
        monotone: -1, 0 or 1 for each feature; one that is not 0 is in no term.
        terms: Two or three features that may share a tree.
        stop_by: Rows to stop by; all iterations without them.
        boosting: Passed to scikit-learn.
    """
    model = _boost(
        codes, y, edges, n_categorical, stop_by,
        interaction_cst=[*({at} for at in range(len(edges))), *map(set, terms)], monotonic_cst=list(monotone),
        **boosting,
    )  # fmt: skip
    return read(model, edges)


def weight_of_terms(
    codes: Ints,
    y: Floats,
    *,
    edges: list[Floats],
    n_categorical: int,
    monotone: Sequence[int],
    stop_by: tuple[Ints, Floats],
    **boosting: Any,
) -> dict[Term, float]:
    """What second and third features bring in trees of any, by the features; a monotone one stays alone."""
    free = {at for at, direction in enumerate(monotone) if direction == 0}
    together = [*({at} for at in range(len(edges)) if at not in free), free]
    model = _boost(
        codes, y, edges, n_categorical, stop_by,
        interaction_cst=[one for one in together if one], monotonic_cst=list(monotone), **boosting,
    )  # fmt: skip
    found: dict[Term, float] = defaultdict(float)
    for (tree,) in model._predictors:
        for features, gain in _splits(tree):
            if len(features) > 1:
                found[tuple(sorted(features))] += gain
    return found


def _boost(
    codes: Ints, y: Floats, edges: list[Floats], n_categorical: int, stop_by: tuple[Ints, Floats] | None, **how: Any
) -> Any:
    model = HistGradientBoostingClassifier(
        categorical_features=list(range(n_categorical)) or None, early_stopping=stop_by is not None, **how
    )
    kept = {} if stop_by is None else {"X_val": _with_gaps(stop_by[0], edges), "y_val": stop_by[1]}
    return model.fit(_with_gaps(codes, edges), y, **kept)


def _with_gaps(codes: Ints, edges: list[Floats]) -> Floats:
    """Codes as scikit-learn takes them: a missing value as NaN."""
    missing = np.array([len(edge) + 1 for edge in edges])
    return np.where(codes == missing, np.nan, codes)


def read(model: Any, edges: list[Floats]) -> Boosted:
    """Read the trees leaf by leaf: a path asks of one feature, of two, or of three."""
    intercept = float(np.ravel(model._baseline_prediction)[0])
    values = [np.zeros(len(edge) + 2) for edge in edges]
    doubles: dict[Pair, Floats] = {}
    leaves: dict[Three, list[Leaf]] = defaultdict(list)
    known = [] if model._preprocessor is None else model._preprocessor.named_transformers_["encoder"].categories_
    for (tree,) in model._predictors:
        for value, reached in _leaves(tree, edges, known):
            features = sorted(reached)
            if not features:
                intercept += value
            elif len(features) == 1:
                values[features[0]] += value * reached[features[0]]
            elif len(features) == 2:
                a, b = features
                table = doubles.setdefault((a, b), np.zeros((len(edges[a]) + 2, len(edges[b]) + 2)))
                table += value * np.outer(reached[a], reached[b])
            else:
                a, b, c = features
                leaves[a, b, c].append(Leaf(value, (reached[a], reached[b], reached[c])))
    pairs = tuple(sorted(doubles))
    return Boosted(Tables(intercept, edges, values, pairs, tuple(doubles[pair] for pair in pairs)), dict(leaves))


def _splits(tree: Any) -> Iterator[tuple[frozenset[int], float]]:
    """Features on the path down to each split, its own with them, and what the split gains."""
    open_paths: list[tuple[int, frozenset[int]]] = [(0, frozenset())]
    while open_paths:
        at, above = open_paths.pop()
        node = tree.nodes[at]
        if not node["is_leaf"]:
            features = above | {int(node["feature_idx"])}
            yield features, float(node["gain"])
            open_paths += [(int(node["left"]), features), (int(node["right"]), features)]


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
