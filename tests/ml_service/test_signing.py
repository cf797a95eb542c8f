"""Signed requests: who may ask, and for how long a signature holds."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from ml_service import signing
from ml_service.main import app
from tests.ml_service.build import question

KEYS = "new-key,old-key"
NOW = 1_800_000_000.0
NONCE = "0123456789abcdef"
CALL = {"method": "POST", "path": "/v1/forecasts", "body": b"{}"}


@pytest.fixture
def guarded(monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setenv("ML_SHARED_KEY", KEYS)
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


def signed(
    now: float, *, keys: str = KEYS, body: bytes = b"", method: str = "POST", path: str = "/v1/forecasts"
) -> str:
    return signing.sign(keys=keys, method=method, path=path, body=body, now=now)


def check(header: str | None, *, now: float = NOW, keys: str = KEYS, seen: signing.SeenNonces | None = None) -> None:
    signing.verify(keys=keys, header=header, now=now, seen=seen, method="POST", path="/v1/forecasts", body=b"{}")


def test_it_works(guarded: TestClient) -> None:
    body = json.dumps(question()).encode()
    header = signed(time.time(), body=body)
    answer = guarded.post("/v1/forecasts", content=body, headers={signing.HEADER: header})
    assert answer.status_code == 200
    again = guarded.post("/v1/forecasts", content=body, headers={signing.HEADER: header})
    assert again.status_code == 401
    assert again.json()["error"] == {"code": "unauthorized", "message": "The signature was used before"}


@pytest.mark.parametrize("path", ["/v1/forecasts", "/v1/credit-scores", "/v1/models"])
def test_unsigned_requests_are_refused(guarded: TestClient, path: str) -> None:
    answer = guarded.get(path) if path == "/v1/models" else guarded.post(path, json=question())
    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "unauthorized"


@pytest.mark.parametrize("path", ["/livez", "/readyz", "/metrics"])
def test_probes_need_no_signature(guarded: TestClient, path: str) -> None:
    assert guarded.get(path).status_code == 200


def test_either_key_is_accepted_while_one_is_rotated() -> None:
    for key in ("new-key", "old-key"):
        check(signing.sign(keys=key, now=NOW, **CALL))  # type: ignore[arg-type]


@pytest.mark.parametrize("late", [-61, 61, 3600])
def test_a_signature_holds_for_a_minute(late: int) -> None:
    with pytest.raises(signing.BadSignature, match="window"):
        check(signing.sign(keys=KEYS, now=NOW, **CALL), now=NOW + late)  # type: ignore[arg-type]


@pytest.mark.parametrize("change", [{"method": "PUT"}, {"path": "/v1/models"}, {"body": b"{ }"}, {"keys": "other"}])
def test_whatever_is_signed_cannot_be_changed(change: dict[str, object]) -> None:
    header = signing.sign(**{"keys": KEYS, "now": NOW, **CALL, **change})  # type: ignore[arg-type]
    with pytest.raises(signing.BadSignature, match="match"):
        check(header)


@pytest.mark.parametrize(
    "header",
    [None, "", "v1", "v1 1.2.3", "v2 1.0123456789abcdef." + "0" * 64, "v1 ١٢.0123456789abcdef." + "0" * 64, "é" * 100,
     f"v1 99999999999999.{NONCE}." + "0" * 64, f"v1 1.{NONCE}." + "0" * 63 + "é"],
)  # fmt: skip
def test_malformed_headers(header: str | None) -> None:
    with pytest.raises(signing.BadSignature):
        check(header)


def test_the_memory_of_nonces_is_bounded_and_forgets_with_time() -> None:
    seen = signing.SeenNonces(limit=2)
    assert seen.remember("a", NOW)
    assert seen.remember("b", NOW)
    assert not seen.remember("a", NOW + 60), "a replay"
    assert not seen.remember("c", NOW + 60), "no room: refuse rather than forget"
    assert seen.remember("c", NOW + 121)


def test_no_key_signs_nothing() -> None:
    with pytest.raises(ValueError, match="no key"):
        signing.sign(keys=" , ", now=NOW, **CALL)  # type: ignore[arg-type]


def test_the_format_is_the_documented_one() -> None:
    header = signing.sign(keys="k", method="post", path="/v1/models", body=b"", now=NOW, nonce=NONCE)
    assert header == (f"v1 1800000000.{NONCE}.d0ba933f985ef6e4e901661e77c26b9ceb26d2b0c910cf1655dd9aa899239e8a")
