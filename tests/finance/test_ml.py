"""The client of the ML service, against a real server that misbehaves, and against the real service."""

import json
import math
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from finance.ml import AWAITED, MLClient, MLError
from kit.breaker import Breaker
from ml_service import pictures
from ml_service.packed import Points
from ml_service.schemas import PictureOutline, PictureRequest, PictureSeries

SERIES = PictureSeries(
    unique_id="s1", start=date(2026, 1, 1), inflow=[10.0] * 70, outflow=[7.5] * 70, balance=80.0, minor_digits=2
)
QUESTION = PictureRequest(outlines=[PictureOutline(freq="W", h=2, quantiles=[0.1, 0.5])], series=[SERIES])
HEAD = {
    "model": "m",
    "model_version": "1",
    "credit_model": "c",
    "credit_model_version": "1",
    "forecasts": [{"unique_id": "s1", "as_of": "2026-03-11", "basis": "shrunken", "largest": 1, "sizes": [1]}],
    "scores": [],
}


def body(head: bytes, *rows: bytes) -> bytes:
    return pictures.written(head, rows)


GOOD = body(json.dumps(HEAD).encode(), b"x")
Answerer = Callable[[BaseHTTPRequestHandler], None]


class Fake:
    """A service that does what a test tells it, and counts."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.asked = 0
        self.answer: Answerer = lambda request: request.send_error(500)

    def client(self, **kwargs: Any) -> MLClient:
        self.pauses: list[float] = []
        return MLClient(base_url=self.url, sleep=self.pauses.append, jitter=lambda: 1.0, **kwargs)


@contextmanager
def serving(fake: Fake, handler: type[BaseHTTPRequestHandler]) -> Iterator[None]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    fake.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield
    server.shutdown()
    server.server_close()


@pytest.fixture
def fake() -> Iterator[Fake]:
    service = Fake("")

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            service.asked += 1
            service.answer(self)

        def log_message(self, *args: Any) -> None:
            """Say nothing."""

    with serving(service, Handler):
        yield service


def saying(status: int, body: bytes = b"{}", **headers: str) -> Answerer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    return answer


def hanging_up(request: BaseHTTPRequestHandler) -> None:
    request.connection.close()


def test_the_real_service_answers(client_of_ml: MLClient) -> None:
    answer = client_of_ml.pictures(QUESTION)
    assert answer.head.forecasts[0].unique_id == "s1"
    points = Points(answer.rows[0][0])
    assert len(points["net"]["mean"]) == 2
    assert points["balance"]["q"][0] <= points["balance"]["q"][1]


def test_the_real_service_refuses_another_key(ml_url: str) -> None:
    with pytest.raises(MLError, match="401") as refused:
        MLClient(base_url=ml_url, keys="another").pictures(QUESTION)
    assert refused.value.permanent


@pytest.mark.parametrize("answer", [saying(503), saying(429, Retry_After="1"), hanging_up])
def test_busy_and_broken_are_tried_three_times(fake: Fake, answer: Answerer) -> None:
    fake.answer = answer
    with pytest.raises(MLError) as failed:
        fake.client().pictures(QUESTION)
    assert not failed.value.permanent
    assert fake.asked == AWAITED.tries
    assert len(fake.pauses) == AWAITED.tries - 1


def test_a_retry_after_is_heeded_up_to_two_seconds(fake: Fake) -> None:
    fake.answer = saying(429, Retry_After="60")
    with pytest.raises(MLError):
        fake.client().pictures(QUESTION)
    assert fake.pauses == [2.0, 2.0]


@pytest.mark.parametrize("status", [400, 401, 404, 413, 422])
def test_a_refused_question_is_not_asked_again(fake: Fake, status: int) -> None:
    fake.answer = saying(status)
    with pytest.raises(MLError) as failed:
        fake.client().pictures(QUESTION)
    assert failed.value.permanent
    assert failed.value.too_large == (status == 413)
    assert fake.asked == 1


@pytest.mark.parametrize(
    "body",
    [
        body(b"{"),
        body(b"null"),
        body(json.dumps(HEAD | {"forecasts": []}).encode()),
        body(json.dumps(HEAD | {"model_version": math.nan}).encode()),
        body(json.dumps(HEAD).replace("s1", "other").encode(), b"x"),
        b"x" * (6 * 1024 * 1024),
    ],
    ids=["no JSON", "null", "nothing", "nan", "another series", "too large"],
)
def test_an_answer_that_is_not_of_the_agreed_shape_is_no_answer(fake: Fake, body: bytes) -> None:
    fake.answer = saying(200, body)
    with pytest.raises(MLError) as failed:
        fake.client().pictures(QUESTION)
    assert failed.value.permanent


@pytest.mark.parametrize(
    "answer",
    [b"", b"GLP1", b"{}", GOOD[:-1], GOOD + b"x", GOOD[:30] + b"?" + GOOD[31:], body(json.dumps(HEAD).encode(), b"xy")],
    ids=["empty", "mark", "JSON", "cut", "longer", "another byte", "another length"],
)
def test_an_answer_that_was_damaged_on_its_way_may_be_asked_for_again(fake: Fake, answer: bytes) -> None:
    fake.answer = saying(200, answer)
    with pytest.raises(MLError) as failed:
        fake.client().pictures(QUESTION)
    assert not failed.value.permanent


def test_after_five_failures_it_is_left_alone_and_then_probed_once(fake: Fake) -> None:
    now = [0.0]
    client = fake.client(breaker=Breaker(clock=lambda: now[0]))
    fake.answer = saying(503)
    for _ in range(3):
        with pytest.raises(MLError):
            client.pictures(QUESTION)
    assert fake.asked == 5
    now[0] = 30.0
    with pytest.raises(MLError):
        client.pictures(QUESTION)
    assert fake.asked == 6


def test_nobody_listening_is_known_within_a_second() -> None:
    client = MLClient(base_url="http://127.0.0.1:9", sleep=lambda _: None)
    with pytest.raises(MLError) as failed:
        client.pictures(QUESTION)
    assert not failed.value.permanent
