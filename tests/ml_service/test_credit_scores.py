"""POST /v1/credit-scores."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ml_service.schemas import CreditAnswer
from ml_service.scoring import points
from ml_service.scoring.features import FEATURES
from ml_service.scoring.scorecard import Scorecard
from tests.ml_service.build import LOAN, Json, applicant, month

AMOUNTS = st.floats(0, 1e5)
MONTH = st.fixed_dictionaries(
    {
        "inflow": AMOUNTS,
        "outflow": AMOUNTS,
        "closing_balance": st.floats(-1e4, 1e5),
        "min_balance": st.floats(-1e4, 1e5),
        "days_negative": st.integers(0, 28),
        "overdraft_fees": st.integers(0, 3),
    }
)
LOANS = st.fixed_dictionaries({"amount": AMOUNTS, "duration_months": st.integers(0, 120), "payment": st.floats(0, 1e4)})


def ask(service: TestClient, *applicants: Json) -> list[Any]:
    answer = service.post("/v1/credit-scores", json={"applicants": list(applicants)})
    assert answer.status_code == 200, answer.text
    CreditAnswer.model_validate_json(answer.content)
    return list(answer.json()["scores"])


def feed_back(asked: Json, edits: list[Json]) -> Json:
    months = [dict(row) for row in asked["months"]]
    loan = dict(asked["loan"] or {})
    for edit in edits:
        target = next((row for row in months if row["month"] == edit["month"]), loan)
        target[edit["field"]] = edit["value"]
    return asked | {"months": months, "loan": loan or None}


@pytest.fixture(scope="session")
def card(models_dir: Path) -> Scorecard:
    return Scorecard.load(models_dir / "credit.npz")


def test_it_works(service: TestClient) -> None:
    (found,) = ask(service, applicant())
    assert found["score"] > 600
    assert found["grade"] in "ABC"


def test_an_account_in_the_red_loses_points_and_is_told_why(service: TestClient) -> None:
    rows = applicant()["months"][:-1] + [month("1996-12", min_balance=-900.0, days_negative=9, overdraft_fees=1)]
    good, bad = ask(service, applicant(), applicant(unique_id="ben", months=rows))
    assert bad["score"] < good["score"]
    assert "OVERDRAWN" in [one["code"] for one in bad["reason_codes"][:2]]
    lost = [one["points"] for one in bad["reason_codes"]]
    assert lost == sorted(lost)
    assert max(lost) < 0


def test_the_score_is_the_probability_on_the_documented_scale(service: TestClient) -> None:
    assert points.to_points(-np.log(10)) == 650
    assert points.to_points(-np.log(20)) == 690
    (found,) = ask(service, applicant(loan=LOAN))
    odds = found["probability_of_default"] / (1 - found["probability_of_default"])
    assert found["score"] == pytest.approx(points.to_points(np.log(odds)), abs=1)
    assert found["grade"] == points.to_grade(found["score"])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(MONTH, min_size=3, max_size=36), loan=st.none() | LOANS)
def test_every_what_if_reaches_what_it_promises(service: TestClient, rows: list[Json], loan: Json | None) -> None:
    months = [month(f"{1995 + at // 12}-{at % 12 + 1:02d}", **row) for at, row in enumerate(rows)]
    asked = applicant(months=months, loan=loan)
    (found,) = ask(service, asked)
    for change in found["what_if"]:
        assert change["score"] > found["score"]
        (reached,) = ask(service, feed_back(asked, change["edits"]))
        assert reached["score"] == change["score"], change["code"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(loan=LOANS, larger=st.floats(1, 5))
def test_a_loan_only_adds_burden(service: TestClient, loan: Json, larger: float) -> None:
    more = loan | {"amount": loan["amount"] * larger, "payment": loan["payment"] * larger}
    scores = ask(
        service,
        applicant(),
        applicant(unique_id="some", loan=loan),
        applicant(unique_id="more", loan=more),
    )
    reached = [one["score"] for one in scores]
    assert reached == sorted(reached, reverse=True)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(MONTH, min_size=3, max_size=36), loan=st.none() | LOANS, more=st.floats(0, 1e5))
def test_a_higher_balance_never_costs_points(
    service: TestClient, rows: list[Json], loan: Json | None, more: float
) -> None:
    months = [month(f"{1995 + at // 12}-{at % 12 + 1:02d}", **row) for at, row in enumerate(rows)]
    raised = [
        row | {"closing_balance": row["closing_balance"] + more, "min_balance": row["min_balance"] + more}
        for row in months
    ]
    before, after = ask(
        service, applicant(months=months, loan=loan), applicant(unique_id="ben", months=raised, loan=loan)
    )
    assert after["score"] >= before["score"]


def test_contributions_add_up_to_the_log_odds(card: Scorecard) -> None:
    features = np.random.default_rng(1).normal(0, 2, (500, len(FEATURES)))
    features[::7, 4] = np.nan
    added = card.contributions(features)
    assert np.abs(card.intercept + added.sum(axis=1) - card.log_odds(features)).max() < 1e-9
    assert [card.explain(row) for row in features.tolist()] == pytest.approx(added, abs=1e-12)


def test_tables_are_monotone_where_declared(card: Scorecard) -> None:
    for feature, values in zip(FEATURES, card.values, strict=True):
        assert (np.diff(values[:-1]) * feature.monotone >= -1e-12).all(), feature.name


def test_the_order_of_applicants_is_kept(service: TestClient) -> None:
    names = [f"a{at}" for at in range(50)]
    assert [one["unique_id"] for one in ask(service, *(applicant(unique_id=name) for name in names))] == names
