"""Nothing that a caller sends gives a 500: limits, malformed bodies, unknown paths, one error shape."""

from __future__ import annotations

import json
import threading
from typing import Any

import anyio
import pytest
from fastapi import Request
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ml_service import schemas
from ml_service.errors import Refused
from ml_service.main import signed_body
from ml_service.settings import Settings
from tests.ml_service.build import LOAN, Json, account, applicant, month, question

FORECASTS, SCORES = "/v1/forecasts", "/v1/credit-scores"


def refusal(service: TestClient, path: str, body: bytes | Json, status: int, code: str) -> Any:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    answer = service.post(path, content=content)
    assert answer.status_code == status, answer.text
    error = answer.json()["error"]
    assert error["code"] == code
    assert error["message"]
    return error


@pytest.mark.parametrize("path", [FORECASTS, SCORES])
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b"NaN",
        b"{",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"a":' * 50_000,
        b'"\\ud800"',
        b'{"series": []}',
        b'{"applicants": []}',
        b'{"freq": "W", "h": 1, "series": "abc"}',
        b'{"applicants": [null]}',
    ],
)
def test_bodies_that_are_no_request(service: TestClient, path: str, body: bytes) -> None:
    refusal(service, path, body, 422, "invalid_request")


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "1e400", "true", '"1"', "-1", "[]", "1e13"])
def test_flows_that_are_no_amount(service: TestClient, value: str) -> None:
    body = json.dumps(question(account(1, inflow=["?"]))).replace('"?"', value).encode()
    error = refusal(service, FORECASTS, body, 422, "invalid_request")
    assert list(error["fields"]) == ["series.0.inflow.0"]


@pytest.mark.parametrize(
    "changes",
    [
        {"h": 0},
        {"h": 61},
        {"h": True},
        {"h": 1.5},
        {"freq": "D"},
        {"freq": "M", "h": 25},
        {"quantiles": []},
        {"quantiles": [0.5, 0.5]},
        {"quantiles": [0.9, 0.1]},
        {"quantiles": [0.0]},
        {"quantiles": [1.0]},
        {"quantiles": [at / 30 for at in range(1, 30)]},
        {"series": []},
        {"series": [account(), account()]},
        {"series": [{}]},
        {"series": [None]},
        {"series": [7]},
        {"unknown": 1},
        {"series": [account(inflow=[])]},
        {"series": [account(10, outflow=[1.0])]},
        {"series": [account(3651)]},
        {"series": [account(start="2025-02-30")]},
        {"series": [account(start="0001-01-01")]},
        {"series": [account(start="9999-12-31")]},
        {"series": [account(start=20250101)]},
        {"series": [account(unique_id="")]},
        {"series": [account(unique_id=7)]},
        {"series": [account(balance="12")]},
        {"series": [account(scheduled=[{"on": "soon", "amount": 1}])]},
        {"series": [{"unique_id": "a", "y": []}]},
        {"series": [{"unique_id": "a", "y": [1.0], "season_length": 0}]},
        {"series": [{"unique_id": "a", "y": [1.0], "inflow": [1.0]}]},
    ],
)
def test_forecast_requests_that_make_no_sense(service: TestClient, changes: Json) -> None:
    refusal(service, FORECASTS, question() | changes, 422, "invalid_request")


@pytest.mark.parametrize(
    "changes",
    [
        {"months": [month("1996-01"), month("1996-02")]},
        {"months": [month("1996-02"), month("1996-01"), month("1996-03")]},
        {"months": [month("1996-01"), month("1996-01"), month("1996-02")]},
        {"months": [month(f"19{60 + at}-01") for at in range(37)]},
        {"months": [month("1996-13"), month("1997-01"), month("1997-02")]},
        {"months": [month("1996-01", inflow=-1.0), month("1996-02"), month("1996-03")]},
        {"months": [month("1996-01", days_negative=32), month("1996-02"), month("1996-03")]},
        {"months": [month("1996-01", n_transactions=True), month("1996-02"), month("1996-03")]},
        {"loan": LOAN | {"payment": -1.0}},
        {"loan": {}},
        {"as_of": "yesterday"},
        {"unique_id": None},
    ],
)
def test_applicants_that_make_no_sense(service: TestClient, changes: Json) -> None:
    refusal(service, SCORES, {"applicants": [applicant() | changes]}, 422, "invalid_request")


def test_an_applicant_named_twice(service: TestClient) -> None:
    refusal(service, SCORES, {"applicants": [applicant(), applicant()]}, 422, "invalid_request")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=st.sampled_from([FORECASTS, SCORES]), where=st.sampled_from(["all", "series", "field"]), junk=JSON)
def test_no_junk_gives_a_500(service: TestClient, path: str, where: str, junk: Any) -> None:
    good = {"applicants": [applicant()]} if path == SCORES else question()
    (name,) = good.keys() & {"series", "applicants"}
    bodies = {"all": junk, "series": good | {name: [junk]}, "field": good | {name: [good[name][0] | {"extra": junk}]}}
    answer = service.post(path, content=json.dumps(bodies[where]).encode())
    assert answer.status_code == 422
    assert answer.json()["error"]["code"] == "invalid_request"


def test_too_many_series(service: TestClient) -> None:
    short = [{"unique_id": str(at), "y": [1.0]} for at in range(schemas.MAX_SERIES + 1)]
    refusal(service, FORECASTS, question(*short), 413, "too_large")


def test_too_many_applicants(service: TestClient) -> None:
    rows = [applicant(3, unique_id=str(at)) for at in range(schemas.MAX_APPLICANTS + 1)]
    refusal(service, SCORES, {"applicants": rows}, 413, "too_large")


def test_an_answer_too_large_to_give(service: TestClient) -> None:
    many = [account(3, unique_id=str(at)) for at in range(2000)]
    refusal(service, FORECASTS, question(*many, h=60, daily_balance=True), 413, "too_large")


def test_too_large_a_body(service: TestClient) -> None:
    refusal(service, FORECASTS, b" " * (schemas.MAX_BODY_BYTES + 1), 413, "too_large")


def test_an_endless_body_is_cut_while_it_streams() -> None:
    given_out = 0

    async def receive() -> dict[str, Any]:
        nonlocal given_out
        given_out += 1
        return {"type": "http.request", "body": b" " * 65536, "more_body": True}

    scope = {"type": "http", "method": "POST", "path": FORECASTS, "headers": [], "state": {"settings": Settings()}}
    with pytest.raises(Refused, match="over"):
        anyio.run(signed_body, Request(scope, receive))
    assert given_out == schemas.MAX_BODY_BYTES // 65536 + 1


def test_busy_when_every_slot_is_taken(service: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading.BoundedSemaphore, "acquire", lambda self, timeout: False)
    answer = service.post(FORECASTS, json=question())
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "1"
    assert answer.json()["error"]["code"] == "busy"
    assert "ml_busy_refusals_total 0.0" not in service.get("/metrics").text


def test_unknown_paths_and_methods_have_the_same_shape(service: TestClient) -> None:
    assert service.get("/nowhere").json()["error"]["code"] == "not_found"
    assert service.get(FORECASTS).json()["error"]["code"] == "method_not_allowed"
