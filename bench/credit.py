"""Our credit scorecards beside LightGBM, XGBoost, CatBoost, HGB and a WOE logistic: `make bench-credit DATA=/folder`.

DATA holds the public portfolios as `<set>/*.parquet`: credit_taiwan, credit_sba and berka_loans. Every model gets the
same rows of the same folds, and each chooses its number of trees by rows of the training part; all run on one thread.
The served scorecard is fitted and judged as `make train` does it, on the tables in the tree.
"""

import argparse
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from bench import _credit_anchors, _credit_document, _portfolios, _report
from ml_service.training import credit, metrics, portfolio, portfolio_report
from ml_service.training.tables import read

Floats = NDArray[np.float64]

OURS = "ours"
BESIDE = ("portfolio", "best", "difference", "standard_error", "folds")
ANSWER_WITHIN_S = 14 * 60
TOLERANCE = 0.003
FOLDS = 5


@dataclass
class Found:
    """What one model reached on one portfolio.

    Attributes:
        auc: Of each fold.
        calibration_error: Of each set of folds, all loans of it together, ten bins of equal size.
        chance: Calibration error that chance alone would give if its probabilities were right, of each set of folds.
        fit_s: Seconds to fit, of each fold.
        truth: Outcomes of the first set of folds, for the diagram.
        said: Probabilities beside `truth`.
    """

    auc: list[float] = field(default_factory=list)
    calibration_error: list[float] = field(default_factory=list)
    chance: list[float] = field(default_factory=list)
    fit_s: list[float] = field(default_factory=list)
    truth: Floats = field(default_factory=lambda: np.empty(0))
    said: Floats = field(default_factory=lambda: np.empty(0))


TABLES: tuple[tuple[str, Callable[[Found], float], int], ...] = (
    ("AUC on rows left out, mean of the folds", lambda one: float(np.mean(one.auc)), 4),
    ("Calibration error, ten bins of equal size", lambda one: float(np.mean(one.calibration_error)), 4),
    ("Calibration error by chance, were it right", lambda one: float(np.mean(one.chance)), 4),
    ("Seconds to fit, median", lambda one: float(np.median(one.fit_s)), 1),
)


