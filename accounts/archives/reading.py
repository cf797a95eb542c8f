"""Reading an archive that anybody may have made: nothing in it is believed before it is checked.

Limits: a file of 100 MB, 1 GB unpacked, a hundredfold swelling of any member, 200 members, 1,000,000 rows, 4 MB a row.
"""

import hashlib
import json
import stat
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from accounts.archives.writing import FORMAT, MANIFEST, README, VERSION
from kit.errors import Refusal

MB = 1024 * 1024
MAX_BYTES, MAX_UNPACKED, MAX_LINE, MAX_MANIFEST = 100 * MB, 1024 * MB, 4 * MB, MB
MAX_MEMBERS, MAX_ROWS, MAX_RATIO, FREE = 200, 1_000_000, 100, MB
PIECE = 1 << 16
BROKEN = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError, KeyError)


class BadArchive(Refusal):
    """The file cannot be restored; the message says where the fault lies."""

    code, status = "bad_archive", 400


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="ignore")


class MemberTold(_Strict):
    """A file of the archive, as the manifest tells of it."""

    path: str = Field(max_length=100)
    bytes: int = Field(ge=0, le=MAX_UNPACKED)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


class PartTold(_Strict):
    """A table of the archive."""

    name: str = Field(max_length=60)
    rows: int = Field(ge=0, le=MAX_ROWS)
    data: MemberTold
    table: MemberTold


class Manifest(_Strict):
    """What the archive says of itself."""

    format: str
    version: int
    made_at: str = Field(max_length=40)
    parts: list[PartTold] = Field(max_length=MAX_MEMBERS)


@dataclass
class Archive:
    """An opened archive, with its manifest read and its list of files compared with it."""

    zip: ZipFile
    members: dict[str, ZipInfo]
    manifest: Manifest
    unpacked: int = 0

    def rows(self, part: PartTold) -> Iterator[dict[str, Any]]:
        """Yield the rows of a part; BadArchive at the end when they are not those of the manifest."""
        count = 0
        for count, line in enumerate(self._lines(part.data), start=1):
            if count > part.rows:
                break
            yield _row(line, f"{part.data.path}, line {count}")
        if count != part.rows:
            raise BadArchive(f"{part.data.path} does not have the {part.rows} rows that the manifest says.")

    def verify(self) -> None:
        """Read everything once, only to see that it is what the manifest tells of."""
        for told in (member for part in self.manifest.parts for member in (part.data, part.table)):
            digest = hashlib.sha256()
            for piece in self._unpack(self.members[told.path]):
                digest.update(piece)
            if digest.hexdigest() != told.sha256:
                raise BadArchive(f"{told.path} is not the file that the manifest tells of: its SHA-256 differs.")
        self.unpacked = 0

    def _lines(self, told: MemberTold) -> Iterator[bytes]:
        rest = b""
        for piece in self._unpack(self.members[told.path]):
            *lines, rest = (rest + piece).split(b"\n")
            if len(rest) > MAX_LINE:
                raise BadArchive(f"{told.path} has a row of over 4 MB.")
            yield from lines
        if rest:
            yield rest

    def _unpack(self, member: ZipInfo) -> Iterator[bytes]:
        came = 0
        try:
            with self.zip.open(member) as file:
                while piece := file.read(PIECE):
                    came += len(piece)
                    self.unpacked += len(piece)
                    if self.unpacked > MAX_UNPACKED or (came > FREE and came > MAX_RATIO * member.compress_size):
                        raise BadArchive("The file swells to far more than an export holds.", code="too_large")
                    yield piece
        except BROKEN as error:
            raise BadArchive(f"{member.filename} is damaged.") from error


def open_archive(file: IO[bytes]) -> Archive:
    """Open an archive and check all that can be told without its rows.

    Raises:
        BadArchive: it is no export of GigLens, of another version, or its list of files is not as it says.
    """
    try:
        archive = ZipFile(file)
        members = archive.infolist()
    except BROKEN as error:
        raise BadArchive("This is not a zip file, or a damaged one.") from error
    if len(members) > MAX_MEMBERS:
        raise BadArchive(f"The zip holds more than {MAX_MEMBERS} files: it is not an export.")
    for member in members:
        _check(member)
    by_name = {member.filename: member for member in members}
    if len(by_name) < len(members):
        raise BadArchive("The zip holds two files of one name.")
    if MANIFEST not in by_name:
        raise BadArchive("There is no manifest.json in it: it is not an export of GigLens.")
    opened = Archive(archive, by_name, Manifest(format="", version=0, made_at="", parts=[]))
    opened.manifest = _manifest(b"".join(_short(opened, by_name[MANIFEST])))
    _compare(opened)
    return opened


def _check(member: ZipInfo) -> None:
    mode = member.external_attr >> 16
    if stat.S_ISLNK(mode) or member.is_dir() or ".." in member.filename or member.filename.startswith(("/", "\\")):
        raise BadArchive(f"{member.filename[:80]} is a link, a folder or outside of the archive.")
    if member.flag_bits & 1:
        raise BadArchive("The zip has a password: save it without.")
    if member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise BadArchive(f"{member.filename[:80]} is packed in a way that exports are not.")


def _short(opened: Archive, member: ZipInfo) -> Iterator[bytes]:
    came = 0
    for piece in opened._unpack(member):
        came += len(piece)
        if came > MAX_MANIFEST:
            raise BadArchive("The manifest is larger than a manifest can be.", code="too_large")
        yield piece


def _manifest(content: bytes) -> Manifest:
    try:
        said = json.loads(content, parse_constant=_no_constant)
        if isinstance(said, dict) and said.get("format") == FORMAT and said.get("version") != VERSION:
            raise BadArchive(
                f"This export has version {str(said.get('version'))[:20]}; version {VERSION} can be restored here.",
                code="foreign_version",
            )
        manifest = Manifest.model_validate(said)
    except (ValueError, RecursionError) as error:
        fault = error.errors()[0] if isinstance(error, ValidationError) else None
        where = ".".join(map(str, fault["loc"])) if fault else ""
        raise BadArchive(f"The manifest cannot be read{': ' + where if where else ''}.") from error
    if manifest.format != FORMAT:
        raise BadArchive("The manifest is not that of an export of GigLens.")
    return manifest


def _compare(opened: Archive) -> None:
    """Hold the list of files against the manifest."""
    names = [part.name for part in opened.manifest.parts]
    if len(set(names)) < len(names):
        raise BadArchive("The manifest names a table twice.")
    told = [member for part in opened.manifest.parts for member in (part.data, part.table)]
    wanted = {member.path for member in told} | {MANIFEST, README}
    if missing := wanted - opened.members.keys() - {README}:
        raise BadArchive(f"{min(missing)} is missing from the zip.")
    if more := opened.members.keys() - wanted:
        raise BadArchive(f"{min(more)[:80]} is in the zip, and the manifest does not tell of it.")
    if sum(part.rows for part in opened.manifest.parts) > MAX_ROWS:
        raise BadArchive(f"An export of over {MAX_ROWS:,} rows cannot be restored.", code="too_large")


def _row(line: bytes, where: str) -> dict[str, Any]:
    try:
        row = json.loads(line, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise BadArchive(f"{where}: not a row of JSON.") from error
    if not isinstance(row, dict):
        raise BadArchive(f"{where}: not a row of JSON.")
    return row


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not a JSON value")
