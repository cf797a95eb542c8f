"""The body of a `/v1/pictures` answer: a checked head, then every forecast as the row of bytes that is kept of it.

`GLP1`, four bytes for the CRC-32 of what follows them, four for the length of the head, the head as JSON
(`schemas.PictureHead`), and the rows (`ml_service.packed`), series by series and outline by outline. Little-endian.
Needs pydantic and the standard library only: the web code imports it.
"""

import struct
import zlib
from collections.abc import Iterable, Sequence

from ml_service.schemas import PictureHead

MEDIA_TYPE = "application/vnd.giglens.pictures"
_START = struct.Struct("<4sII")
_CHECKED_FROM = 8
_MARK = b"GLP1"


class Damaged(ValueError):
    """The body is not what was sent."""


def written(head: bytes, rows: Iterable[bytes]) -> bytes:
    """Return a body from its head as JSON and its rows."""
    rest = b"".join((struct.pack("<I", len(head)), head, *rows))
    return _MARK + struct.pack("<I", zlib.crc32(rest)) + rest


def read(body: bytes) -> tuple[PictureHead, Sequence[Sequence[bytes]]]:
    """Return the head, and of each series its rows.

    Raises:
        Damaged: a byte is missing or another than was sent.
        ValidationError: the head is not of the agreed shape.
    """
    if len(body) < _START.size:
        raise Damaged("the answer is cut")
    mark, checked, size = _START.unpack_from(body)
    view = memoryview(body)
    if mark != _MARK or zlib.crc32(view[_CHECKED_FROM:]) != checked:
        raise Damaged("the answer is not what was sent")
    head = PictureHead.model_validate_json(body[_START.size : _START.size + size])
    at, found = _START.size + size, []
    for one in head.forecasts:
        ends = [at := at + size for size in one.sizes]
        found.append([body[end - size : end] for end, size in zip(ends, one.sizes, strict=True)])
    if at != len(body):
        raise Damaged("the answer has another length than it says")
    return head, found
