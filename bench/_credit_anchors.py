"""The models that ours is measured against, each with usual settings and its trees chosen by early stopping."""

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Predict = Callable[[pd.DataFrame], Floats]

KEPT_SHARE = 0.15  # of the rows, to stop by
MAX_CATEGORIES = 200
SEED = 0


def prepared(table: pd.DataFrame, like: pd.DataFrame) -> pd.DataFrame:
    """Numbers as they are; texts as categories of the training table `like`, the rare ones unknown, names left out.

    Columns are numbered: XGBoost takes no `<` in a name.
    """
    columns: dict[str, Any] = {}
    for at, name in enumerate(like.columns):
        if pd.api.types.is_numeric_dtype(like[name]):
            columns[f"x{at}"] = table[name].astype(np.float64)
        elif like[name].nunique() <= len(like) / 2:
            known = like[name].value_counts().index[:MAX_CATEGORIES]
            columns[f"x{at}"] = pd.Categorical(table[name].astype(object), categories=known.astype(object))
    return pd.DataFrame(columns, index=table.index)


def halves(y: Floats) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Rows to fit on and rows to stop by, each class alike."""
    rng = np.random.default_rng(SEED)
    kept = np.zeros(len(y), dtype=bool)
    for label in (0, 1):
        rows = rng.permutation(np.flatnonzero(y == label))
        kept[rows[: int(KEPT_SHARE * len(rows))]] = True
    return np.flatnonzero(~kept), np.flatnonzero(kept)


def lightgbm(table: pd.DataFrame, y: Floats) -> Predict:
    """LightGBM, 31 leaves."""
    import lightgbm as library

    fit, stop = halves(y)
    model = library.LGBMClassifier(
        n_estimators=2000, learning_rate=0.03, min_child_samples=20, subsample=0.8, subsample_freq=1,
        colsample_bytree=0.8, n_jobs=1, verbose=-1, random_state=SEED,
    )  # fmt: skip
    model.fit(
        table.iloc[fit], y[fit], eval_set=[(table.iloc[stop], y[stop])], eval_metric="logloss",
        callbacks=[library.early_stopping(50, verbose=False)],
    )  # fmt: skip
    return lambda rows: np.asarray(model.predict_proba(rows)[:, 1])


def xgboost(table: pd.DataFrame, y: Floats) -> Predict:
    """XGBoost, depth 5."""
    import xgboost as library

    fit, stop = halves(y)
    model = library.XGBClassifier(
        n_estimators=2000, learning_rate=0.03, max_depth=5, subsample=0.8, colsample_bytree=0.8, n_jobs=1,
        tree_method="hist", enable_categorical=True, early_stopping_rounds=50, eval_metric="logloss",
        random_state=SEED,
    )  # fmt: skip
    model.fit(table.iloc[fit], y[fit], eval_set=[(table.iloc[stop], y[stop])], verbose=False)
    return lambda rows: np.asarray(model.predict_proba(rows)[:, 1], dtype=np.float64)


def catboost(table: pd.DataFrame, y: Floats) -> Predict:
    """CatBoost, depth 6, its own encoding of categories."""
    import catboost as library

    named = [name for name in table.columns if isinstance(table[name].dtype, pd.CategoricalDtype)]

    def as_text(rows: pd.DataFrame) -> pd.DataFrame:
        return rows.assign(**{name: rows[name].astype(object).fillna("(missing)").astype(str) for name in named})

    fit, stop = halves(y)
    model = library.CatBoostClassifier(
        iterations=1000, learning_rate=0.05, depth=6, thread_count=1, verbose=False, random_seed=SEED,
        early_stopping_rounds=50, allow_writing_files=False,
    )  # fmt: skip
    rows = as_text(table)
    model.fit(rows.iloc[fit], y[fit], cat_features=named, eval_set=(rows.iloc[stop], y[stop]))
    return lambda rows: np.asarray(model.predict_proba(as_text(rows))[:, 1])


def hgb(table: pd.DataFrame, y: Floats) -> Predict:
    """The histogram trees of scikit-learn."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    model = HistGradientBoostingClassifier(
        learning_rate=0.05, max_iter=600, categorical_features="from_dtype", early_stopping=True,
        validation_fraction=KEPT_SHARE, n_iter_no_change=30, random_state=SEED,
    )  # fmt: skip
    model.fit(table, y)
    return lambda rows: np.asarray(model.predict_proba(rows)[:, 1])


def woe_logistic(table: pd.DataFrame, y: Floats) -> Predict:
    """What lenders use: weights of evidence by optimal binning, then a logistic regression."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import optbinning as library
    from sklearn.linear_model import LogisticRegression

    def plain(rows: pd.DataFrame) -> pd.DataFrame:
        named = [name for name in rows.columns if isinstance(rows[name].dtype, pd.CategoricalDtype)]
        return rows.assign(**{name: rows[name].astype(object).fillna("(missing)").astype(str) for name in named})

    named = [name for name in table.columns if isinstance(table[name].dtype, pd.CategoricalDtype)]
    process = library.BinningProcess(list(table.columns), categorical_variables=named)
    weights = process.fit_transform(plain(table), y.astype(int), metric="woe", metric_missing="empirical")
    model = LogisticRegression(C=1.0, max_iter=2000).fit(np.asarray(weights), y)

    def predict(rows: pd.DataFrame) -> Floats:
        woe = process.transform(plain(rows), metric="woe", metric_missing="empirical")
        return np.asarray(model.predict_proba(np.asarray(woe))[:, 1])

    return predict


ANCHORS: dict[str, Callable[[pd.DataFrame, Floats], Predict]] = {
    "LightGBM": lightgbm,
    "XGBoost": xgboost,
    "CatBoost": catboost,
    "HGB": hgb,
    "WOE logistic": woe_logistic,
}
