"""Stretches and shifts a log-odds until it says how often things happen; an additive model stays additive."""

from __future__ import annotations

import numpy as np

from ml_service.training.additive import Floats

STEEPEST, FLATTEST = 10.0, 0.1


def to_probability(log_odds: Floats) -> Floats:
    """Logistic function."""
    return np.asarray(0.5 * (1 + np.tanh(log_odds / 2)))


def losses(y: Floats, log_odds: Floats) -> Floats:
    """Negative log-likelihood of each row; shape (n,)."""
    return np.asarray(np.logaddexp(0, log_odds) - y * log_odds)


def affine(log_odds: Floats, y: Floats, ridge: float = 1.0) -> tuple[float, float]:
    """Slope and shift of the logistic regression of y on a log-odds; a small ridge holds the slope near 1.

    Source: J. Platt, Probabilistic outputs for support vector machines (1999).
    """
    slope, shift = 1.0, 0.0
    for _ in range(50):
        p = to_probability(slope * log_odds + shift)
        w = np.maximum(p * (1 - p), 1e-9)
        gradient = np.array([np.dot(p - y, log_odds) + ridge * (slope - 1), np.sum(p - y)])
        cross = np.dot(w, log_odds)
        hessian = np.array([[np.dot(w, log_odds**2) + ridge, cross], [cross, w.sum()]])
        step = np.linalg.solve(hessian, gradient)
        slope, shift = slope - float(step[0]), shift - float(step[1])
        if np.abs(step).max() < 1e-10:
            break
    return float(np.clip(slope, FLATTEST, STEEPEST)), shift
