"""What the rig signs, Twilio's own library accepts; and nothing else."""

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings
from twilio.request_validator import RequestValidator, get_signature_algorithm

from telephone_rig import Signer
from telephone_rig.signing import SETTINGS, SIGNATURE, with_body_hash

AUTH, SHARED = Signer("12345"), Signer("a shared secret", "webhooks_sharedkey_0123")
FORM = st.lists(st.tuples(st.text(min_size=1, max_size=12), st.text(max_size=20)), max_size=8, unique_by=lambda p: p[0])


def accepted(signer: Signer, url: str, headers: dict[str, str], form: dict[str, str] | str) -> bool:
    algorithm = get_signature_algorithm(headers.get(SETTINGS))
    found: bool = RequestValidator(signer.secret).validate(url, form, headers[SIGNATURE], algorithm=algorithm)
    return found


def test_it_works() -> None:
    """The example of Twilio's documentation."""
    form = {"CallSid": "CA1234567890ABCDE", "Caller": "+14158675309", "Digits": "1234", "From": "+14158675309"}
    form["To"] = "+18005551212"
    url = "https://mycompany.com/myapp.php?foo=1&bar=2"
    assert AUTH.signature(url, form.items()) == "RSOYDt4T1cUTdK1PDd93/VVr8B8="


@pytest.mark.parametrize("signer", [AUTH, SHARED])
@settings(suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no fault of the form's
@given(form=FORM)
def test_the_library_accepts_every_form(signer: Signer, form: list[tuple[str, str]]) -> None:
    url = "https://giglens.example/api/voice?call=7"
    assert accepted(signer, url, signer.headers(url, form), dict(form))


@pytest.mark.parametrize("signer", [AUTH, SHARED])
def test_a_form_that_was_changed_on_the_way_is_refused(signer: Signer) -> None:
    url = "https://giglens.example/api/voice"
    headers = signer.headers(url, [("Digits", "1")])
    assert accepted(signer, url, headers, {"Digits": "1"})
    assert not accepted(signer, url, headers, {"Digits": "2"})
    assert not accepted(signer, url + "/", headers, {"Digits": "1"})


@pytest.mark.parametrize("signer", [AUTH, SHARED])
def test_the_handshake_of_a_socket_has_no_form(signer: Signer) -> None:
    url = "wss://giglens.example/api/voice/relay"
    assert accepted(signer, url, signer.headers(url), {})
    assert not accepted(signer, url.replace("wss", "https"), signer.headers(url), {})


def test_the_fragment_is_not_signed() -> None:
    assert AUTH.signature("https://giglens.example/api/voice#rc=2") == AUTH.signature(
        "https://giglens.example/api/voice"
    )


def test_a_json_body_is_signed_by_its_hash() -> None:
    body = b'{"event": "failed"}'
    url = with_body_hash("https://giglens.example/events?a=1", body)
    assert accepted(AUTH, url, AUTH.headers(url), body.decode())
    assert not accepted(AUTH, url, AUTH.headers(url), '{"event": "fine"}')
