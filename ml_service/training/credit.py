"""Fits the served scorecard on the PKDD'99 loans and measures it by cross-validation over accounts and over time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ml_service.schemas import Loan, MonthOfAccount
from ml_service.scoring.features import FEATURES, Months, compute
from ml_service.scoring.points import FACTOR, GRADES, OFFSET, to_points
from ml_service.scoring.scorecard import Scorecard
from ml_service.training import additive, crossfit, metrics
from ml_service.training.crossfit import Settings
from ml_service.training.tables import read

Floats = NDArray[np.float64]

NAME = "cash-flow-scorecard"
HOW = Settings(
    folds=5,
    repeats=2,
    boosting={
        "learning_rate": 0.1,
        "max_iter": 300,
        "max_depth": 1,
        "max_features": 0.5,
        "min_samples_leaf": 12,
        "l2_regularization": 5.0,
        "n_iter_no_change": 15,
    },
)
MAX_BINS = 32
FOLDS = 5
TIME_SPLIT = "1997"
GROUPS = ("group_sex", "group_age", "group_district")
SIMULATIONS = 200
LOWEST_C = {grade: lowest for lowest, grade in GRADES}["C"]
LEAST_BAD = 5  # in a group, for its AUC to say anything


def train(out: Path) -> dict[str, Any]:
    """Fit on all loans, measure on loans left out, and write `credit.npz` with its card `credit.json`."""
    loans = read("loans")
    features, y = feature_table(loans, read("months")), loans.bad.to_numpy(dtype=np.float64)
    held_out = cross_validated(features, y)
    card = fit(features, y)
    card.save(out / "credit.npz")
    described = describe(loans, y, held_out, over_time(features, y, loans.as_of.to_numpy(dtype=str)))
    described["sha256"] = hashlib.sha256((out / "credit.npz").read_bytes()).hexdigest()
    (out / "credit.json").write_text(json.dumps(described, indent=1) + "\n")
    return described


def feature_table(loans: pd.DataFrame, months: pd.DataFrame) -> Floats:
    """The served features of every loan: from its months where they are known, else from totals; shape (n, F)."""
    by_account: dict[Any, pd.DataFrame] = dict(iter(months.groupby("account")))
    rows = [
        _of_months(by_account[loan.account], loan) if loan.account in by_account else _of_totals(loan)
        for loan in loans.itertuples()
    ]
    return np.array(rows)


def _loan(row: Any) -> Loan:
    return Loan(amount=float(row.amount), duration_months=int(row.duration_months), payment=float(row.payment))


def _of_months(table: pd.DataFrame, loan: Any) -> list[float]:
    given = table.drop(columns="account").to_dict("records")
    months = [MonthOfAccount.model_validate(row) for row in given]
    return compute(Months.of(months), _loan(loan))


def _of_totals(loan: Any) -> list[float]:
    """The same features from totals: what needs the single months stays unknown."""
    n = int(loan.months)
    month = MonthOfAccount(
        month="1995-01",
        inflow=float(loan.inflow) / n,
        outflow=float(loan.outflow) / n,
        closing_balance=float(loan.closing_balance),
        min_balance=float(loan.min_balance),
        days_negative=0,
        n_transactions=0,
        overdraft_fees=int(loan.overdraft_fees),
    )
    known = compute(Months.of([month, month]), _loan(loan))
    return [np.nan if one.by_month else value for one, value in zip(FEATURES, known, strict=True)]


def fit(features: Floats, y: Floats, seed: int = 0) -> Scorecard:
    """Fit the tables, calibrated on what models say of loans that they have not seen."""
    binned = crossfit.bin_features(features, MAX_BINS, monotone=[one.monotone for one in FEATURES])
    tables, _ = crossfit.fit(binned, y, HOW, seed=seed)
    card = to_scorecard(tables)
    return replace(card, typical=card.contributions(features).mean(axis=0))


def to_scorecard(tables: additive.Tables) -> Scorecard:
    """Pad tables of different lengths into one block."""
    edges = tables.edges
    width = max(1, *(len(edge) for edge in edges))
    all_edges = np.full((len(edges), width), np.inf)
    all_values = np.zeros((len(edges), width + 2))
    for row, (edge, value) in enumerate(zip(edges, tables.values, strict=True)):
        all_edges[row, : len(edge)] = edge
        all_values[row, : len(edge) + 1] = value[:-1]
        all_values[row, len(edge) + 1 : -1] = value[-2]
        all_values[row, -1] = value[-1]
    return Scorecard(np.array(tables.intercept), all_edges, all_values, np.zeros(len(edges)))


def folds(y: Floats, seed: int) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Train and test rows, each class spread evenly; a row is an account."""
    rng = np.random.default_rng(seed)
    fold = np.empty(len(y), dtype=np.int64)
    for label in (0, 1):
        rows = rng.permutation(np.flatnonzero(y == label))
        fold[rows] = np.arange(len(rows)) % FOLDS
    for held in range(FOLDS):
        yield np.flatnonzero(fold != held), np.flatnonzero(fold == held)


