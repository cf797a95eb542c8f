"""Requests as Twilio sends them."""

from base64 import b64encode
from hashlib import sha1, sha256
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.test import Client

from voice.webhooks.signatures import sign

ACCOUNT, TOKEN = "AC" + "a" * 32, "a-token-of-twilios"
FORM = "application/x-www-form-urlencoded"
BASE = "http://testserver"


def call_of(number: int = 1, **more: str) -> dict[str, str]:
    """Return what Twilio tells of a call that comes in."""
    return {
        "AccountSid": ACCOUNT,
        "ApiVersion": "2010-04-01",
        "CallSid": f"CA{number:032x}",
        "CallStatus": "in-progress",
        "Called": "+15550001111",
        "CalledCity": "",
        "Caller": "+15550100200",
        "CallerCity": "SPRINGFIELD",
        "Direction": "inbound",
        "From": "+15550100200",
        "FromCity": "SPRINGFIELD",
        "To": "+15550001111",
        "ToCity": "",
        **more,
    }


def signature(address: str, params: dict[str, str], secret: str = TOKEN, algorithm: Any = sha1) -> str:
    """Sign a request."""
    return b64encode(sign(address, list(params.items()), secret, algorithm=algorithm)).decode()


def headers(path: str, params: dict[str, str], *, token: str = "") -> dict[str, str]:
    """Return the headers of a request that is signed with the account's token."""
    more = {"I-Twilio-Idempotency-Token": token} if token else {}
    return {"X-Twilio-Signature": signature(BASE + path, params), **more}


def shared(path: str, params: dict[str, str], secret: str, key: str = "webhooks_sharedkey_1") -> dict[str, str]:
    """Return the headers of a request that is signed with a SharedKey."""
    made = signature(BASE + path, params, secret, sha256)
    return {"X-Twilio-Signature": made, "X-Twilio-Webhooks-Signature-Settings": f"key={key},algorithm=HMAC_SHA256"}


def post(client: Client, path: str, params: dict[str, str], *, token: str = "") -> HttpResponse:
    """Ask as Twilio does."""
    response = client.post(path, urlencode(params), content_type=FORM, headers=headers(path, params, token=token))
    assert isinstance(response, HttpResponse)
    return response
