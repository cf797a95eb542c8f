"""Twilio's two signatures: HMAC-SHA1 with the account's auth token, and HMAC-SHA256 with a shared key.

What is signed is the address as it is requested, without its fragment, followed by each parameter of the form, name and
value, in the order of the names. A socket's handshake has no parameters, and its address begins with wss.
"""

import base64
import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urldefrag

Pairs = Iterable[tuple[str, str]]
SIGNATURE = "X-Twilio-Signature"
SETTINGS = "X-Twilio-Webhooks-Signature-Settings"


@dataclass(frozen=True)
class Signer:
    """Whoever holds the secret.

    Attributes:
        secret: the auth token, or the secret of a shared key.
        shared_key: the key's id, `webhooks_sharedkey_...`; empty for the auth token.
    """

    secret: str
    shared_key: str = ""

    def headers(self, url: str, params: Pairs = ()) -> dict[str, str]:
        """Return the headers that sign a request for this address with this form."""
        signed = {SIGNATURE: self.signature(url, params)}
        return signed | ({SETTINGS: f"key={self.shared_key},algorithm=HMAC_SHA256"} if self.shared_key else {})

    def signature(self, url: str, params: Pairs = ()) -> str:
        """Sign."""
        text = urldefrag(url).url + "".join(name + value for name, value in sorted(set(params)))
        digest = hmac.new(self.secret.encode(), text.encode(), "sha256" if self.shared_key else "sha1")
        return base64.b64encode(digest.digest()).decode()


def with_body_hash(url: str, body: bytes) -> str:
    """Return the address that a JSON body is sent to: the body is signed by its hash in the query."""
    address = urldefrag(url).url
    return f"{address}{'&' if '?' in address else '?'}bodySHA256={hashlib.sha256(body).hexdigest()}"
