"""Is it Twilio? Both of its signatures: HMAC-SHA1 with the auth token, HMAC-SHA256 with a SharedKey.

The address is PUBLIC_BASE_URL with the path and query that were asked for: never the Host header or a forwarded one,
which whoever asks may choose. Whatever is malformed is not genuine; nothing here raises.

Source: https://www.twilio.com/docs/usage/webhooks/webhooks-security
"""

import binascii
import hmac
import re
from base64 import b64decode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha1, sha256
from typing import Any
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from django.conf import settings
from django.http import HttpRequest

from voice.webhooks.parameters import Pairs, Unreadable, pairs_of

SETTINGS = re.compile(r"key=(?P<key>[A-Za-z0-9_-]{1,200}),algorithm=(?P<algorithm>[A-Z0-9_]{1,20})", re.ASCII)
LENGTH = re.compile(r"[0-9]{1,9}", re.ASCII)
HEX = re.compile(r"[0-9a-fA-F]{64}", re.ASCII)
KEY_ID = "webhooks_sharedkey_"
DEFAULT_PORTS = {"https": 443, "wss": 443, "http": 80, "ws": 80}
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
LARGEST = 64 * 1024


@dataclass(frozen=True, slots=True)
class Signed:
    """A request as far as a signature covers it."""

    address: str
    pairs: Pairs
    signature: str
    scheme: str


def genuine(request: HttpRequest) -> bool:
    """Tell whether a request is Twilio's, body and all."""
    try:
        return genuine_with(request, body_of(request))
    except Unreadable:
        return False


def genuine_with(request: HttpRequest, pairs: Pairs) -> bool:
    """Tell whether a request is Twilio's whose body says this."""
    address = settings.PUBLIC_BASE_URL + request.get_full_path()
    signature = request.META.get("HTTP_X_TWILIO_SIGNATURE", "")
    return fits(Signed(address, pairs, signature, request.META.get("HTTP_X_TWILIO_WEBHOOKS_SIGNATURE_SETTINGS", "")))


def genuine_handshake(scope: Mapping[str, Any]) -> bool:
    """Tell whether the handshake of a WebSocket is Twilio's: its address begins with wss://, and it has no body."""
    headers: dict[bytes, bytes] = {}
    for name, value in scope.get("headers") or ():
        if name in headers and name.startswith(b"x-twilio-"):
            return False
        headers[name] = value
    query = scope.get("query_string") or b""
    try:
        path = (scope.get("raw_path") or scope["path"].encode()).decode("ascii")
        tail = f"?{query.decode('ascii')}" if query else ""
        signature = headers.get(b"x-twilio-signature", b"").decode("ascii")
        scheme = headers.get(b"x-twilio-webhooks-signature-settings", b"").decode("ascii")
    except (UnicodeError, KeyError, AttributeError):
        return False
    base = settings.PUBLIC_BASE_URL.replace("http", "ws", 1)
    return fits(Signed(f"{base}{path.split('?')[0]}{tail}", (), signature, scheme))


def body_of(request: HttpRequest) -> Pairs:
    """Return the parameters of a request's body, in the order they came.

    Raises:
        Unreadable: it is no form of Twilio's, or a body that its address does not vouch for.
    """
    declared = request.META.get("CONTENT_LENGTH") or "0"
    if not LENGTH.fullmatch(declared) or int(declared) > LARGEST:
        raise Unreadable("size")
    body, kind = request.body, (request.content_type or "").lower()
    if len(body) > LARGEST:
        raise Unreadable("size")
    hashes = [value for name, value in parse_qsl(request.META.get("QUERY_STRING", "")) if name == "bodySHA256"]
    if hashes and not (len(hashes) == 1 and HEX.fullmatch(hashes[0]) and _same(sha256(body).hexdigest(), hashes[0])):
        raise Unreadable("body_hash")
    if kind == JSON and hashes:
        return ()  # covered by the hash; these addresses read forms only
    if kind != FORM and body:
        raise Unreadable("content_type")
    return pairs_of(body)


def fits(signed: Signed) -> bool:
    """Tell whether one of the secrets of its scheme makes the signature that came."""
    given = _decoded(signed.signature)
    algorithm, secrets = _secrets(signed.scheme)
    if given is None or algorithm is None or len(given) != algorithm().digest_size:
        return False
    tail = "".join(name + value for name, value in sorted(set(signed.pairs)))
    found = False
    for address in _ports(signed.address):
        for secret in secrets:
            made = hmac.new(secret.encode(), (address + tail).encode("utf-8", "surrogatepass"), algorithm).digest()
            found |= hmac.compare_digest(made, given)
    return found


def sign(address: str, pairs: Sequence[tuple[str, str]], secret: str, *, algorithm: Any = sha1) -> bytes:
    """Return the signature that Twilio makes of a request."""
    text = address + "".join(name + value for name, value in sorted(set(pairs)))
    return hmac.new(secret.encode(), text.encode(), algorithm).digest()


def _decoded(signature: str) -> bytes | None:
    try:
        return b64decode(signature.encode("ascii"), validate=True) or None
    except (UnicodeError, binascii.Error, ValueError):
        return None


def _secrets(scheme: str) -> tuple[Any, list[str]]:
    """Return the algorithm and the secrets that a request announces; no header means the auth token."""
    if not scheme:
        both = (settings.TWILIO_AUTH_TOKEN, settings.TWILIO_AUTH_TOKEN_SECONDARY)
        return sha1, [token for token in both if token]
    found = SETTINGS.fullmatch(scheme)
    if found is None or found["algorithm"] != "HMAC_SHA256":
        return None, []
    return sha256, list(_shared(found["key"]))


def _shared(key: str) -> Iterator[str]:
    """Yield the secrets of a SharedKey: those given under its name, and those given without a name."""
    for entry in settings.TWILIO_SHARED_KEYS:
        name, equals, secret = entry.partition("=")
        if not (equals and name.startswith(KEY_ID)):
            yield entry
        elif name == key and secret:
            yield secret


def _ports(address: str) -> Iterator[str]:
    """Yield an address as it is, and with its scheme's own port written out: Twilio signs either."""
    yield address
    parts = urlsplit(address)
    standard = DEFAULT_PORTS.get(parts.scheme)
    if parts.port is None and standard:
        yield urlunsplit(parts._replace(netloc=f"{parts.netloc}:{standard}"))
    elif parts.port == standard:
        yield urlunsplit(parts._replace(netloc=parts.netloc.rpartition(":")[0]))


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.lower().encode(), other.lower().encode())