def cross_validated(features: Floats, y: Floats, seed: int = 7) -> Floats:
    """Probability for each loan from a model that has not seen its account; shape (n,)."""
    probability = np.empty(len(y))
    for train_rows, test_rows in folds(y, seed):
        log_odds = fit(features[train_rows], y[train_rows]).log_odds(features[test_rows])
        probability[test_rows] = 1 / (1 + np.exp(-log_odds))
    return probability


def over_time(features: Floats, y: Floats, as_of: NDArray[np.str_]) -> dict[str, float]:
    """Measures on the loans of 1997 and later, fitted on those before."""
    early = as_of < TIME_SPLIT
    log_odds = fit(features[early], y[early]).log_odds(features[~early])
    return measures(y[~early], 1 / (1 + np.exp(-log_odds)))


def measures(y: Floats, probability: Floats) -> dict[str, float]:
    """The figures of a card."""
    found = {
        "auc": metrics.auc(y, probability),
        "gini": metrics.gini(y, probability),
        "ks": metrics.ks(y, probability),
        "brier": metrics.brier(y, probability),
        "calibration_error": metrics.calibration_error(y, probability),
    }
    return {name: round(value, 4) for name, value in found.items()} | {"rows": len(y), "bad": int(y.sum())}


def describe(loans: pd.DataFrame, y: Floats, held_out: Floats, later: dict[str, float]) -> dict[str, Any]:
    """The card: what the model is, on what it rests, how good it is, what it must not be used for."""
    return {
        "name": NAME,
        "summary": "Additive scorecard on monthly cash flow, read from tables, with exact reasons.",
        "intended_use": "An educational estimate for the account's owner. Not for lending decisions.",
        "data": "PKDD'99 Discovery Challenge (P. Berka): loans of a Czech bank, anonymised; bad is status B or D.",
        "country": "Czech Republic",
        "period": [str(loans.as_of.min()), str(loans.as_of.max())],
        "rows": len(y),
        "bad": int(y.sum()),
        "limits": [
            "An educational estimate, not a lending decision.",
            "A few hundred loans of one bank in the nineties: for other people and years it is a guess.",
            "Nobody in the data drives or delivers for a platform; most were paid once a month.",
            "The months are known of some of the loans only; of the others, totals.",
            "Without a loan in the request the estimate is for the smallest burden seen.",
        ],
        "features": [
            {"name": one.name, "monotone": one.monotone, "reason_code": one.code, "text": one.text} for one in FEATURES
        ],
        "never_features": ["sex", "age", "marital status", "address"],
        "scale": {"factor": FACTOR, "offset": OFFSET, "points_to_double_the_odds": 40, "650_is_odds_of": "10:1"},
        "cross_validated_over_accounts": measures(y, held_out),
        "fitted_before_1997_tested_after": later,
        "calibration_bins": "10 of equal size",
        "calibration_error_were_it_perfect": noise_of_calibration(held_out),
        "fairness": {column: _by_group(loans[column], y, held_out) for column in GROUPS},
    }


def noise_of_calibration(probability: Floats) -> dict[str, float]:
    """Calibration error that chance alone gives when the probabilities are right: its mean and 95% quantile."""
    rng = np.random.default_rng(0)
    drawn = [
        metrics.calibration_error((rng.random(len(probability)) < probability).astype(np.float64), probability)
        for _ in range(SIMULATIONS)
    ]
    return {"mean": round(float(np.mean(drawn)), 4), "q95": round(float(np.quantile(drawn, 0.95)), 4)}


def _by_group(groups: pd.Series[str], y: Floats, held_out: Floats) -> dict[str, dict[str, Any]]:
    """Scores and errors by group, on loans left out: mean prediction beside what happened, and who is turned down."""
    score = np.array([to_points(odds) for odds in np.log(held_out / (1 - held_out)).tolist()])
    found = {}
    for name in sorted(groups.unique()):
        rows = (groups == name).to_numpy()
        good = rows & (y == 0)
        found[str(name)] = {
            "rows": int(rows.sum()),
            "bad": int(y[rows].sum()),
            "predicted": round(float(held_out[rows].mean()), 4),
            "observed": round(float(y[rows].mean()), 4),
            "brier": round(metrics.brier(y[rows], held_out[rows]), 4),
            "auc": round(metrics.auc(y[rows], held_out[rows]), 4) if y[rows].sum() >= LEAST_BAD else None,
            "score_quartiles": [round(float(one)) for one in np.quantile(score[rows], (0.25, 0.5, 0.75))],
            "good_loans_graded_d_or_e": round(float((score[good] < LOWEST_C).mean()), 4),
        }
    return found
