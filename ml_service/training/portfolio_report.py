"""How good a scorecard is on rows that were not fitted, and how fast."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
import pandas as pd

from ml_service.training import metrics
from ml_service.training.additive import Floats
from ml_service.training.columns import outcomes
from ml_service.training.one_row import OneRow
from ml_service.training.portfolio import Portfolio

TIMED_ROWS = 5_000
MANY_ROWS = 400_000
CALIBRATION_BINS = 10
TRIES = 3


def report(portfolio: Portfolio, test: pd.DataFrame, target: str) -> dict[str, Any]:
    """Accuracy and calibration (ten bins of equal size), speed, and an example of reasons."""
    y = outcomes(test, target)
    features = portfolio.encoder.transform(test)
    probability = portfolio.probability(test)
    found = {
        "auc": metrics.auc(y, probability),
        "ks": metrics.ks(y, probability),
        "brier": metrics.brier(y, probability),
        "calibration_error": metrics.calibration_error(y, probability, CALIBRATION_BINS),
    }
    names = portfolio.encoder.columns
    return {
        **{name: round(value, 4) for name, value in found.items()},
        "calibration_bins": f"{CALIBRATION_BINS} of equal size",
        "rows": len(y),
        "bad": int(y.sum()),
        "features": len(names),
        "pairs": [[names[at] for at in pair] for pair in portfolio.tables.pairs],
        "triples": [[names[at] for at in one.features] for one in portfolio.tables.triples],
        "monotone": {name: way for name, way in zip(names, portfolio.monotone, strict=True) if way},
        "rows_per_second": round(rows_per_second(portfolio, features)),
        **one_row_times(portfolio, features),
        "riskiest_row": _example(portfolio, features, probability),
    }


def rows_per_second(portfolio: Portfolio, features: Floats) -> float:
    """Rows scored from their features in a second, the best of a few tries."""
    many = np.asfortranarray(np.resize(features, (MANY_ROWS, features.shape[1])))
    spent = []
    for _ in range(TRIES):
        started = time.perf_counter()
        portfolio.tables.log_odds(many)
        spent.append(time.perf_counter() - started)
    return len(many) / min(spent)


def one_row_times(portfolio: Portfolio, features: Floats) -> dict[str, float]:
    """Microseconds for one row with its reasons, from its features."""
    one = OneRow(portfolio)
    rows = features[np.arange(TIMED_ROWS) % len(features)].tolist()
    spent = []
    for row in rows:
        started = time.perf_counter()
        one.score(row)
        spent.append(1e6 * (time.perf_counter() - started))
    return {
        "one_row_us": round(float(np.median(spent)), 1),
        "one_row_p95_us": round(float(np.quantile(spent, 0.95)), 1),
    }


def _example(portfolio: Portfolio, features: Floats, probability: Floats) -> dict[str, Any]:
    at = int(np.argmax(probability))
    _, reasons = OneRow(portfolio).score(features[at].tolist())
    return {"probability": round(float(probability[at]), 4), "reasons": [reason.text for reason in reasons]}