def main() -> None:
    """Measure, print, rewrite our part of the document."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="folder of the portfolios; without it the served scorecard only")
    given = parser.parse_args()
    started = time.process_time()
    found = {one.name: measure(one, started) for one in _portfolios.read(given.data)} if given.data else {}
    speed = speed_of(_portfolios.large()) if found else {}
    served = served_card()
    tell(found, speed, served)
    if found:
        _credit_document.write(found, speed, served)
    _report.finish(as_json(found, speed, served))


def measure(one: _portfolios.Portfolio, started: float) -> dict[str, Found]:
    """Fit every model on every fold; repeats stop when time is short, the first folds never do.

    Time is the processor's: what else the machine does must not change what is measured.
    """
    found = {name: Found() for name in (OURS, *_credit_anchors.ANCHORS)}
    per_set = min(FOLDS, len(one.splits))
    for at in range(0, len(one.splits), per_set):
        if at and time.process_time() - started > ANSWER_WITHIN_S / 2:
            break
        splits = one.splits[at : at + per_set]
        for name, reached in found.items():
            judge(name, one, splits, reached)
    return found


def judge(name: str, one: _portfolios.Portfolio, splits: list[_portfolios.Split], reached: Found) -> None:
    """Fit and judge one model on one set of folds."""
    truth, said = [], []
    for train, test in splits:
        began = time.perf_counter()
        with threadpool_limits(1, "openmp"):
            probability = predict(name, one, train, test)
        reached.fit_s.append(time.perf_counter() - began)
        y = one.table[_portfolios.TARGET].to_numpy(dtype=np.float64)[test]
        reached.auc.append(metrics.auc(y, probability))
        truth.append(y)
        said.append(probability)
    every, probabilities = np.concatenate(truth), np.concatenate(said)
    reached.calibration_error.append(metrics.calibration_error(every, probabilities))
    reached.chance.append(credit.noise_of_calibration(probabilities)["mean"])
    if not len(reached.truth):
        reached.truth, reached.said = every, probabilities


def predict(name: str, one: _portfolios.Portfolio, train: _portfolios.Rows, test: _portfolios.Rows) -> Floats:
    """Fit on the one part, say the probabilities of the other."""
    fitted_on = one.table.iloc[train].reset_index(drop=True)
    judged_on = one.table.iloc[test].reset_index(drop=True)
    if name == OURS:
        return portfolio.fit(fitted_on, _portfolios.TARGET).probability(judged_on)
    inputs = fitted_on.drop(columns=_portfolios.TARGET)
    y = fitted_on[_portfolios.TARGET].to_numpy(dtype=np.float64)
    model = _credit_anchors.ANCHORS[name](_credit_anchors.prepared(inputs, inputs), y)
    return model(_credit_anchors.prepared(judged_on, inputs))


def speed_of(table: pd.DataFrame) -> dict[str, float]:
    """Seconds to fit a large made-up portfolio, rows a second, microseconds for one row with its reasons.

    The fit is of one thread and its seconds are the processor's, which others on the machine do not lengthen.
    """
    began = time.process_time()
    fitted = portfolio.fit(table, _portfolios.TARGET)
    fit_s = time.process_time() - began
    features = fitted.encoder.transform(table)
    return {
        "rows": len(table),
        "columns": table.shape[1] - 1,
        "fit_s": round(fit_s, 1),
        "rows_per_second": round(portfolio_report.rows_per_second(fitted, features)),
        **portfolio_report.one_row_times(fitted, features),
    }


def served_card() -> dict[str, object]:
    """The served scorecard: its measures on loans left out, and those loans for the diagram."""
    loans = read("loans")
    features, y = credit.feature_table(loans, read("months")), loans.bad.to_numpy(dtype=np.float64)
    held_out = credit.cross_validated(features, y)
    later = credit.over_time(features, y, loans.as_of.to_numpy(dtype=str))
    return {"card": credit.describe(loans, y, held_out, later), "truth": y, "said": held_out}


def tell(found: dict[str, dict[str, Found]], speed: dict[str, float], served: dict[str, object]) -> None:
    """Print the tables."""
    names = [OURS, *_credit_anchors.ANCHORS]
    for title, measured, digits in TABLES if found else ():
        rows = [[at, *(f"{measured(one[name]):.{digits}f}" for name in names)] for at, one in found.items()]
        _report.show(title, ["", *names], rows)
    if found:
        header = ["", "best", "ours less it", "standard error", "folds"]
        _report.show("AUC beside the best, fold by fold", header, _credit_document.beside_the_best(found))
    if speed:
        _report.show("A large portfolio", list(speed), [list(speed.values())])
    _report.show("The served scorecard", ["", *_credit_document.MEASURES], _credit_document.served_rows(served))


def as_json(
    found: dict[str, dict[str, Found]], speed: dict[str, float], served: dict[str, object]
) -> dict[str, object]:
    """What the last line says."""
    portfolios = {
        at: {
            name: {
                "auc": round(float(np.mean(reached.auc)), 4),
                "calibration_error": round(float(np.mean(reached.calibration_error)), 4),
                "folds": len(reached.auc),
            }
            for name, reached in one.items()
        }
        for at, one in found.items()
    }
    behind = {
        at: round(max(row["auc"] for name, row in one.items() if name != OURS) - one[OURS]["auc"], 4)
        for at, one in portfolios.items()
    }
    return {
        "benchmark": "credit",
        "portfolios": portfolios,
        "behind_the_best": behind,
        "beside_the_best": [dict(zip(BESIDE, row, strict=True)) for row in _credit_document.beside_the_best(found)],
        "within_tolerance": {at: gap <= TOLERANCE for at, gap in behind.items()},
        "large": speed,
        "served": {name: rest for name, *rest in _credit_document.served_rows(served)},
    }


if __name__ == "__main__":
    main()
