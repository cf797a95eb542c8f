"""What the forecast benchmark measures is what it says; the packages it compares with are not needed here."""

import importlib.util
import sys
from pathlib import Path
from xml.dom import pulldom

import numpy as np
import pytest

from bench import _anchors, _drawing, _report

if importlib.util.find_spec("psutil") is None:  # pragma: no cover
    pytest.skip("psutil is not installed", allow_module_level=True)

from bench import forecast
from ml_service.forecasting.model import ForecastModel
from ml_service.training import backtest, folds
from ml_service.training.accounts import Account, from_table
from ml_service.training.months import by_month
from ml_service.training.tables import read


def test_months_are_full_calendar_months() -> None:
    start = int(np.datetime64("2024-01-10", "D").astype(int))
    flows = np.stack([np.ones(100), np.zeros(100)])  # to the 18th of April
    assert by_month(Account("a", start, flows))[0].tolist() == [29, 31]


def test_the_weeks_behind_are_those_that_the_forecast_knew() -> None:
    accounts = from_table(read("flows"))[:5]
    weeks, judged = forecast.Weeks(), []
    cuts = backtest.weekly_cuts(accounts, h=8, n_windows=1)
    for part in backtest.seen(accounts, cuts, ForecastModel.baseline(), "W", 8):
        weeks(part, accounts)
        judged.append(backtest.judge_part(part))
    errors = backtest.joined(judged)["net"].naive_error
    assert [np.abs(np.diff(y[2])).mean() for y in weeks.behind] == pytest.approx(errors)
    assert all(weeks.last)


def test_the_last_origin_of_an_account_is_told_from_the_others() -> None:
    accounts = [one for one in from_table(read("flows")) if one.flows.shape[1] > 200][:5]
    weeks = forecast.Weeks()
    cuts = backtest.weekly_cuts(accounts, h=8, n_windows=3)
    for part in backtest.seen(accounts, cuts, ForecastModel.baseline(), "W", 8):
        weeks(part, accounts)
    assert sum(weeks.last) == 5
    assert len(weeks.last) == len(cuts)


def test_a_line_is_scored_by_the_definition() -> None:
    q = np.zeros((1, 19, 2))
    name, scrps, wql, covered, rate = forecast.line("a", q, [np.array([0.0, 2.0])], np.array([[1.0, 1.0]]), 0.5)
    assert (name, scrps, wql, covered, rate) == ("a", 0.5, 1.0, "0.0%", 2)  # 2 x mean of the levels, over 2


def test_every_account_is_left_out_once() -> None:
    assert sorted(np.bincount(folds.numbers(103)).tolist()) == [20, 20, 21, 21, 21]


def test_answers_of_packages_are_put_in_order() -> None:
    one = _anchors.Answer(np.zeros((2, 21, 3)), 1.0)
    other = _anchors.Answer(np.ones((2, 21, 3)), 2.0)
    assert _anchors.mean(one, other).q.mean() == 0.5
    assert _anchors.median(one, one, other).q.max() == 0
    assert _anchors.mean(one, other).seconds == 3.0
    assert "statsforecast" not in sys.modules, "imported only when it is asked"


def test_tables_go_between_the_markers(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- bench-x: begin -->\nold\n<!-- bench-x: end -->\nafter\n")
    _report.into_document(page, "x", [("Title", ["", "n"], [["a", 1]])])
    text = page.read_text()
    assert "old" not in text
    assert text.startswith("before\n")
    assert text.endswith("after\n")
    assert "| a | 1 |" in text
    with pytest.raises(ValueError, match="lacks"):
        _report.into_document(page, "y", [])


def test_a_figure_is_well_formed(tmp_path: Path) -> None:
    _drawing.square(tmp_path / "a.svg", "Title", "across", "up", {"one": [(0, 0), (1, 1)]})
    events = [event for event, _ in pulldom.parse(str(tmp_path / "a.svg"))]  # noqa: S319 - our own file
    assert events.count("START_ELEMENT") == events.count("END_ELEMENT") > 15
