"""Months of accounts left out: as plain series beside other people's packages, and made of days."""

import time
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from bench import _anchors
from bench._report import Table
from ml_service.forecasting import plain
from ml_service.forecasting.model import ForecastModel
from ml_service.training import backtest, plain_backtest
from ml_service.training.accounts import Account
from ml_service.training.backtest import FLOWS, LEVELS, Judged
from ml_service.training.months import by_month

Floats = NDArray[np.float64]
Package = Callable[[Sequence[Floats], int, int], _anchors.Answer]

MONTHS = 6
YEAR = 12
ALL_LEVELS = np.concatenate([[0.025], LEVELS, [0.975]])


class Months:
    """Every month that was forecast by a model that had not seen the account."""

    def __init__(self) -> None:
        self.series: list[Floats] = []
        self.happened: list[Floats] = []
        self.ours: list[Floats] = []
        self.seconds = 0.0
        self.of_days: list[dict[str, Judged]] = []

    def __call__(self, model: ForecastModel, accounts: Sequence[Account]) -> None:
        """Forecast the last months of a fold's accounts, as plain series and from their days."""
        cuts = backtest.monthly_cuts(accounts, h=MONTHS, n_windows=1)
        self.of_days += [backtest.judge_part(part) for part in backtest.seen(accounts, cuts, model, "M", MONTHS)]
        for table in map(by_month, accounts):
            if table.shape[1] < 2 * MONTHS:
                continue
            begun = time.perf_counter()
            self.ours += [plain.distribution(y[:-MONTHS], YEAR, MONTHS, ALL_LEVELS, model.months)[1] for y in table]
            self.seconds += time.perf_counter() - begun
            self.series += [y[:-MONTHS] for y in table]
            self.happened += [y[-MONTHS:] for y in table]

    def plain(self, packages: dict[str, Package]) -> Table:
        """Plain series, of which no days are known; those of more than a year once more by themselves."""
        ets, dot = (packages[name](self.series, MONTHS, YEAR) for name in ("AutoETS", "DOT"))
        both = _anchors.mean(ets, dot)
        ours = _anchors.Answer(np.stack(self.ours), self.seconds)
        long = [at for at, y in enumerate(self.series) if len(y) > YEAR]
        named = {"AutoETS": ets, "DOT": dot, "ETS + Theta": both, "GigLens": ours}
        rows = [line(name, self.series, self.happened, one.q, 1, one.seconds) for name, one in named.items()]
        for name, one in (("ETS + Theta", both), ("GigLens", ours)):
            series, happened = [self.series[at] for at in long], [self.happened[at] for at in long]
            rows.append(line(f"{name}, {len(long)} of over a year", series, happened, one.q[long], 1, None))
        title = f"Monthly, {len(self.series)} plain series of 6 to 16 months, {MONTHS} ahead"
        return title, HEADER, rows

    def from_days(self) -> Table:
        """Months made of the days of the weekly paths."""
        found = backtest.report(backtest.joined(self.of_days))
        rows: list[list[object]] = [
            [flow, found[flow]["wql"], *(f"{100 * found[flow][name]:.1f}%" for name in ("cover_80", "cover_95"))]
            for flow in FLOWS
        ]
        title = f"{found['net']['forecasts']} forecasts of {MONTHS} calendar months made of days"
        return title, ["", "WQL", "80%", "95%"], rows


HEADER = ["", "sCRPS", "WQL", "sMAPE", "80%, ends in", "series a second"]


def line(
    name: str,
    series: Sequence[Floats],
    happened: Sequence[Floats] | Floats,
    q: Floats,
    season_length: int,
    seconds: float | None,
) -> list[object]:
    """One line of a table of plain series."""
    each = zip(series, happened, q, strict=True)
    found = plain_backtest.summary(
        [plain_backtest.judge(y, ahead, one[1:-1], one[[0, -1]], season_length) for y, ahead, one in each]
    )
    rate: object = "see above" if seconds is None else round(len(series) / seconds)
    return [name, found["scrps"], found["wql"], found["smape"], f"{100 * found['cover_80']:.1f}%", rate]
