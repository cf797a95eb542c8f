"""Forecasts beside other people's packages, on accounts left out of the fit: `make bench-forecast`.

Five folds over the accounts of the tree. The packages forecast a seeded sample of the same weeks, and every row of a
table is of the same series. With DATA=/path the M3 competition is forecast as well, if DATA/m3_monthly is there. The
tables go into docs/models.md between its markers, the figures beside it.
"""

import argparse
import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bench import _anchors, _drawing, _months, _report, _service
from bench._months import ALL_LEVELS, HEADER, Months, Package
from bench._report import Table
from ml_service.forecasting import plain
from ml_service.training import folds, forecast, metrics
from ml_service.training.accounts import Account, from_table
from ml_service.training.backtest import FLOWS, LEVELS, Seen
from ml_service.training.tables import read

Floats = NDArray[np.float64]

H = 8
SAMPLE, SCUM_SAMPLE, M3_SAMPLE = 400, 120, 120
SEED = 3
SCUM_WEEKS = 16  # that AutoCES needs to come to an end
BOOSTING_WEEKS = 30  # that conformal intervals by series need
SCUM = ("AutoETS", "AutoCES", "AutoARIMA", "DynamicOptimizedTheta")
ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PACKAGES: dict[str, Package] = {
    "naive": lambda y, h, m: _anchors.statsforecast("Naive", y, h, m),
    "historic average": lambda y, h, m: _anchors.statsforecast("HistoricAverage", y, h, m),
    "AutoETS": lambda y, h, m: _anchors.statsforecast("AutoETS", y, h, m),
    "DOT": lambda y, h, m: _anchors.statsforecast("DynamicOptimizedTheta", y, h, m),
}


class Weeks:
    """The weeks behind every cut, and whether it is the last of its account; in the order of `folds.Found`."""

    def __init__(self) -> None:
        self.behind: list[Floats] = []
        self.last: list[bool] = []

    def __call__(self, part: Seen, accounts: Sequence[Account]) -> None:
        """Keep the weeks behind each cut of a part; shape (3, weeks) each."""
        histories = part.part.histories
        for row, cut in enumerate(part.part.cuts):
            self.last.append(accounts[cut.account].end - cut.as_of < 7 * (H + 1))
            n = int(histories.n_days[row]) // 7
            weeks = histories.flows[row, :, -7 * n :].reshape(2, n, 7).sum(axis=2)
            self.behind.append(np.stack([*weeks, weeks[0] - weeks[1]]))


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path)
    given = parser.parse_args()
    begun = time.perf_counter()
    accounts = from_table(read("flows"))
    weeks, months = Weeks(), Months()
    found = folds.cross_validate(accounts, forecast.fit, observe_weeks=weeks, observe_fold=months)
    report = found.report()
    tables = [of_weeks(found, weeks), of_scum(found, weeks), months.plain(PACKAGES)]
    if given.data is not None and (given.data / "m3_monthly").is_dir():
        tables.append(of_m3(given.data / "m3_monthly" / "series.parquet"))
    speed = _service.measure(accounts, Path(os.environ.get("MODELS_DIR") or ROOT / "var" / "models"))
    tables += [of_coverage(report), of_sums(report), months.from_days(), of_shortfall(report), of_speed(speed)]
    draw(found)
    _report.into_document(DOCS / "models.md", "forecast", tables)
    for title, header, rows in tables:
        _report.show(title, header, rows)
    beside = {title: {str(name): row for name, *row in rows} for title, _, rows in tables}
    seconds = round(time.perf_counter() - begun)
    _report.finish({"benchmark": "forecast", "seconds": seconds, **speed, "left_out": report, "tables": beside})


