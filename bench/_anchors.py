"""Forecasts of other people's packages, as quantiles, for series by the period."""

import contextlib
import io
import time
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]

PERCENTS = [*range(10, 100, 10), 95]  # central intervals: quantiles .05 to .95, and the 95 % interval
FEWEST = 5  # periods that the packages' models need


@dataclass(frozen=True)
class Answer:
    """Quantiles of many series; shape (n, 21, h): .025, .05 ... .95, .975."""

    q: Floats
    seconds: float


def mean(*answers: Answer) -> Answer:
    """Mean of the quantiles, the times added."""
    return Answer(np.asarray(np.mean([one.q for one in answers], axis=0)), sum(one.seconds for one in answers))


def median(*answers: Answer) -> Answer:
    """Median of the quantiles, the times added."""
    return Answer(np.asarray(np.median([one.q for one in answers], axis=0)), sum(one.seconds for one in answers))


def statsforecast(name: str, series: Sequence[Floats], h: int, season_length: int = 1) -> Answer:
    """One of statsforecast's models, series by series on one core."""
    from statsforecast import StatsForecast, models

    model = getattr(models, name)(**({} if name in ("Naive", "HistoricAverage") else {"season_length": season_length}))
    runner = StatsForecast([model], freq=1, n_jobs=1, fallback_model=models.Naive())
    table = _table(series)
    begun = time.perf_counter()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = runner.forecast(df=table, h=h, level=PERCENTS)
    return Answer(_quantiles(found, len(series), h), time.perf_counter() - begun)


def lightgbm(series: Sequence[Floats], h: int, windows: int = 2) -> Answer:
    """Gradient boosting on lags over all series, with the intervals of mlforecast's conformal prediction."""
    import lightgbm as boosting
    from mlforecast import MLForecast
    from mlforecast.utils import PredictionIntervals

    model = boosting.LGBMRegressor(n_estimators=200, learning_rate=0.05, num_leaves=31, verbose=-1, n_jobs=1, seed=0)
    runner = MLForecast(models={"LGBM": model}, freq=1, lags=[1, 2, 3, 4, 5, 8], num_threads=1)
    begun = time.perf_counter()
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        intervals = PredictionIntervals(n_windows=windows, h=h)
        runner.fit(_table(series), static_features=[], prediction_intervals=intervals)
        found = runner.predict(h, level=PERCENTS)
    return Answer(_quantiles(found, len(series), h), time.perf_counter() - begun)


def _table(series: Sequence[Floats]) -> pd.DataFrame:
    lengths = [len(y) for y in series]
    return pd.DataFrame(
        {
            "unique_id": np.repeat(np.arange(len(series)), lengths),
            "ds": np.concatenate([np.arange(n) for n in lengths]),
            "y": np.concatenate(series),
        }
    )


def _quantiles(found: Any, n: int, h: int) -> Floats:
    ordered = found.sort_values(["unique_id", "ds"])
    (point,) = [name for name in ordered.columns if name not in ("unique_id", "ds") and "-" not in name]
    below = [f"{point}-lo-{percent}" for percent in reversed(PERCENTS)]
    above = [f"{point}-hi-{percent}" for percent in PERCENTS]
    table = ordered[[*below, point, *above]].to_numpy(dtype=np.float64)
    # statsforecast names the columns of all series after those of one, which may be the other way round
    ordered_levels = np.sort(np.nan_to_num(table), axis=1)
    return np.asarray(ordered_levels.reshape(n, h, -1).transpose(0, 2, 1))
