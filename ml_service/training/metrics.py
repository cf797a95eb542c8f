"""How good a probability or a forecast is."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

CAP = 10.0  # one series cannot weigh more than this in a scaled mean


def auc(y: Floats, score: Floats) -> float:
    """Area under the ROC curve, ties counted half."""
    _, ranks, counts = np.unique(score, return_inverse=True, return_counts=True)
    middle = np.cumsum(counts) - (counts - 1) / 2
    bad = y > 0
    n_bad, n_good = int(bad.sum()), int((~bad).sum())
    return float((middle[ranks][bad].sum() - n_bad * (n_bad + 1) / 2) / (n_bad * n_good))


def gini(y: Floats, score: Floats) -> float:
    """2 AUC - 1."""
    return 2 * auc(y, score) - 1


def ks(y: Floats, score: Floats) -> float:
    """Kolmogorov-Smirnov distance between the scores of bad and good."""
    order = np.argsort(score, kind="stable")
    bad = y[order] > 0
    distance = np.abs(np.cumsum(bad) / bad.sum() - np.cumsum(~bad) / (~bad).sum())
    last_of_ties = np.append(np.diff(score[order]) > 0, True)
    return float(distance[last_of_ties].max())


def brier(y: Floats, probability: Floats) -> float:
    """Mean squared error of a probability."""
    return float(np.mean((probability - y) ** 2))


def calibration_error(y: Floats, probability: Floats, bins: int = 10) -> float:
    """Expected calibration error over bins of equal size."""
    parts = np.array_split(np.argsort(probability, kind="stable"), min(bins, len(y)))
    return float(sum(len(part) * abs(probability[part].mean() - y[part].mean()) for part in parts) / len(y))


def pinball(y: Floats, q: Floats, levels: Floats) -> Floats:
    """Twice the mean pinball loss over the levels: the CRPS on a grid.

    Args:
        y: What happened; shape (...).
        q: Quantiles, the levels in the last axis; shape (..., Q).
        levels: shape (Q,).
    """
    error = y[..., None] - q
    return np.asarray(2 * np.maximum(levels * error, (levels - 1) * error).mean(axis=-1))


def randomised_pit(y: Floats, samples: Floats, draws: Floats) -> Floats:
    """Probability integral transform of samples in the last axis, ties spread evenly: uniform when calibrated."""
    below = (samples < y[..., None]).mean(axis=-1)
    at = (samples == y[..., None]).mean(axis=-1)
    return np.asarray(below + draws * at)