def of_weeks(found: folds.Found, weeks: Weeks) -> Table:
    """Accuracy of inflow, outflow and net, eight weeks ahead, from three origins."""
    rows = sampled([at for at, y in enumerate(weeks.behind) if y.shape[1] >= _anchors.FEWEST], SAMPLE)
    tasks = [(flow, at) for flow in range(3) for at in rows]
    series = [weeks.behind[at][flow] for flow, at in tasks]
    happened = np.stack([found.judged[FLOWS[flow]].happened[at] for flow, at in tasks])
    answers = {name: run(series, H, 1) for name, run in PACKAGES.items()}
    answers["ETS + Theta"] = _anchors.mean(answers["AutoETS"], answers["DOT"])
    ours = np.stack([found.judged[FLOWS[flow]].q[at].T for flow, at in tasks])
    lines = [line(name, one.q[:, 1:-1], series, happened, one.seconds) for name, one in answers.items()]
    lines.append(line("GigLens", ours, series, happened, None))
    return (
        f"Weekly, {len(rows)} forecasts of accounts left out, {H} weeks ahead, mean of inflow, outflow and net",
        ["", "sCRPS", "WQL", "80%, ends in", "series a second"],
        [*lines, *boosting(tasks, series, happened, ours)],
    )


def boosting(tasks: list[tuple[int, int]], series: list[Floats], happened: Floats, ours: Floats) -> list[list[object]]:
    """LightGBM needs long series: it and ours on those."""
    long = [at for at, y in enumerate(series) if len(y) >= BOOSTING_WEEKS]
    known = [series[at] for at in long]
    one = _anchors.lightgbm(known, H)
    return [
        line(f"mlforecast LightGBM, {len(long)} long series", one.q[:, 1:-1], known, happened[long], one.seconds),
        line("GigLens on these", ours[long], known, happened[long], None),
    ]


def of_scum(found: folds.Found, weeks: Weeks) -> Table:
    """The median of four models on net: on each account's last origin, and on any of its three."""
    long = [at for at, y in enumerate(weeks.behind) if y.shape[1] >= SCUM_WEEKS]
    last = sampled([at for at in long if weeks.last[at]], SCUM_SAMPLE)
    lines: list[list[object]] = []
    for name, rows in {f"{len(last)} last origins": last, "40 of any origin": sampled(long, 40)}.items():
        series = [weeks.behind[at][2] for at in rows]
        happened = np.stack([found.judged["net"].happened[at] for at in rows])
        scum = _anchors.median(*(_anchors.statsforecast(model, series, H) for model in SCUM))
        ours = np.stack([found.judged["net"].q[at].T for at in rows])
        lines.append(line(f"SCUM, {name}", scum.q[:, 1:-1], series, happened, scum.seconds))
        lines.append(line(f"GigLens, {name}", ours, series, happened, None))
    return (
        f"Net of accounts with {SCUM_WEEKS} weeks or more behind them, {H} weeks ahead",
        ["", "sCRPS", "WQL", "80%, ends in", "series a second"],
        lines,
    )


def of_m3(path: Path) -> Table:
    """A sample of the monthly series of the M3 competition, on its own split."""
    table = pd.read_parquet(path).sort_values(["entity", "t"])
    both = [(one.y[one.is_test == 0], one.y[one.is_test == 1]) for _, one in table.groupby("entity")]
    rows = sampled(list(range(len(both))), M3_SAMPLE)
    series = [both[at][0].to_numpy(dtype=np.float64) for at in rows]
    happened = np.stack([both[at][1].to_numpy(dtype=np.float64) for at in rows])
    return of_plain(f"M3 monthly, {len(rows)} series", series, happened, 12)


def of_plain(title: str, series: list[Floats], happened: Floats, season_length: int) -> Table:
    """ETS + Theta beside the model for plain series."""
    h = happened.shape[1]
    models = [PACKAGES[name](series, h, season_length) for name in ("AutoETS", "DOT")]
    begun = time.perf_counter()
    ours = np.stack([plain.distribution(y, season_length, h, ALL_LEVELS)[1] for y in series])
    seconds = time.perf_counter() - begun
    named = {
        "AutoETS": models[0],
        "DOT": models[1],
        "ETS + Theta": _anchors.mean(*models),
        "GigLens": _anchors.Answer(ours, seconds),
    }
    return (
        title,
        HEADER,
        [_months.line(name, series, happened, one.q, season_length, one.seconds) for name, one in named.items()],
    )


