"""Cross-validation over accounts: every account is judged by a model that was fitted without it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ml_service.forecasting.histories import Ints
from ml_service.forecasting.model import ForecastModel
from ml_service.training import backtest, shortfall
from ml_service.training.accounts import Account
from ml_service.training.backtest import Judged, Seen

Fit = Callable[[Sequence[Account]], ForecastModel]

Observe = Callable[[Seen], None]

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
    """

    judged: dict[str, Judged]
    answers: shortfall.Answers

    def report(self) -> dict[str, Any]:
        """Accuracy, calibration, and the questions of running short."""
        return backtest.report(self.judged) | {"shortfall": shortfall.report(self.answers)}


def ignore(_: Seen) -> None:
    """Look at nothing."""


def numbers(n_accounts: int, folds: int = FOLDS) -> Ints:
    """Which fold each account is left out in; shape (n_accounts,)."""
    return np.random.default_rng(SEED).permutation(n_accounts) % folds


def cross_validate(accounts: Sequence[Account], fit: Fit, *, h: int = WEEKS, observe: Observe = ignore) -> Found:
    """Fit on the other folds, judge weeks of the one left out, fold after fold; `observe` is shown each part."""
    fold = numbers(len(accounts))
    judged, answers = [], []
    for number in range(FOLDS):
        model = fit([one for one, its in zip(accounts, fold, strict=True) if its != number])
        left_out = [one for one, its in zip(accounts, fold, strict=True) if its == number]
        cuts = backtest.weekly_cuts(left_out, h=h, n_windows=ORIGINS)
        for part in backtest.seen(left_out, cuts, model, "W", h):
            observe(part)
            judged.append(backtest.judge_part(part))
            answers.append(shortfall.answers(part))
    return Found(backtest.joined(judged), shortfall.joined(answers))
