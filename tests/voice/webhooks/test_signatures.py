"""Is it Twilio? Both schemes, the library's own vectors, and everything malformed."""

from base64 import b64encode
from hashlib import sha256
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from pytest_django import Settings
from twilio.request_validator import RequestValidator

from tests.voice.signing import BASE, FORM, TOKEN, call_of, headers, shared, signature
from voice.webhooks import signatures

pytestmark = pytest.mark.usefixtures("twilio")
PATH = "/api/voice"


def asked(params: dict[str, str] | bytes, path: str = PATH, kind: str = FORM, **given: str) -> HttpRequest:
    from urllib.parse import urlencode

    body = params if isinstance(params, bytes) else urlencode(params)
    return RequestFactory().post(path, body, content_type=kind, headers=given)


def test_the_vector_that_twilio_publishes(settings: Settings) -> None:
    settings.TWILIO_AUTH_TOKEN, settings.PUBLIC_BASE_URL = "12345", "https://mycompany.com"
    params = {"CallSid": "CA1234567890ABCDE", "Caller": "+14158675309", "Digits": "1234", "From": "+14158675309"}
    params["To"] = "+18005551212"
    request = asked(params, "/myapp.php?foo=1&bar=2", **{"X-Twilio-Signature": "RSOYDt4T1cUTdK1PDd93/VVr8B8="})
    assert signatures.genuine(request)


def test_what_the_library_signs_is_taken() -> None:
    params = call_of(Digits="1", SpeechResult="¿cuánto? హలో & more")
    made = RequestValidator(TOKEN).compute_signature(BASE + PATH, params)
    assert signatures.genuine(asked(params, **{"X-Twilio-Signature": made}))


@pytest.mark.parametrize(
    ("base", "signed"), [("https://x.org", "https://x.org:443"), ("https://x.org:443", "https://x.org")]
)
def test_the_schemes_own_port_may_be_written_or_not(settings: Settings, base: str, signed: str) -> None:
    settings.PUBLIC_BASE_URL = base
    made = signature(signed + PATH, call_of())
    assert signatures.genuine(asked(call_of(), **{"X-Twilio-Signature": made}))


def test_both_tokens_while_it_is_changed(settings: Settings) -> None:
    settings.TWILIO_AUTH_TOKEN_SECONDARY = "the-next-one"
    made = signature(BASE + PATH, call_of(), "the-next-one")
    assert signatures.genuine(asked(call_of(), **{"X-Twilio-Signature": made}))
    settings.TWILIO_AUTH_TOKEN_SECONDARY = ""
    assert not signatures.genuine(asked(call_of(), **{"X-Twilio-Signature": made}))


@pytest.mark.parametrize(
    ("known", "genuine"),
    [
        (["s3cret"], True),
        (["other", "s3cret"], True),
        (["webhooks_sharedkey_1=s3cret"], True),
        (["webhooks_sharedkey_2=s3cret"], False),
        (["webhooks_sharedkey_1="], False),
        (["other"], False),
        ([], False),
        ([TOKEN], False),
    ],
)
def test_a_shared_key(settings: Settings, known: list[str], genuine: bool) -> None:
    settings.TWILIO_SHARED_KEYS = known
    assert signatures.genuine(asked(call_of(), **shared(PATH, call_of(), "s3cret"))) is genuine


def test_the_token_is_no_shared_key_and_the_other_way_round(settings: Settings) -> None:
    settings.TWILIO_SHARED_KEYS = ["s3cret"]
    token_as_key = shared(PATH, call_of(), TOKEN)
    key_as_token = {"X-Twilio-Signature": signature(BASE + PATH, call_of(), "s3cret")}
    for given in (token_as_key, key_as_token):
        assert not signatures.genuine(asked(call_of(), **given))


def test_without_a_token_nothing_is_genuine(settings: Settings) -> None:
    settings.TWILIO_AUTH_TOKEN = ""
    assert not signatures.genuine(asked(call_of(), **{"X-Twilio-Signature": signature(BASE + PATH, call_of(), "")}))


@pytest.mark.parametrize("name", ["X-Forwarded-Host", "X-Forwarded-Proto", "Host", "X-Forwarded-Port"])
def test_no_header_says_where_we_are(name: str) -> None:
    given = headers(PATH, call_of()) | {name: "evil.example"}
    assert signatures.genuine(asked(call_of(), **given))


@pytest.mark.parametrize("odd", ["", "é", "A" * 28, "AAAA", "=", "\x00", " ", "None", "A" * 100_000])
def test_odd_signatures(odd: str) -> None:
    assert not signatures.genuine(asked(call_of(), **{"X-Twilio-Signature": odd}))


@pytest.mark.parametrize("length", ["-1", "1e3", "٣", "9" * 5000, "x"])
def test_odd_lengths(length: str) -> None:
    request = asked(call_of(), **headers(PATH, call_of()))
    request.META["CONTENT_LENGTH"] = length
    assert not signatures.genuine(request)


def json_request(body: bytes, digest: str) -> HttpRequest:
    path = f"{PATH}?bodySHA256={digest}"
    made = b64encode(signatures.sign(BASE + path, [], TOKEN)).decode()
    return asked(body, path, "application/json", **{"X-Twilio-Signature": made})


def test_json_is_checked_over_its_raw_body() -> None:
    body = b'{"a":  1}'
    assert signatures.genuine(json_request(body, sha256(body).hexdigest()))
    assert signatures.genuine(json_request(body, sha256(body).hexdigest().upper()))
    assert not signatures.genuine(json_request(b'{"a": 1}', sha256(body).hexdigest()))


@pytest.mark.parametrize("digest", ["", "0" * 64, "é", "0" * 63])
def test_json_without_its_hash_is_refused(digest: str) -> None:
    assert not signatures.genuine(json_request(b"{}", digest))


def scope(path: str = "/api/voice/relay", query: bytes = b"", **more: Any) -> dict[str, Any]:
    address = f"ws://testserver{path}" + (f"?{query.decode()}" if query else "")
    made = signature(address, {})
    return {
        "type": "websocket",
        "path": path,
        "query_string": query,
        "headers": [(b"x-twilio-signature", made.encode())],
    } | more


def test_a_handshake() -> None:
    assert signatures.genuine_handshake(scope())
    assert signatures.genuine_handshake(scope(query=b"a=1"))


def test_a_handshake_over_https_begins_with_wss(settings: Settings) -> None:
    settings.PUBLIC_BASE_URL = "https://example.org"
    signed = [(b"x-twilio-signature", signature("wss://example.org/api/voice/relay", {}).encode())]
    plain = [(b"x-twilio-signature", signature("https://example.org/api/voice/relay", {}).encode())]
    assert signatures.genuine_handshake(scope(headers=signed))
    assert not signatures.genuine_handshake(scope(headers=plain))


@pytest.mark.parametrize(
    "given",
    [
        [],
        [(b"x-twilio-signature", b"")],
        [(b"x-twilio-signature", b"\xff")],
        [(b"x-twilio-signature", b"AAAA")],
        [(b"x-twilio-signature", signature("ws://testserver/api/voice/relay", {}).encode())] * 2,
        None,
    ],
)
def test_odd_handshakes(given: Any) -> None:
    assert not signatures.genuine_handshake(scope(headers=given))
    assert not signatures.genuine_handshake({"type": "websocket"})
