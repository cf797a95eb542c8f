"""`python -m ml_service.training [all|forecast|credit|intents|backtest]`: fits the served models, or your tables."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

Command = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command."""
    given = _parser().parse_args(arguments)
    run: Command = given.run
    try:
        with threadpool_limits(1):  # on a busy machine threads wait for each other: ten times as long was seen
            return run(given)
    except (OSError, ValueError) as error:
        sys.stderr.write(f"{error}\n")
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m ml_service.training", description="Fit and measure models.")
    commands = parser.add_subparsers(required=True, metavar="command")
    for name, text in (("all", "fit every served model"), ("forecast", "fit the served forecast model")):
        command = commands.add_parser(name, help=text)
        command.add_argument("--out", type=Path, default=Path("var/models"))
        command.set_defaults(run=_train, kinds=("forecast", "credit") if name == "all" else (name,))
    _add_credit(commands.add_parser("credit", help="fit the served scorecard, or one on a table of your own"))
    intents = commands.add_parser("intents", help="fit a model that tells texts apart, on a table of them")
    intents.add_argument("--phrases", type=Path, required=True, help="CSV: text, intent, language, and line if drawn")
    intents.add_argument("--out", type=Path, default=Path("var/models"))
    intents.add_argument("--json", action="store_true", help="print one JSON object")
    intents.set_defaults(run=_intents)
    _add_backtest(commands.add_parser("backtest", help="forecast the past of your own series and judge it"))
    return parser


def _add_credit(command: argparse.ArgumentParser) -> None:
    command.add_argument("--out", type=Path, default=Path("var/models"))
    command.add_argument("--table", type=Path, help="parquet or CSV to fit on")
    command.add_argument("--target", default="bad", help="column of outcomes: 1 for bad, 0 for good")
    command.add_argument("--test", type=Path, help="table to judge on; a fifth of the rows is kept without one")
    command.add_argument("--exclude", default="", help="columns that are not to be features, comma separated")
    command.add_argument(
        "--monotone",
        default="",
        help="COLUMN:1 where more may only raise the probability of bad, COLUMN:-1 where only lower; comma separated",
    )
    command.add_argument("--json", action="store_true", help="print one JSON object")
    command.set_defaults(run=_credit, kinds=("credit",))


def _add_backtest(command: argparse.ArgumentParser) -> None:
    command.add_argument("--series", type=Path, required=True, help="unique_id, ds, and inflow, outflow or y")
    command.add_argument("--freq", choices=("W", "M"), default="W")
    command.add_argument("--h", type=int, default=8)
    command.add_argument("--windows", type=int, default=3)
    command.add_argument("--season-length", type=int, default=None, help="of plain series; 12 by the month, else 1")
    command.add_argument("--models", type=Path, default=Path("var/models"), help="where the fitted models are")
    command.add_argument("--json", action="store_true", help="print one JSON object")
    command.set_defaults(run=_backtest)


def _train(given: argparse.Namespace) -> int:
    given.out.mkdir(parents=True, exist_ok=True)
    for kind in given.kinds:
        card = _trainer(kind)(given.out)
        sys.stdout.write(f"{kind}: {card['name']} -> {given.out / kind}.npz\n")
    return 0


def _credit(given: argparse.Namespace) -> int:
    if given.table is None:
        return _train(given)
    from ml_service.training import portfolio, portfolio_report, series

    table = series.read(given.table)
    test = None if given.test is None else series.read(given.test)
    if test is None:
        kept = np.random.default_rng(0).random(len(table)) < 0.2
        table, test = table[~kept].reset_index(drop=True), table[kept].reset_index(drop=True)
    left_out = [name for name in given.exclude.split(",") if name in table.columns]
    started = time.perf_counter()
    fitted = portfolio.fit(table.drop(columns=left_out), given.target, monotone=_directions(given.monotone))
    spent = {"fit_seconds": round(time.perf_counter() - started, 1)}
    return _show(portfolio_report.report(fitted, test, given.target) | spent, as_json=given.json)


def _intents(given: argparse.Namespace) -> int:
    from ml_service.training import intents

    return _show(intents.train(given.phrases, given.out), as_json=given.json)


def _directions(declared: str) -> dict[str, int]:
    """`income:-1,debt:1` as a mapping."""
    found: dict[str, int] = {}
    for part in filter(None, declared.split(",")):
        name, _, way = part.rpartition(":")
        if not name or way not in {"1", "+1", "-1"}:
            raise ValueError(f"--monotone takes COLUMN:1 or COLUMN:-1, comma separated, not {part!r}")
        found[name] = int(way)
    return found


def _backtest(given: argparse.Namespace) -> int:
    from ml_service import registry
    from ml_service.training import backtest, plain_backtest, series

    table = series.read(given.series)
    served = registry.load(given.models).forecast
    if not series.is_daily(table):
        by_month = given.freq == "M"
        found = plain_backtest.report(
            series.plain(table),
            season_length=given.season_length or (12 if by_month else 1),
            h=given.h,
            n_windows=given.windows,
            learned=served.model.months if by_month else None,
        )
        return _show(found, as_json=given.json)
    accounts = series.accounts(table)
    cuts = backtest.cuts(accounts, given.freq, h=given.h, n_windows=given.windows)
    if not cuts:
        raise ValueError("no series is long enough")
    found = backtest.report(backtest.judge(accounts, cuts, served.model, given.freq, given.h))
    return _show({"model": served.name, "model_version": served.version, **found}, as_json=given.json)


def _show(found: dict[str, Any], *, as_json: bool) -> int:
    lines = [json.dumps(found)] if as_json else [f"{name:20} {value}" for name, value in found.items()]
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


def _trainer(kind: str) -> Callable[[Path], dict[str, Any]]:
    """Imported when needed: scikit-learn alone takes a second."""
    if kind == "forecast":
        from ml_service.training import forecast

        return forecast.train
    from ml_service.training import credit

    return credit.train


if __name__ == "__main__":
    sys.exit(main())