def sampled(rows: list[int], size: int) -> list[int]:
    """A part of the rows, always the same."""
    drawn = np.random.default_rng(SEED).choice(len(rows), size=min(size, len(rows)), replace=False)
    return [rows[at] for at in sorted(drawn.tolist())]


def line(name: str, q: Floats, series: Sequence[Floats], happened: Floats, seconds: float | None) -> list[object]:
    """One row; coverage counts the ends of the interval in."""
    naive = np.array([np.abs(np.diff(y)).mean() for y in series])
    loss = metrics.pinball(happened, q.transpose(0, 2, 1), LEVELS)
    some = naive > 0
    scrps = np.minimum(metrics.CAP, loss[some].mean(axis=1) / naive[some]).mean()
    inside = ((happened >= q[:, 1]) & (happened <= q[:, -2])).mean()
    rate: object = "see below" if seconds is None else round(len(series) / seconds)
    return [name, round(float(scrps), 3), round(float(loss.sum() / np.abs(happened).sum()), 3), percent(inside), rate]


def of_coverage(report: dict[str, Any]) -> Table:
    """Calibration of every forecast of every account."""
    rows: list[list[object]] = []
    for name in FLOWS:
        one = report[name]
        buckets = [percent(share) for share in one["cover_80_by_days"].values()]
        rows.append([name, one["scrps"], one["wql"], percent(one["cover_80"]), percent(one["cover_95"]), *buckets])
    header = ["", "sCRPS", "WQL", "80%", "95%", *[f"80%, {days} days" for days in report["net"]["cover_80_by_days"]]]
    return f"All {report['net']['forecasts']} forecasts of accounts left out, by randomised PIT", header, rows


def of_sums(report: dict[str, Any]) -> Table:
    """Sums of weeks, and the lowest of their ends."""
    rows: list[list[object]] = [
        [name, one["wql"], percent(one["cover_80"]), percent(one["cover_95"])] for name, one in report["sums"].items()
    ]
    return "Sums of weeks, from the same forecasts", ["", "WQL", "80%", "95%"], rows


def of_shortfall(report: dict[str, Any]) -> Table:
    """The questions of running short."""
    rows: list[list[object]] = [
        [name.replace("_", " "), percent(one["rate"]), one["brier"], percent(one["skill"]), one["auc"], one["ece"]]
        for name, one in report["shortfall"].items()
    ]
    return "Running short", ["", "happens", "Brier", "better than the rate", "AUC", "calibration error"], rows


def of_speed(speed: dict[str, float]) -> Table:
    """Speed and size."""
    return "Speed", ["", "measured"], [[name.replace("_", " "), value] for name, value in speed.items()]


def percent(share: float) -> str:
    """A share as people read it."""
    return f"{100 * float(share):.1f}%"


def draw(found: folds.Found) -> None:
    """Reliability of a week's net below 0, and what share of what happened each quantile held."""
    lines: dict[str, _drawing.Points] = {}
    for name, (said, came) in found.answers.items():
        parts = np.array_split(np.argsort(said, kind="stable"), 10)
        lines[name.replace("_", " ")] = [(float(said[part].mean()), float(came[part].mean())) for part in parts]
    _drawing.square(DOCS / "forecast-reliability.svg", "Running short", "said", "happened", lines)
    levels = np.linspace(0.05, 0.95, 19)
    held = {name: [(at, float((one.pit <= at).mean())) for at in levels.tolist()] for name, one in found.judged.items()}
    _drawing.square(DOCS / "forecast-coverage.svg", "Quantiles of a week", "level", "share of weeks below", held)


if __name__ == "__main__":
    main()
