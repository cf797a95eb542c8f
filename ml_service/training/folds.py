"""Cross-validation over accounts: every account is judged by a model that was fitted without it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ml_service.forecasting.histories import Ints
from ml_service.forecasting.model import ForecastModel
from ml_service.training import backtest, shortfall, sums
from ml_service.training.accounts import Account
from ml_service.training.backtest import Judged, Seen

Fit = Callable[[Sequence[Account]], ForecastModel]

ObserveFold = Callable[[ForecastModel, Sequence[Account]], None]
ObserveWeeks = Callable[[Seen, Sequence[Account]], None]

FOLDS = 5
WEEKS = 8
ORIGINS = 3
SEED = 7


@dataclass(frozen=True)
class Found:
    """What cross-validation found, over all accounts.

    Attributes:
        judged: Forecasts beside what happened, by flow.
        answers: Probabilities beside what happened, by question.
        sums: Sums of weeks beside what happened, by sum.
    """

    judged: dict[str, Judged]
    answers: shortfall.Answers
    sums: dict[str, Judged]

    def report(self) -> dict[str, Any]:
        """Accuracy, calibration, and the questions of running short."""
        return backtest.report(self.judged) | {
            "shortfall": shortfall.report(self.answers),
            "sums": sums.report(self.sums),
        }


def ignore(*_: object) -> None:
    """Look at nothing."""


def numbers(n_accounts: int, folds: int = FOLDS) -> Ints:
    """Which fold each account is left out in; shape (n_accounts,)."""
    return np.random.default_rng(SEED).permutation(n_accounts) % folds


def cross_validate(
    accounts: Sequence[Account],
    fit: Fit,
    *,
    h: int = WEEKS,
    observe_weeks: ObserveWeeks = ignore,
    observe_fold: ObserveFold = ignore,
) -> Found:
    """Fit on the other folds, judge weeks of the one left out, fold after fold.

    Args:
        accounts: The accounts.
        fit: Fits a model.
        h: Weeks ahead.
        observe_weeks: Is shown each part of the forecasts, and the accounts left out.
        observe_fold: Is shown each model, and the accounts left out of it.
    """
    fold = numbers(len(accounts))
    parts = []
    for number in range(FOLDS):
        model = fit([one for one, its in zip(accounts, fold, strict=True) if its != number])
        left_out = [one for one, its in zip(accounts, fold, strict=True) if its == number]
        observe_fold(model, left_out)
        cuts = backtest.weekly_cuts(left_out, h=h, n_windows=ORIGINS)
        for part in backtest.seen(left_out, cuts, model, "W", h):
            observe_weeks(part, left_out)
            parts.append((backtest.judge_part(part), shortfall.answers(part), sums.judge_part(part)))
    judged, answers, of_sums = zip(*parts, strict=True)
    return Found(backtest.joined(judged), shortfall.joined(answers), backtest.joined(of_sums))
