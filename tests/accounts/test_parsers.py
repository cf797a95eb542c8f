"""What a body and a query may hold: everything else is a 400, never a 500."""

from typing import Any

import pytest
from rest_framework.test import APIClient

ME, KEYS = "/api/v1/me", "/api/v1/api-keys"


def send_raw(api: APIClient, body: bytes, content_type: str = "application/json") -> Any:
    return api.patch(ME, body, content_type=content_type)


@pytest.mark.parametrize(
    "body",
    [
        rb'{"name": "a\u0000b"}',
        b'{"name": "a\x00b"}',
        rb'{"name": "\ud800"}',
        rb'{"\ud800": "name"}',
        rb'{"name": ["\u0000"]}',
        b'{"name": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"name": ' + b"[" * 40 + b"]" * 40 + b"}",
        b'{"name": NaN}',
        b'{"name": Infinity}',
        b'{"name": 1e400}',
        b'{"name": ' + b"9" * 5_000 + b"}",
        b'{"name": "a", "name": "b"}',
        b'{"name": "a"',
        b'{"name": "\xff"}',
        b"[]",
        b'"name"',
        b"null",
    ],
)
def test_a_body_that_breaks_things_is_refused(api: APIClient, body: bytes) -> None:
    answer = send_raw(api, body)
    assert answer.status_code == 400, answer.content
    assert answer.json()["error"]["code"] in {"unreadable", "invalid"}


@pytest.mark.parametrize("charset", ["bz2_codec", "utf-32"])
def test_a_charset_that_does_not_fit_is_refused(api: APIClient, charset: str) -> None:
    answer = send_raw(api, b"{}", f"application/json; charset={charset}")
    assert answer.status_code == 400


def test_text_of_every_script_passes(api: APIClient) -> None:
    for name in ("Ana 👋🏽", "तनख़्वाह", "జీతం", "١٢"):
        assert api.patch(ME, {"name": name}, format="json").json()["name"] == name


@pytest.mark.parametrize("query", ["%00", "a=%00", "%00=a", "limit=1&x=a%00b"])
def test_nul_in_a_query_is_refused(api: APIClient, query: str) -> None:
    answer = api.get(f"{KEYS}?{query}")
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "unreadable"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("name=a%00b", "application/x-www-form-urlencoded"),
        ("na%00me=ab", "application/x-www-form-urlencoded"),
    ],
)
def test_nul_in_a_form_is_refused(api: APIClient, body: str, content_type: str) -> None:
    assert send_raw(api, body.encode(), content_type).status_code == 400


def test_nul_in_a_multipart_form_is_refused(api: APIClient) -> None:
    assert api.patch(ME, {"name": "a\x00b"}, format="multipart").status_code == 400


def test_a_body_of_another_kind_is_415(api: APIClient) -> None:
    answer = send_raw(api, b"<name/>", "application/xml")
    assert answer.status_code == 415
    assert answer.json()["error"]["code"] == "unsupported_media_type"
