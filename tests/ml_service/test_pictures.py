"""POST /v1/pictures: the same figures as one by one, in whole minor units, in one body that says when it is damaged."""

from __future__ import annotations

import zlib
from typing import Any

import pytest
from fastapi.testclient import TestClient

from ml_service import pictures
from ml_service.packed import Points
from tests.ml_service.build import Json, account, applicant, question

WEEKS: Json = {"freq": "W", "h": 13, "daily_levels": [0.1, 0.5, 0.9], "minimum_ahead_days": 28}
MONTHS: Json = {"freq": "M", "h": 6, "daily_levels": [0.1, 0.5, 0.9]}


def series(name: str = "ana", *, digits: int = 2, **changes: Any) -> Json:
    return account(unique_id=name, **changes) | {"minor_digits": digits}


def ask(service: TestClient, *asked: Json, **changes: Any) -> tuple[Any, list[list[Points]]]:
    request = {"outlines": [WEEKS, MONTHS], "series": list(asked) or [series()]} | changes
    answer = service.post("/v1/pictures", json=request)
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == pictures.MEDIA_TYPE
    head, rows = pictures.read(answer.content)
    return head, [[Points(row) for row in mine] for mine in rows]


def test_it_says_what_forecasts_say(service: TestClient) -> None:
    head, ((weekly, monthly),) = ask(service)
    assert (head.forecasts[0].as_of.isoformat(), head.forecasts[0].basis) == ("2026-06-01", "own_history")
    for points, freq, h in ((weekly, "W", 13), (monthly, "M", 6)):
        said = service.post("/v1/forecasts", json=question(freq=freq, h=h, daily_balance=True)).json()["forecasts"][0]
        assert points["ds"] == said["ds"]
        assert points["shortfall_probability"] == said["shortfall_probability"]
        assert points["daily_balance"]["ds"] == said["daily_balance"]["ds"]
        assert points["daily_balance"]["q"][1] == _minor(said["daily_balance"]["q"][9])
        for name in ("inflow", "outflow", "net", "balance", "running_minimum"):
            assert points[name]["q"] == [_minor(path) for path in said[name]["q"]], name
    assert weekly["minimum_ahead"]["q"][0][0] == weekly["running_minimum"]["q"][1][3]
    assert monthly["minimum_ahead"] is None
    largest = max(abs(amount) for row in monthly["daily_balance"]["q"] for amount in row)
    assert head.forecasts[0].largest >= largest


def _minor(path: list[float]) -> list[int]:
    return [round(amount * 100) for amount in path]


def test_each_series_has_its_own_minor_unit_balance_and_end(service: TestClient) -> None:
    asked = [
        series("yen", digits=0),
        series("unknown", balance=None),
        series("short", n_days=20),
        series("earlier", start="2025-01-01"),
        series("dinar", digits=3),
    ]
    head, rows = ask(service, *asked)
    assert [one.unique_id for one in head.forecasts] == ["yen", "unknown", "short", "earlier", "dinar"]
    yen, unknown, short, earlier, dinar = (weekly for weekly, _ in rows)
    assert unknown["balance"] is unknown["daily_balance"] is unknown["shortfall_probability"] is None
    assert unknown["net"]["mean"]
    assert [round(amount / 1000) for amount in dinar["balance"]["mean"]] == yen["balance"]["mean"]
    assert head.forecasts[2].basis == "population"
    assert earlier["ds"][0] < short["ds"][0] < yen["ds"][0] or earlier["ds"][0] == "2026-01-01"


def test_scores_come_along(service: TestClient) -> None:
    head, _ = ask(service, applicants=[applicant()])
    alone = service.post("/v1/credit-scores", json={"applicants": [applicant()]}).json()
    assert head.credit_model_version == alone["model_version"]
    (said,), (wanted,) = head.scores, alone["scores"]
    assert (said.score, said.grade) == (wanted["score"], wanted["grade"])
    assert [(one.code, one.score) for one in said.what_if] == [(one["code"], one["score"]) for one in wanted["what_if"]]


@pytest.mark.parametrize(
    "changes",
    [
        {"outlines": []},
        {"outlines": [WEEKS, WEEKS]},
        {"outlines": [WEEKS | {"h": 61}]},
        {"outlines": [WEEKS | {"daily_levels": [0.9, 0.1]}]},
        {"series": []},
        {"series": [series(), series()]},
        {"series": [series(digits=5)]},
        {"applicants": [applicant(), applicant()]},
    ],
)
def test_a_question_that_makes_no_sense_is_refused(service: TestClient, changes: Json) -> None:
    request = {"outlines": [WEEKS], "series": [series()]} | changes
    answer = service.post("/v1/pictures", json=request)
    assert answer.status_code == 422
    assert answer.json()["error"]["fields"]


def test_too_many_are_refused(service: TestClient) -> None:
    many = [series(str(number), n_days=1) for number in range(2_001)]
    answer = service.post("/v1/pictures", json={"outlines": [WEEKS], "series": many})
    assert answer.status_code == 413


def test_a_damaged_body_is_not_read() -> None:
    head = b'{"model":"m","model_version":"1","credit_model":"c","credit_model_version":"1","forecasts":[],"scores":[]}'
    good = pictures.written(head, [])
    assert pictures.read(good)[0].model == "m"
    for at in range(len(good)):
        with pytest.raises(pictures.Damaged):
            pictures.read(good[:at] + bytes([good[at] ^ 1]) + good[at + 1 :])
    rest = good[8:] + b"x"
    with pytest.raises(pictures.Damaged, match="another length"):
        pictures.read(good[:4] + zlib.crc32(rest).to_bytes(4, "little") + rest)
