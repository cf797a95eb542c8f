"""Rolling-origin backtest: what would have been forecast then, beside what happened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ml_service.forecasting.calendar import horizon, month_of
from ml_service.forecasting.histories import INFLOW, OUTFLOW, Floats
from ml_service.forecasting.marginals import draw_all
from ml_service.forecasting.model import ForecastModel
from ml_service.forecasting.replay import Paths
from ml_service.schemas import DEFAULT_QUANTILES
from ml_service.training import metrics
from ml_service.training.accounts import Account
from ml_service.training.examples import Cut, CutHistories, together

FLOWS = ("inflow", "outflow", "net")
LEVELS: Floats = np.array(DEFAULT_QUANTILES)
BUCKETS = (0, 90, 180, 300, 731)  # days of history
SHORTEST_DAYS = 28
FIRST_MONDAY = 4  # 1970-01-05


@dataclass(frozen=True)
class Judged:
    """Forecasts of one figure beside what happened, one row a cut.

    Attributes:
        happened: shape (n, h).
        q: Quantiles at LEVELS; shape (n, h, 19).
        pit: Randomised probability integral transform; shape (n, h).
        naive_error: In-sample mean absolute error of repeating the last period; shape (n,).
        days: Days of history; shape (n,).
    """

    happened: Floats
    q: Floats
    pit: Floats
    naive_error: Floats
    days: Floats


@dataclass(frozen=True)
class Seen:
    """Cuts that were forecast together.

    Attributes:
        part: What was known.
        paths: Inflow, outflow and net by the period, in amounts; shape (3, A, h, N_PATHS).
        happened: The same of what happened; shape (3, A, h).
        naive_error: In-sample mean absolute error of repeating the last period; shape (3, A).
    """

    part: CutHistories
    paths: Paths
    happened: Floats
    naive_error: Floats


def weekly_cuts(accounts: Sequence[Account], *, h: int, n_windows: int, shortest: int = SHORTEST_DAYS) -> list[Cut]:
    """The last windows of `h` calendar weeks, which do not overlap."""
    found = []
    for number, account in enumerate(accounts):
        last_sunday = account.end - (account.end + 1 - FIRST_MONDAY) % 7
        cuts = [last_sunday - 7 * h * window for window in range(1, n_windows + 1)]
        found += [Cut(number, day) for day in cuts if day - account.start + 1 >= shortest]
    return found


def monthly_cuts(accounts: Sequence[Account], *, h: int, n_windows: int, shortest: int = SHORTEST_DAYS) -> list[Cut]:
    """The last windows of `h` calendar months, each beginning a month before the next."""
    found = []
    for number, account in enumerate(accounts):
        end = np.datetime64(account.end + 1, "D").astype("datetime64[M]")
        for window in range(n_windows):
            day = int((end - h - window).astype("datetime64[D]").astype(np.int64)) - 1
            if day - account.start + 1 >= shortest:
                found.append(Cut(number, day))
    return found


def cuts(accounts: Sequence[Account], freq: str, *, h: int, n_windows: int) -> list[Cut]:
    """Cuts for either frequency."""
    by_freq = weekly_cuts if freq == "W" else monthly_cuts
    return by_freq(accounts, h=h, n_windows=n_windows)


def seen(accounts: Sequence[Account], cuts: Sequence[Cut], model: ForecastModel, freq: str, h: int) -> Iterator[Seen]:
    """Forecast every cut as the service does, and put beside it what happened."""
    for part in together(accounts, cuts, 7 * h if freq == "W" else 31 * h):
        histories = part.histories
        ahead = horizon(histories.as_of, freq, h)
        paths = draw_all(histories, model, ahead.days.size)
        paths *= histories.unit.T[:, :, None, None].astype(np.float32)
        happened = part.ahead[:, :, : ahead.days.size]
        yield Seen(
            part=part,
            paths=_with_net(np.add.reduceat(paths, ahead.starts, axis=2)),
            happened=_with_net(np.add.reduceat(happened, ahead.starts, axis=2)),
            naive_error=_naive_errors(part, freq),
        )


def judge(
    accounts: Sequence[Account], cuts: Sequence[Cut], model: ForecastModel, freq: str, h: int
) -> dict[str, Judged]:
    """Forecast every cut and keep what is needed to judge it, by flow."""
    return joined([judge_part(part) for part in seen(accounts, cuts, model, freq, h)])


def judge_part(part: Seen) -> dict[str, Judged]:
    """Read from the paths what is needed to judge them."""
    histories = part.part.histories
    draws = np.random.default_rng(histories.as_of).random(part.happened.shape)
    return {
        name: Judged(
            part.happened[at],
            np.quantile(part.paths[at], LEVELS, axis=-1, method="hazen").transpose(1, 2, 0).astype(np.float64),
            metrics.randomised_pit(np.round(part.happened[at], 2), np.round(part.paths[at], 2), draws[at]),
            part.naive_error[at],
            histories.n_days.astype(np.float64),
        )
        for at, name in enumerate(FLOWS)
    }


def joined(parts: Sequence[dict[str, Judged]]) -> dict[str, Judged]:
    """Put what was judged in parts together."""
    return {name: _joined([part[name] for part in parts]) for name in parts[0]}


def _with_net(flows: NDArray[Any]) -> NDArray[Any]:
    return np.concatenate([flows, flows[INFLOW : INFLOW + 1] - flows[OUTFLOW : OUTFLOW + 1]])


def _naive_errors(part: CutHistories, freq: str) -> Floats:
    """In-sample error of the naive forecast; shape (3, A)."""
    histories = part.histories
    found = np.full((3, len(histories)), np.nan)
    for row, n_days in enumerate(histories.n_days.tolist()):
        known = _with_net(histories.flows[row, :, -n_days:])
        sums = _weeks(known) if freq == "W" else _months(known, histories.as_of)
        if sums.shape[1] > 1:
            found[:, row] = np.abs(np.diff(sums, axis=1)).mean(axis=1)
    return found


def _weeks(flows: Floats) -> Floats:
    weeks = flows.shape[1] // 7
    return np.asarray(flows[:, flows.shape[1] - 7 * weeks :].reshape(len(flows), weeks, 7).sum(axis=2))


def _months(flows: Floats, as_of: int) -> Floats:
    """Sums of the full calendar months."""
    days = np.arange(as_of - flows.shape[1] + 1, as_of + 1)
    month = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    whole = np.flatnonzero(np.diff(month))
    begins = whole + 1 if month_of(days[:1])[1][0] else np.append(0, whole + 1)
    return np.add.reduceat(flows, begins, axis=1) if begins.size else flows[:, :0]


def _joined(parts: list[Judged]) -> Judged:
    return Judged(*(np.concatenate([getattr(part, name) for part in parts]) for name in Judged.__dataclass_fields__))


def report(judged: dict[str, Judged]) -> dict[str, Any]:
    """Accuracy and calibration by flow, and their means."""
    found: dict[str, Any] = {name: figures(one) for name, one in judged.items()}
    for measure in ("scrps", "wql", "cover_80", "cover_95"):
        known = [found[name][measure] for name in judged if found[name][measure] is not None]
        found[measure] = round(float(np.mean(known)), 4) if known else None
    return found


def figures(judged: Judged) -> dict[str, Any]:
    """sCRPS (None where every past is flat), weighted quantile loss, and the coverage of the central intervals."""
    loss = metrics.pinball(judged.happened, judged.q, LEVELS)
    usable = judged.naive_error > 0
    scaled = np.minimum(metrics.CAP, loss[usable].mean(axis=1) / judged.naive_error[usable])
    return {
        "scrps": round(float(scaled.mean()), 4) if scaled.size else None,
        "wql": round(float(loss.sum() / max(np.abs(judged.happened).sum(), 1e-9)), 4),
        "cover_80": round(_cover(judged.pit, 0.8), 4),
        "cover_95": round(_cover(judged.pit, 0.95), 4),
        "cover_80_by_days": {
            f"{low}-{high}": round(_cover(judged.pit[rows], 0.8), 4)
            for low, high in zip(BUCKETS, BUCKETS[1:], strict=False)
            if (rows := (judged.days >= low) & (judged.days < high)).any()
        },
        "forecasts": int(judged.happened.shape[0]),
    }


def _cover(pit: Floats, share: float) -> float:
    return float((np.abs(pit - 0.5) <= share / 2).mean())
