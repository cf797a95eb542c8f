"""Bringing an archive back into an account that is still empty: whole, or not at all.

Rows get new ids, made from the old ones, so that a reference in the file leads to the row in the file and nowhere
else. What the product computes from other rows is checked or computed anew by the apps (`parts.afterwards`).
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import IO, Any
from uuid import UUID, uuid4, uuid5

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.db.models import Field, ForeignKey

from accounts import audit
from accounts.archives.columns import reader_of
from accounts.archives.parts import Part, all_parts, tidy, told_as
from accounts.archives.reading import Archive, BadArchive, PartTold, open_archive
from accounts.models import User
from kit.bulk import insert_many, update_many
from kit.errors import Conflict

PROFILE = "profile"
SETTINGS = ("name", "home_currency", "time_zone", "language", "buffer_minor", "daily_target_minor", "working_days")
UUIDS = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
OnRows = Callable[[int], None]


@dataclass(frozen=True)
class Restored:
    """What came back.

    Attributes:
        made_at: when the archive was made, as it says.
        counts: rows by table.
        left: tables that are for reading only, with their rows.
    """

    made_at: str
    counts: dict[str, int]
    left: dict[str, int]


class _DryRun(Exception):
    """Not an error: everything was done, and is taken back."""


@dataclass
class _Work:
    user: User
    archive: Archive
    on_rows: OnRows
    space: UUID = field(default_factory=uuid4)  # of the new ids
    keys: dict[str, dict[UUID, int]] = field(default_factory=dict)  # table -> id -> key
    done: int = 0

    def renamed(self, old: str) -> UUID:
        """Return the new id of a row."""
        return uuid5(self.space, old)


def restore(user: User, file: IO[bytes], *, dry_run: bool = False, on_rows: OnRows | None = None) -> Restored:
    """Restore an archive; of a dry run nothing stays, but everything was tried.

    Raises:
        BadArchive: the file is at fault; nothing was done.
        Conflict: the account is not empty.
    """
    archive = open_archive(file)
    parts = {part.name: part for part in all_parts()}
    if unknown := [told.name for told in archive.manifest.parts if told.name not in parts]:
        raise BadArchive(f"GigLens knows no table “{unknown[0]}”.", code="unknown_table")
    told = {one.name: one for one in archive.manifest.parts}
    archive.verify()  # before anything is locked
    work = _Work(user, archive, on_rows or (lambda rows: None))
    try:
        with transaction.atomic():
            User.objects.select_for_update(no_key=True).get(pk=user.pk)
            _check_empty(user)
            for name in (name for name in parts if name in told):
                _restore_part(work, parts[name], told[name])
            tidy(user)
            found = _told(archive, parts)
            audit.record(user, "archive.restored", made_at=found.made_at, rows=sum(found.counts.values()))
            if dry_run:
                raise _DryRun
    except _DryRun:
        pass
    except DatabaseError as error:
        raise BadArchive(f"The rows contradict each other: {_constraint(error)}.", code="contradiction") from error
    user.refresh_from_db()
    return found


def _told(archive: Archive, parts: dict[str, Part]) -> Restored:
    rows = {one.name: one.rows for one in archive.manifest.parts if one.rows}
    back = {name: count for name, count in rows.items() if parts[name].restored}
    return Restored(archive.manifest.made_at, back, {name: rows[name] for name in rows.keys() - back.keys()})


def _check_empty(user: User) -> None:
    """Refuse an account that has something; Conflict names it."""
    for part in all_parts():
        if part.restored and part.fills and part.name != PROFILE and part.of(user).exists():
            words = part.model._meta.verbose_name_plural
            raise Conflict(f"Your account is not empty: it has {words}. Restore into a new one.", code="not_empty")


def _restore_part(work: _Work, part: Part, told: PartTold) -> None:
    if not part.restored:
        return
    if part.name == PROFILE:
        _restore_profile(work, part, told)
        return
    reader = _RowReader(part, work)
    names = [*reader.names, *part.fixed, *(["user_id"] if part.owner == "user" else [])]
    more = [*part.fixed.values(), *([work.user.pk] if part.owner == "user" else [])]
    rows = ([*row, *more] for row in _numbered(work, told, reader))
    insert_many(part.model, names, rows, on_batch=lambda done: work.on_rows(work.done + done))
    work.done += told.rows
    if part.named:
        work.keys[part.name] = dict(part.model._base_manager.filter(user=work.user).values_list("public_id", "pk"))
    for column, pairs in reader.own.items():
        keys = work.keys[part.name]
        update_many(part.model, [column], ([_key(keys, to, told), keys[of]] for of, to in pairs))


def _numbered(work: _Work, told: PartTold, reader: "_RowReader") -> Iterator[list[Any]]:
    for number, row in enumerate(work.archive.rows(told), start=1):
        try:
            yield reader.read(row)
        except ValueError as error:
            raise BadArchive(f"{told.data.path}, line {number}: {error}.") from error


def _restore_profile(work: _Work, part: Part, told: PartTold) -> None:
    rows = list(work.archive.rows(told))
    if len(rows) != 1:
        raise BadArchive("There has to be one profile.")
    user, known = work.user, {one.name: one for one in part.fields}
    try:
        for name in SETTINGS:
            if name in rows[0]:
                setattr(user, name, reader_of(known[name])(rows[0][name]))
        user.clean_fields(exclude=[one.name for one in user._meta.fields if one.name not in SETTINGS])
        user.clean()
    except (ValueError, ValidationError) as error:
        raise BadArchive(f"The profile: {'; '.join(getattr(error, 'messages', [str(error)]))}.") from error
    user.save(update_fields=SETTINGS)


class _RowReader:
    """Reads the rows of one part; a row is a list of values in the order of `names`."""

    def __init__(self, part: Part, work: _Work) -> None:
        self._part, self._work = part, work
        fields = [one for one in part.fields if one.name not in part.fixed]
        self.names = [one.attname for one in fields]
        self.own: dict[str, list[tuple[UUID, UUID]]] = {}
        self._columns = [(told_as(one), self._reader(one), one) for one in fields]
        self._known = {told_as(one) for one in part.fields}
        self._now: UUID | None = None

    def read(self, row: dict[str, Any]) -> list[Any]:
        """Return the values of a row.

        Raises:
            ValueError: it has a column too many, a value that is none, or what the product could not show.
        """
        if more := row.keys() - self._known:
            raise ValueError(f"there is no column “{min(more)[:60]}”")
        values = []
        for name, read, one in self._columns:
            if name not in row:
                values.append(_default(one))
                continue
            try:
                values.append(read(row[name]))
            except ValueError as error:
                raise ValueError(f"{name}: {error}") from error
        self._check(dict(zip(self.names, values, strict=True)))
        return values

    def _check(self, columns: dict[str, Any]) -> None:
        if self._part.check is None:
            return
        try:
            self._part.check(columns)
        except Exception as error:  # whatever it falls over, the product would fall over too
            raise ValueError("cannot be shown: it does not hold what such a row holds") from error

    def _reader(self, one: "Field[Any, Any]") -> Callable[[Any], Any]:
        if one.name == "public_id":
            return self._new_id
        if isinstance(one, ForeignKey):
            return self._reference(one)
        read = reader_of(one)
        if one.name in self._part.renames:
            return lambda value: self._rename(read(value))
        return read

    def _new_id(self, value: Any) -> UUID:
        if not isinstance(value, str) or not UUIDS.fullmatch(value):
            raise ValueError("has to be a UUID")
        self._now = self._work.renamed(value)
        return self._now

    def _reference(self, one: "ForeignKey[Any, Any]") -> Callable[[Any], int | None]:
        target = next(part for part in all_parts() if part.model is one.related_model)
        itself = target is self._part
        waiting = self.own.setdefault(one.attname, []) if itself else []

        def read(value: Any) -> int | None:
            if value is None and one.null:
                return None
            if not isinstance(value, str) or not UUIDS.fullmatch(value):
                raise ValueError("has to be the id of another row")
            wanted = self._work.renamed(value)
            if itself and self._now:
                waiting.append((self._now, wanted))
                return None
            if (key := self._work.keys.get(target.name, {}).get(wanted)) is None:
                raise ValueError(f"there is no such row in {target.name}")
            return key

        return read

    def _rename(self, value: Any) -> Any:
        """Give the ids within a value their new form."""
        if isinstance(value, UUID):
            return self._work.renamed(str(value))
        text = UUIDS.sub(lambda found: str(self._work.renamed(found[0])), json.dumps(value))
        return json.loads(text)


def _default(one: "Field[Any, Any]") -> Any:
    """Return what a column has that the file is too old to know.

    Raises:
        ValueError: it has to be there.
    """
    if one.has_default():
        return one.get_default()
    if one.null:
        return None
    if one.blank and one.empty_strings_allowed:
        return ""
    raise ValueError(f"{told_as(one)} is missing")


def _key(keys: dict[UUID, int], wanted: UUID, told: PartTold) -> int:
    if wanted not in keys:
        raise BadArchive(f"{told.data.path}: a row refers to one that is not in the file.")
    return keys[wanted]


def _constraint(error: Exception) -> str:
    """Return the name of the constraint, which says what is wrong, and nothing of the values."""
    found = re.search(r'constraint failed: ([\w.,: ]+)|constraint "(\w+)"', str(error))
    return (found[1] or found[2])[:200] if found else "a value is out of its range"
