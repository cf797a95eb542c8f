"""Signed requests between the web code and the service: HMAC-SHA256 over time, nonce, method, path and body.

`X-GigLens-Signature: v1 <timestamp>.<nonce>.<hex>`. Both sides import this module; it needs the standard library only.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import threading
from collections import OrderedDict

HEADER = "X-GigLens-Signature"
WINDOW_S = 60

_FORMAT = re.compile(r"v1 ([0-9]{1,12})\.([A-Za-z0-9_-]{16,64})\.([0-9a-f]{64})", re.ASCII)


class BadSignature(Exception):
    """The request is not signed, signed with another key, too old, or seen before; the message says which."""


class SeenNonces:
    """The nonces of the last window, so that a recorded request is refused; bounded, safe between threads.

    When the bound is reached by requests that are all still in their window, new ones are refused rather than old
    ones forgotten.
    """

    def __init__(self, limit: int = 100_000) -> None:
        self._limit = limit
        self._until: OrderedDict[str, float] = OrderedDict()
        self._lock = threading.Lock()

    def remember(self, nonce: str, now: float) -> bool:
        """Note a nonce; False when it was seen within the window or there is no room."""
        with self._lock:
            while self._until and next(iter(self._until.values())) < now:
                self._until.popitem(last=False)
            if nonce in self._until or len(self._until) >= self._limit:
                return False
            self._until[nonce] = now + 2 * WINDOW_S  # a stamp may lie one window ahead, and is good one window after
            return True


def sign(*, keys: str, method: str, path: str, body: bytes, now: float, nonce: str | None = None) -> str:
    """Make the value of the signature header.

    Args:
        keys: Shared keys, comma separated; the first signs.
        method: HTTP method.
        path: Path of the URL, without the query.
        body: The bytes that are sent, not a re-serialised copy.
        now: Seconds since the epoch.
        nonce: Given in tests only; random otherwise.
    """
    nonce = nonce or secrets.token_urlsafe(18)
    stamp = str(int(now))
    return f"v1 {stamp}.{nonce}.{_digest(_split(keys)[0], stamp, nonce, method, path, body)}"


def verify(
    *, keys: str, header: str | None, method: str, path: str, body: bytes, now: float, seen: SeenNonces | None = None
) -> None:
    """Check a signature header.

    Args:
        keys: Shared keys, comma separated; any of them may have signed, so that a key can be rotated.
        header: Value of the header as received.
        method: HTTP method.
        path: Path of the URL, without the query.
        body: The bytes received.
        now: Seconds since the epoch.
        seen: Where nonces are remembered; without it a replay within the window passes.

    Raises:
        BadSignature: with a message that may be shown.
    """
    match = _FORMAT.fullmatch(header or "")
    if match is None:
        raise BadSignature(f"{HEADER} is missing or malformed")
    stamp, nonce, given = match.groups()
    if abs(now - int(stamp)) > WINDOW_S:
        raise BadSignature("The signature is outside its time window")
    wanted = [_digest(key, stamp, nonce, method, path, body) for key in _split(keys)]
    matches = [hmac.compare_digest(given.encode(), digest.encode()) for digest in wanted]
    if not any(matches):
        raise BadSignature("The signature does not match")
    if seen is not None and not seen.remember(nonce, now):
        raise BadSignature("The signature was used before")


def _split(keys: str) -> list[str]:
    found = [key.strip() for key in keys.split(",") if key.strip()]
    if not found:
        raise ValueError("no key to sign with")
    return found


def _digest(key: str, stamp: str, nonce: str, method: str, path: str, body: bytes) -> str:
    text = f"{stamp}\n{nonce}\n{method.upper()}\n{path}\n{hashlib.sha256(body).hexdigest()}"
    return hmac.new(key.encode(), text.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
