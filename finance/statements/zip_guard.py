"""A zip file that is not trusted: how many members, how large, how far they swell."""

import zlib
from collections.abc import Iterator
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from finance.statements.parsed import NotAStatement, TooLarge

MAX_MEMBERS = 500
MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 200  # a sheet of money shrinks to a tenth or so; a bomb to a thousandth
FREE = 1024 * 1024  # small members may shrink as they like
PIECE = 1 << 16

BROKEN = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError, KeyError)
NOT_READABLE = "The spreadsheet cannot be opened: it is damaged or has a password. Save it again, or as CSV."
BOMB = "The spreadsheet swells to far more than a statement holds. Save the sheet as CSV and upload that."


class GuardedZip:
    """Reads members piece by piece, and stops where more comes out than may; what the file declares is not believed.

    Raises:
        NotAStatement: it is no zip file, or damaged.
        TooLarge: it is over a limit.
    """

    def __init__(self, content: bytes) -> None:
        try:
            self._zip = ZipFile(BytesIO(content))
            self._members = {member.filename.lstrip("/"): member for member in self._zip.infolist()}
        except BROKEN as error:
            raise NotAStatement(NOT_READABLE) from error
        if len(self._members) > MAX_MEMBERS or sum(one.file_size for one in self._members.values()) > MAX_UNPACKED:
            raise TooLarge(BOMB)
        self._unpacked = 0

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def pieces(self, name: str) -> Iterator[bytes]:
        """Yield a member piece by piece."""
        member = self._members.get(name)
        if member is None:
            raise NotAStatement(NOT_READABLE)
        try:
            yield from self._read(member)
        except BROKEN as error:
            raise NotAStatement(NOT_READABLE) from error

    def _read(self, member: ZipInfo) -> Iterator[bytes]:
        came = 0
        with self._zip.open(member) as file:
            while piece := file.read(PIECE):
                came += len(piece)
                self._unpacked += len(piece)
                swollen = came > FREE and came > MAX_RATIO * max(member.compress_size, 1)
                if swollen or self._unpacked > MAX_UNPACKED:
                    raise TooLarge(BOMB)
                yield piece
