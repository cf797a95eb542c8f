"""POST /v1/forecasts."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ml_service.forecasting.summary import sliding_minimum
from ml_service.schemas import ForecastAnswer
from tests.ml_service.build import Json, account, question

FLOWS = st.lists(st.none() | st.floats(0, 1e6), min_size=1, max_size=200)


def ask(service: TestClient, request: Json) -> list[Any]:
    answer = service.post("/v1/forecasts", json=request)
    assert answer.status_code == 200, answer.text
    ForecastAnswer.model_validate_json(answer.content)
    return list(answer.json()["forecasts"])


def test_it_works(service: TestClient) -> None:
    (found,) = ask(service, question(daily_balance=True))
    assert found["as_of"] == "2026-06-01"
    assert found["ds"][:2] == ["2026-06-02", "2026-06-09"]
    assert found["basis"] == "own_history"
    assert len(found["daily_balance"]["ds"]) == 13 * 7


def test_pay_is_expected_in_the_week_of_payday(service: TestClient) -> None:
    (found,) = ask(service, question(h=2))
    # weeks of 2-8 and 9-15 June; pay comes on the 12th
    assert found["inflow"]["mean"][0] < 400 < 1200 < found["inflow"]["mean"][1]


def test_months_are_calendar_months_and_the_first_is_the_rest_of_one(service: TestClient) -> None:
    (found,) = ask(service, question(freq="M", h=24))
    assert found["ds"][:3] == ["2026-06-02", "2026-07-01", "2026-08-01"]
    assert len(found["inflow"]["mean"]) == 24


def test_the_lowest_balance_ahead_of_each_day_agrees_with_the_running_minimum(service: TestClient) -> None:
    (found,) = ask(service, question(minimum_ahead_days=28))
    ahead = found["minimum_ahead"]
    assert (ahead["days"], len(ahead["ds"]), ahead["ds"][0]) == (28, 13 * 7 - 27, "2026-06-02")
    four_weeks = [row[3] for row in found["running_minimum"]["q"]]
    assert [row[0] for row in ahead["q"]] == pytest.approx(four_weeks, abs=0.01)
    (without,) = ask(service, question(h=2, minimum_ahead_days=28))
    assert without["minimum_ahead"] is None


@pytest.mark.parametrize("window", [1, 2, 3, 28, 31])
def test_a_sliding_minimum_is_that_of_each_window(window: int) -> None:
    balance = np.random.default_rng(window).normal(size=(2, 40, 5)).astype(np.float32)
    expected = [balance[:, day : day + window].min(axis=1) for day in range(40 - window + 1)]
    assert (sliding_minimum(balance, window) == np.stack(expected, axis=1)).all()


def test_horizon_of_more_than_a_year(service: TestClient) -> None:
    (found,) = ask(service, question(h=60))
    assert np.isfinite(found["balance"]["q"]).all()


def test_without_a_balance_there_is_no_balance_ahead(service: TestClient) -> None:
    without, with_one = ask(service, question(account(balance=None), account(unique_id="ben")))
    assert [without[name] for name in ("balance", "running_minimum", "shortfall_probability")] == [None] * 3
    assert with_one["balance"] is not None
    assert without["net"] == with_one["net"]


def test_a_scheduled_bill_is_set_on_its_day(service: TestClient) -> None:
    bill = account(unique_id="bill", scheduled=[{"on": "2026-06-20", "amount": -5000.0}])
    plain, found = ask(service, question(account(), bill))
    more = np.subtract(found["outflow"]["mean"], plain["outflow"]["mean"])
    assert more == pytest.approx([0, 0, 5000, *[0] * 10], abs=0.01)


def test_a_scheduled_bill_known_from_history_counts_once(service: TestClient) -> None:
    rent = account(unique_id="rent", scheduled=[{"on": "2026-07-03", "amount": -700.0}])
    plain, found = ask(service, question(account(), rent, freq="M", h=3))
    assert found["outflow"]["mean"][1] == pytest.approx(plain["outflow"]["mean"][1], rel=0.15)


def test_scheduled_flows_outside_the_horizon_change_nothing(service: TestClient) -> None:
    late = account(scheduled=[{"on": "2030-01-01", "amount": -5000.0}, {"on": "2020-01-01", "amount": 5000.0}])
    assert ask(service, question(late)) == ask(service, question())


def test_the_breakdown_adds_up_to_the_mean(service: TestClient) -> None:
    (found,) = ask(service, question(account(scheduled=[{"on": "2026-06-20", "amount": -50.0}]), breakdown=True))
    for flow in ("inflow", "outflow"):
        parts = found["breakdown"][flow]
        total = np.sum([parts["level"], parts["profile"], parts["scheduled"]], axis=0)
        assert total == pytest.approx(found[flow]["mean"], abs=0.01)


@pytest.mark.parametrize(
    ("n_days", "basis"),
    [(1, "population"), (3, "population"), (10, "population"), (45, "shrunken"), (200, "own_history")],
)
def test_short_histories_say_what_they_rest_on(service: TestClient, n_days: int, basis: str) -> None:
    (found,) = ask(service, question(account(n_days)))
    assert found["basis"] == basis
    assert found["outflow"]["mean"][0] > 0


@pytest.mark.parametrize(
    "flows",
    [
        [0.0] * 365,
        [None] * 365,
        [None] * 364 + [10.0],
        [10.0] * 364 + [1e12],
        [1e12] * 365,
        [5.0, None] * 100,
        [0.01] * 3650,
        [30.0] * 200 + [0.0] * 165,
    ],
)
def test_weird_histories_have_an_answer(service: TestClient, flows: list[float | None]) -> None:
    (found,) = ask(service, question(account(len(flows), inflow=flows, outflow=flows), daily_balance=True))
    assert (np.array(found["inflow"]["q"]) >= 0).all()


def test_an_account_silent_for_long_may_have_stopped(service: TestClient) -> None:
    worked = account()["inflow"][:200] + [0.0] * 165
    (found,) = ask(service, question(account(inflow=worked, outflow=worked), quantiles=[0.05, 0.5]))
    assert np.sum(found["inflow"]["q"]) == 0


def test_one_plain_series(service: TestClient) -> None:
    y = [100 + 20 * np.sin(at * np.pi / 6) for at in range(60)]
    (found,) = ask(service, question({"unique_id": "shop", "y": y, "season_length": 12}, freq="M", h=12))
    expected = [100 + 20 * np.sin(at * np.pi / 6) for at in range(60, 72)]
    assert found["y"]["mean"] == pytest.approx(expected, abs=3)


@pytest.mark.parametrize("y", [[5.0], [0.0] * 30, [None, None], [1e12, -1e12] * 20, [0.0] * 20 + [7.0], [3.0] * 3650])
def test_weird_plain_series_have_an_answer(service: TestClient, y: list[float | None]) -> None:
    (found,) = ask(service, question({"unique_id": "shop", "y": y, "season_length": 7}))
    assert np.isfinite(found["y"]["q"]).all()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(inflow=FLOWS, outflow=FLOWS, balance=st.floats(-1e6, 1e6), freq=st.sampled_from(["W", "M"]))
def test_figures_agree_with_each_other(
    service: TestClient, inflow: list[float | None], outflow: list[float | None], balance: float, freq: str
) -> None:
    n = min(len(inflow), len(outflow))
    series = account(n, inflow=inflow[:n], outflow=outflow[:n], balance=balance)
    (found,) = ask(service, question(series, freq=freq, h=6, daily_balance=True))
    size = 1e-6 * (1 + abs(balance) + np.sum(found["inflow"]["mean"]) + np.sum(found["outflow"]["mean"]))
    near = size + 1e-3
    mean = {name: np.array(found[name]["mean"]) for name in ("inflow", "outflow", "net", "balance")}
    assert mean["net"] == pytest.approx(mean["inflow"] - mean["outflow"], abs=near)
    assert mean["balance"] == pytest.approx(balance + np.cumsum(mean["net"]), abs=near)
    for name in ("inflow", "outflow", "net", "balance", "running_minimum", "daily_balance"):
        assert (np.diff(found[name]["q"], axis=0) >= -near).all(), f"the quantiles of {name} cross"
    lowest = np.array(found["running_minimum"]["q"])
    assert (np.diff(lowest, axis=1) <= near).all(), "the lowest balance so far cannot rise"
    assert (lowest <= np.array(found["balance"]["q"]) + near).all()
    assert (np.diff(found["shortfall_probability"]) >= 0).all()


def test_the_same_question_has_the_same_answer(service: TestClient) -> None:
    assert ask(service, question()) == ask(service, question())


def test_batch_mates_and_position_change_nothing(service: TestClient) -> None:
    alone = ask(service, question())[0]
    mates = [account(30 + at, unique_id=f"mate-{at}") for at in range(60)]
    same_day = [account(unique_id=f"twin-{at}", inflow=[float(at)] * 365) for at in range(60)]
    answers = ask(service, question(*mates, *same_day, account(), {"unique_id": "shop", "y": [1.0, 2.0]}))
    assert answers[-2] == alone
    assert [one["unique_id"] for one in answers[:2]] == ["mate-0", "mate-1"]
