"""Writing an archive: table by table, row by row, so that memory does not grow with the number of rows."""

import csv
import hashlib
import io
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from tempfile import TemporaryFile
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.conf import settings
from django.db import connection, transaction
from django.db.models import JSONField

from accounts.archives.columns import amount_cell, cell_of, encoder_of
from accounts.archives.parts import Part, all_parts, path_of, told_as
from accounts.models import User

FORMAT, VERSION = "giglens-export", 1
MANIFEST, README = "manifest.json", "README.txt"
CHUNK = 2_000
ABOUT = """Everything that GigLens holds of you.

tables/*.csv   for people: one table a file, amounts in the currency of their row. A text that a spreadsheet would
               take for a formula has an apostrophe in front.
data/*.jsonl   for machines, and for bringing it back: one row a line, amounts in minor units (cents).
manifest.json  what is in here: the number of rows of each table, and the SHA-256 of each file.

To bring it back: Settings, Your data, Restore, in an account that is still empty. The CSV files are not read then.
"""
OnRows = Callable[[int], None]


def count_of(user: User) -> int:
    """Return how many rows an archive of a user would have."""
    return sum(part.of(user).count() for part in all_parts())


def write(user: User, file: IO[bytes], *, now: datetime, on_rows: OnRows | None = None) -> dict[str, Any]:
    """Write everything of a user, as it is at one moment; returns the manifest.

    Args:
        user: whose.
        file: where to; seekable.
        now: when.
        on_rows: told how many rows are written.
    """
    done, told = 0, []
    with one_moment(), ZipFile(file, "w", ZIP_DEFLATED, compresslevel=5) as archive:
        archive.writestr(README, ABOUT)
        for part in all_parts():
            entry = _write_part(archive, part, user, partial(_tell, on_rows, done))
            done += entry["rows"]
            told.append(entry)
        manifest = {
            "format": FORMAT,
            "version": VERSION,
            "made_at": now.isoformat(),
            "made_by": f"GigLens {settings.VERSION}",
            "rows": done,
            "parts": told,
        }
        archive.writestr(MANIFEST, json.dumps(manifest, indent=1))
    return manifest


def _tell(on_rows: OnRows | None, before: int, rows: int) -> None:
    if on_rows:
        on_rows(before + rows)


@contextmanager
def one_moment() -> Iterator[None]:
    """Read as of one moment, and keep nobody from writing meanwhile."""
    if connection.in_atomic_block:  # whoever opened the transaction has seen to it
        yield
        return
    if connection.vendor == "sqlite":  # our own BEGIN: Django's would take the right to write
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("COMMIT")
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def _write_part(archive: ZipFile, part: Part, user: User, on_rows: OnRows) -> dict[str, Any]:
    rows = 0
    names = [told_as(one) for one in part.fields]
    encoders = [(at, encode) for at, one in enumerate(part.fields) if (encode := encoder_of(one))]
    with TemporaryFile() as table:
        text = io.TextIOWrapper(table, encoding="utf-8-sig", newline="")
        sheet = _Sheet(part, text)
        with _Member(archive, f"data/{part.name}.jsonl") as data:
            for values in part.of(user).values_list(*sheet.paths).iterator(chunk_size=CHUNK):
                row = dict(zip(names, values, strict=False))
                for at, encode in encoders:
                    if values[at] is not None:
                        row[names[at]] = encode(values[at])
                data.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
                sheet.write(values)
                rows += 1
                if rows % CHUNK == 0:
                    on_rows(rows)
        text.flush()
        table.seek(0)
        with _Member(archive, f"tables/{part.name}.csv") as copy:
            shutil.copyfileobj(table, copy)
        text.detach()
    files = {"data": data.told, "table": copy.told}
    return {"name": part.name, "rows": rows, "columns": names, "restored": part.restored, **files}


class _Member:
    """A file of the zip that counts and hashes what goes into it."""

    def __init__(self, archive: ZipFile, path: str) -> None:
        self._file = archive.open(path, "w", force_zip64=True)
        self._path, self._digest, self._bytes = path, hashlib.sha256(), 0

    def __enter__(self) -> "_Member":
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def write(self, content: bytes) -> int:
        """Write some bytes."""
        self._digest.update(content)
        self._bytes += len(content)
        return self._file.write(content)

    @property
    def told(self) -> dict[str, Any]:
        """What the manifest says of it."""
        return {"path": self._path, "bytes": self._bytes, "sha256": self._digest.hexdigest()}


class _Sheet:
    """The table of a part for people: names instead of ids, amounts instead of minor units."""

    def __init__(self, part: Part, file: io.TextIOWrapper) -> None:
        shown = [one for one in part.fields if not (isinstance(one, JSONField) and one.name in part.bulky)]
        minor = bool(part.currency) and any(one.name.endswith("_minor") for one in shown)
        self.paths = [path_of(one) for one in part.fields]
        extra = [*part.labels.values(), *([part.currency] if minor else [])]
        self.paths += [path for path in extra if path not in self.paths]
        place = {path: index for index, path in enumerate(self.paths)}
        self._currency = place[part.currency] if minor else None
        self._columns = [
            (place[part.labels.get(one.name, path_of(one))], minor and one.name.endswith("_minor"), cell_of(one))
            for one in shown
        ]
        self._writer = csv.writer(file)
        self._writer.writerow([told_as(one).removesuffix("_minor" if minor else "\0") for one in shown])

    def write(self, values: tuple[Any, ...]) -> None:
        """Write one row."""
        currency = values[self._currency] if self._currency is not None else None
        cells = []
        for at, minor, cell in self._columns:
            value = values[at]
            cells.append("" if value is None else amount_cell(value, currency) if minor else cell(value))
        self._writer.writerow(cells)
