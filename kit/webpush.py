"""Web push on the wire: a message sealed for one browser (RFC 8291), and who sends it (VAPID, RFC 8292)."""

import json
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CURVE = ec.SECP256R1()
RECORD_SIZE = 4096  # one record: what every push service takes
MAX_PAYLOAD = 3993  # RFC 8291, 4: a record less its header, tag and padding mark
AUTH_BYTES = 16
TOKEN_LIFE = timedelta(hours=12)  # RFC 8292: at most 24 hours


class BadKey(ValueError):
    """A key that is no point of the curve, or has the wrong length."""


def b64(raw: bytes) -> str:
    """Return URL-safe base64 without padding, as the standards write it."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    """Read URL-safe base64 with or without padding.

    Raises:
        BadKey: it is none.
    """
    try:
        return urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError as error:
        raise BadKey("not URL-safe base64") from error


@dataclass(frozen=True, slots=True)
class Receiver:
    """A browser's keys, as its subscription says them."""

    p256dh: str
    auth: str

    def check(self) -> None:
        """Refuse keys that nothing can be sealed for.

        Raises:
            BadKey: no point of the curve, or no secret of 16 bytes.
        """
        self.public_key()
        if len(unb64(self.auth)) != AUTH_BYTES:
            raise BadKey("the auth secret has 16 bytes")

    def public_key(self) -> ec.EllipticCurvePublicKey:
        """Return the point."""
        try:
            return ec.EllipticCurvePublicKey.from_encoded_point(CURVE, unb64(self.p256dh))
        except (ValueError, InvalidKey) as error:
            raise BadKey("p256dh is no point of P-256") from error


def seal(
    payload: bytes,
    receiver: Receiver,
    *,
    salt: bytes | None = None,
    sender: ec.EllipticCurvePrivateKey | None = None,
) -> bytes:
    """Encrypt a message for one browser: the body of the request, with Content-Encoding aes128gcm.

    Args:
        payload: at most MAX_PAYLOAD bytes.
        receiver: the browser's keys.
        salt, sender: fresh ones for each message, unless a test gives the RFC's.

    Raises:
        BadKey: the browser's keys are none.
        ValueError: the payload is too long.
    """
    if len(payload) > MAX_PAYLOAD:
        raise ValueError(f"a push message has at most {MAX_PAYLOAD} bytes")
    salt = salt or os.urandom(16)
    sender = sender or ec.generate_private_key(CURVE)
    theirs, ours = _point(receiver.public_key()), _point(sender.public_key())
    shared = sender.exchange(ec.ECDH(), receiver.public_key())
    mixed = _hkdf(unb64(receiver.auth), shared, b"WebPush: info\0" + theirs + ours, 32)
    key = _hkdf(salt, mixed, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _hkdf(salt, mixed, b"Content-Encoding: nonce\0", 12)
    header = salt + RECORD_SIZE.to_bytes(4, "big") + bytes([len(ours)]) + ours
    return header + AESGCM(key).encrypt(nonce, payload + b"\x02", None)


def vapid_header(endpoint: str, key: ec.EllipticCurvePrivateKey, *, subject: str, now: datetime) -> str:
    """Return the Authorization header that tells the push service who sends.

    Args:
        endpoint: the browser's address at its push service.
        key: the application server's key.
        subject: a mailto: or https: address of who runs it.
        now: the time.
    """
    parts = urlsplit(endpoint)
    claims = {"aud": f"{parts.scheme}://{parts.netloc}", "exp": int((now + TOKEN_LIFE).timestamp()), "sub": subject}
    signed = b".".join(b64(json.dumps(part).encode()).encode() for part in ({"typ": "JWT", "alg": "ES256"}, claims))
    r, s = decode_dss_signature(key.sign(signed, ec.ECDSA(hashes.SHA256())))
    token = f"{signed.decode()}.{b64(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"
    return f"vapid t={token}, k={public_key_text(key)}"


def private_key(text: str) -> ec.EllipticCurvePrivateKey:
    """Read a private key: 32 bytes in URL-safe base64.

    Raises:
        BadKey: it is none.
    """
    raw = unb64(text)
    if len(raw) != 32:
        raise BadKey("VAPID_PRIVATE_KEY has 32 bytes in URL-safe base64")
    try:
        return ec.derive_private_key(int.from_bytes(raw, "big"), CURVE)
    except ValueError as error:
        raise BadKey("VAPID_PRIVATE_KEY is no key of P-256") from error


def private_key_text(key: ec.EllipticCurvePrivateKey) -> str:
    """Write a private key as `private_key` reads it."""
    return b64(key.private_numbers().private_value.to_bytes(32, "big"))


def public_key_text(key: ec.EllipticCurvePrivateKey) -> str:
    """Write the public key as browsers want it."""
    return b64(_point(key.public_key()))


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _hkdf(salt: bytes, secret: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(secret)
