"""Three questions about money running short, answered from one set of paths and judged beside what happened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ml_service.forecasting.histories import INFLOW, OUTFLOW, Floats
from ml_service.training import metrics
from ml_service.training.backtest import Seen

WEEK_NEGATIVE, MONTH_NEGATIVE, BURNS = "week_net_below_0", "sum_of_4_weeks_below_0", "burns_2_weeks_of_spend_in_8"
QUESTIONS = (WEEK_NEGATIVE, MONTH_NEGATIVE, BURNS)
WEEKS = 8
MONTH = 4
SPEND_DAYS = 182
BURNT_WEEKS = 2
BINS = 10

Answers = dict[str, tuple[Floats, Floats]]


def answers(part: Seen) -> Answers:
    """What the paths say and what happened, by question: probabilities and zeros or ones, flat."""
    net, happened = part.paths[2], part.happened[2]
    outflow = part.part.histories.flows[:, OUTFLOW, -SPEND_DAYS:]
    days = np.maximum((~np.isnan(part.part.histories.flows[:, INFLOW, -SPEND_DAYS:])).sum(axis=1), 1)
    spend = np.nansum(outflow, axis=1) / days * 7 * BURNT_WEEKS
    some = spend > 0
    lowest = np.minimum.accumulate(np.cumsum(net[:, :WEEKS], axis=1), axis=1)[:, -1]
    reached = np.minimum.accumulate(np.cumsum(happened[:, :WEEKS], axis=1), axis=1)[:, -1]
    return {
        WEEK_NEGATIVE: ((net < 0).mean(axis=-1).ravel(), (happened < 0).astype(np.float64).ravel()),
        MONTH_NEGATIVE: (
            (net[:, :MONTH].sum(axis=1) < 0).mean(axis=-1),
            (happened[:, :MONTH].sum(axis=1) < 0).astype(np.float64),
        ),
        BURNS: (
            (lowest[some] < -spend[some, None]).mean(axis=-1),
            (reached[some] < -spend[some]).astype(np.float64),
        ),
    }


def joined(parts: Sequence[Answers]) -> Answers:
    """Put the answers of parts together."""
    return {
        name: (np.concatenate([part[name][0] for part in parts]), np.concatenate([part[name][1] for part in parts]))
        for name in QUESTIONS
        if parts
    }


def report(answers: Answers) -> dict[str, Any]:
    """Figures of each question."""
    return {name: figures(*answer) for name, answer in answers.items()}


def figures(probability: Floats, happened: Floats) -> dict[str, float]:
    """Brier score, its skill over always saying how often it happens, AUC, and the calibration error."""
    rate = float(happened.mean())
    brier = metrics.brier(happened, probability)
    return {
        "brier": round(brier, 4),
        "skill": round(1 - brier / max(rate * (1 - rate), 1e-9), 4),
        "auc": round(metrics.auc(happened, probability), 4) if 0 < rate < 1 else 0.5,
        "ece": round(metrics.calibration_error(happened, probability, bins=BINS), 4),
        "rate": round(rate, 4),
        "n": int(happened.size),
    }
