"""Audio that somebody sends: what it is by its content, and how long it takes. Pure; it decodes no sound."""

import struct
from dataclasses import dataclass
from typing import Literal

from kit.errors import Invalid

Kind = Literal["webm", "mp4", "wav", "ogg"]
MOST_BYTES = 2 * 1024 * 1024
MOST_MS = 30_000
SLACK_MS = 1_000  # a recorder that is stopped at 30 s has a last piece
DECLARED = ("audio/", "video/webm", "video/mp4", "application/octet-stream", "")


@dataclass(frozen=True, slots=True)
class Clip:
    """A recording that may be sent on.

    Attributes:
        ms: how long it is; where its container does not say, as long as it may be.
    """

    content: bytes
    kind: Kind
    ms: int


def clip(content: bytes, *, content_type: str = "") -> Clip:
    """Check a recording by its content; its name tells nothing.

    Raises:
        Invalid: not webm, mp4, wav or ogg; over 2 MB; over 30 seconds.
    """
    if len(content) > MOST_BYTES:
        raise Invalid("The recording is larger than 2 MB.", code="too_large", fields={"audio": "larger than 2 MB"})
    kind = kind_of(content)
    declared = content_type.split(";")[0].strip().lower()
    if kind is None or not any(declared == one or (one.endswith("/") and declared.startswith(one)) for one in DECLARED):
        message = "This is no recording that we can read: webm, mp4, wav or ogg."
        raise Invalid(message, code="unknown_audio", fields={"audio": "not webm, mp4, wav or ogg"})
    ms = length_ms(content, kind)
    if ms is not None and ms > MOST_MS + SLACK_MS:
        raise Invalid("The recording is longer than 30 seconds.", code="too_long", fields={"audio": "over 30 s"})
    return Clip(content, kind, MOST_MS if ms is None else min(ms, MOST_MS))


def kind_of(content: bytes) -> Kind | None:
    """Tell a container by how it begins."""
    if content[:4] == b"RIFF" and content[8:12] == b"WAVE":
        return "wav"
    if content[4:8] == b"ftyp":
        return "mp4"
    if content[:4] == b"OggS":
        return "ogg"
    if content[:4] == b"\x1a\x45\xdf\xa3" and b"webm" in content[:64]:
        return "webm"
    return None


def length_ms(content: bytes, kind: Kind) -> int | None:
    """Read how long it is; None where the container does not say, or is broken."""
    try:
        return {"wav": _wav, "mp4": _mp4, "webm": _webm, "ogg": _ogg}[kind](content)
    except (struct.error, IndexError, ZeroDivisionError):
        return None


def _wav(content: bytes) -> int | None:
    at, rate = 12, 0
    while at + 8 <= len(content):
        name, size = content[at : at + 4], struct.unpack_from("<I", content, at + 4)[0]
        if name == b"fmt ":
            rate = struct.unpack_from("<I", content, at + 16)[0]
        elif name == b"data":
            held = len(content) - at - 8  # what is there, whatever the header promises
            return int(held * 1_000 // rate)
        at += 8 + size + size % 2
    return None


def _mp4(content: bytes) -> int | None:
    at = content.find(b"mvhd")
    if at < 0:
        return None
    version = content[at + 4]
    scale, length = struct.unpack_from(">IQ" if version else ">II", content, at + (24 if version else 16))
    if length in (0, 0xFFFFFFFF, 0xFFFFFFFFFFFFFFFF):  # in fragments, as browsers record
        return None
    return int(length * 1_000 // scale)


def _ogg(content: bytes) -> int | None:
    """Return what the last page counts: samples, 48,000 a second in Opus, which is what browsers record."""
    last = content.rfind(b"OggS")
    samples = struct.unpack_from("<q", content, last + 6)[0]
    return int(samples // 48) if samples > 0 and b"OpusHead" in content[:64] else None


def _webm(content: bytes) -> int | None:
    """Return the time of the last block: what a browser records says no duration. Times are in milliseconds."""
    latest, at = None, 0
    while (at := content.find(b"\x1f\x43\xb6\x75", at)) >= 0:  # a cluster
        ends = content.find(b"\x1f\x43\xb6\x75", at + 4)
        latest = max(latest or 0, _cluster(content, at + 4, ends if ends >= 0 else len(content)))
        at += 4
    return latest or None


def _cluster(content: bytes, at: int, ends: int) -> int:
    base = latest = 0
    _, at = _size(content, at)
    while at < ends:
        name = content[at]
        size, at = _size(content, at + 1)
        if name == 0xE7:  # its own time
            base = latest = int.from_bytes(content[at : at + size], "big")
        elif name == 0xA3:  # a block: track number, then its time within the cluster
            _, inside = _size(content, at)
            latest = max(latest, base + struct.unpack_from(">h", content, inside)[0])
        elif name != 0xA0:
            return latest
        at += size if name != 0xA0 else 0  # a group is looked into
    return latest


def _size(content: bytes, at: int) -> tuple[int, int]:
    """Read a number of EBML's; the unknown size of a live recording is 0: one looks inside."""
    first = content[at]
    width = 9 - first.bit_length() if first else 8
    value = int.from_bytes(content[at : at + width], "big") & ((1 << (7 * width)) - 1)
    return (0 if value == (1 << (7 * width)) - 1 else value), at + width
