"""Sealing is RFC 8291's, the signature RFC 8292's."""

import json
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from hypothesis import given
from hypothesis import strategies as st

from kit import webpush
from kit.webpush import BadKey, Receiver, private_key, seal, unb64, vapid_header
from tests.fakes.push import FakeBrowser, claims_of

# RFC 8291, Appendix A.
PLAIN = b"When I grow up, I want to be a watermelon"
RECEIVER = Receiver(
    "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4", "BTBZMqHH6r4Tts7J_aSIgg"
)
SENDER = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
SEALED = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_"
    "yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def test_the_standards_own_message_is_sealed_to_the_byte() -> None:
    body = seal(PLAIN, RECEIVER, salt=unb64(SALT), sender=private_key(SENDER))
    assert webpush.b64(body) == SEALED


@given(st.binary(max_size=webpush.MAX_PAYLOAD))
def test_only_the_browser_opens_what_is_sealed_for_it(payload: bytes) -> None:
    browser = FakeBrowser()
    body = seal(payload, Receiver(**browser.keys))
    assert browser.open(body) == payload
    assert len(body) <= webpush.RECORD_SIZE + 86


def test_what_is_too_long_is_refused() -> None:
    with pytest.raises(ValueError, match="at most 3993 bytes"):
        seal(b"x" * (webpush.MAX_PAYLOAD + 1), RECEIVER)


@pytest.mark.parametrize(
    "receiver",
    [
        Receiver("", RECEIVER.auth),
        Receiver("not base64 €", RECEIVER.auth),
        Receiver(webpush.b64(b"\x04" + b"\x01" * 64), RECEIVER.auth),  # no point of the curve
        Receiver(RECEIVER.p256dh[:40], RECEIVER.auth),
        Receiver(RECEIVER.p256dh, "c2hvcnQ"),
    ],
)
def test_keys_that_are_none_are_refused(receiver: Receiver) -> None:
    with pytest.raises(BadKey):
        receiver.check()


def test_the_signature_tells_the_push_service_who_sends() -> None:
    key = ec.generate_private_key(webpush.CURVE)
    header = vapid_header("https://push.example.net/send/abc?x=1", key, subject="mailto:a@example.com", now=NOW)
    assert json.loads(claims_of(header)) == {
        "aud": "https://push.example.net",
        "exp": int(NOW.timestamp()) + 12 * 3600,
        "sub": "mailto:a@example.com",
    }
    token, told = header.removeprefix("vapid t=").split(", k=")
    signed, _, signature = token.rpartition(".")
    raw = unb64(signature)
    der = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    public = ec.EllipticCurvePublicKey.from_encoded_point(webpush.CURVE, unb64(told))
    public.verify(der, signed.encode(), ec.ECDSA(hashes.SHA256()))


def test_a_private_key_is_read_as_it_is_written() -> None:
    key = ec.generate_private_key(webpush.CURVE)
    assert webpush.public_key_text(private_key(webpush.private_key_text(key))) == webpush.public_key_text(key)
    for bad in ("", "AAAA", webpush.b64(b"\xff" * 32), webpush.b64(bytes(32))):
        with pytest.raises(BadKey):
            private_key(bad)
