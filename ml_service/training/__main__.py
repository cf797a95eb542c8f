"""`python -m ml_service.training [all|forecast|credit|backtest]`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command."""
    given = _parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = given.run
    return run(given)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m ml_service.training", description="Fit and measure models.")
    commands = parser.add_subparsers(required=True, metavar="command")
    for name, text in (("all", "fit every served model"), ("forecast", "fit the forecast model")):
        command = commands.add_parser(name, help=text)
        command.add_argument("--out", type=Path, default=Path("var/models"))
        command.set_defaults(run=_train, kinds=("forecast", "credit") if name == "all" else (name,))
    return parser


def _train(given: argparse.Namespace) -> int:
    given.out.mkdir(parents=True, exist_ok=True)
    for kind in given.kinds:
        card = _trainer(kind)(given.out)
        _say(f"{kind}: {card['name']} -> {given.out / kind}.npz")
    return 0


def _trainer(kind: str) -> Callable[[Path], dict[str, Any]]:
    """Imported when needed: scikit-learn alone takes a second."""
    if kind == "forecast":
        from ml_service.training import forecast

        return forecast.train
    from ml_service.training import credit

    return credit.train


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")


if __name__ == "__main__":
    sys.exit(main())
