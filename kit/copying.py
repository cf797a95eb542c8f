"""Rows into PostgreSQL by COPY: as text, or as they are where a column holds bytes, which text makes twice as long."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import DataError
from django.db.models import Field

Prepare = Callable[[Any], Any]
RANGES = {"smallint": 2**15, "integer": 2**31, "bigint": 2**63}
BINARY = frozenset({"boolean", "bytea", "date", "double precision", "jsonb", "timestamp with time zone", "uuid"})
BINARY |= RANGES.keys() | {"varchar", "text"}
PLAIN = {"DateField": date, "DateTimeField": datetime}


def binary_types(fields: "Sequence[Field[Any, Any]]", connection: Any) -> list[str] | None:
    """Return the types of columns that go over as they are; None for those that go as text."""
    if connection.vendor != "postgresql":
        return None
    types = [(field.db_type(connection) or "").partition("(")[0] for field in fields]
    return types if "bytea" in types and BINARY.issuperset(types) else None


def copy_rows(connection: Any, cursor: Any, sql: str, rows: Iterable[Sequence[Any]], types: list[str] | None) -> None:
    """Write rows; values of a type go as they are where `types` says which it is, and as text without."""
    if types:
        sql, rows = f"{sql} (FORMAT BINARY)", _checked(rows, types)
    with connection.wrap_database_errors, cursor.copy(sql) as copy:  # Django wraps execute, not this
        if types:
            copy.set_types(types)
        for row in rows:
            copy.write_row(row)


def _checked(rows: Iterable[Sequence[Any]], types: Sequence[str]) -> Iterable[Sequence[Any]]:
    """Refuse whole numbers that their column does not hold: as they are, they would lose their upper bytes unseen."""
    whole = [(place, RANGES[name]) for place, name in enumerate(types) if name in RANGES]
    for row in rows:
        for place, most in whole:
            if (value := row[place]) is not None and not -most <= value < most:
                raise DataError(f"{value} is out of range")
        yield row


def prepared(field: "Field[Any, Any]", kind: str, connection: Any) -> Prepare:
    """Return how a value of a field becomes what the database takes; PostgreSQL takes days and moments as they are."""

    def prepare(value: Any) -> Any:
        return field.get_db_prep_save(value, connection=connection)

    plain = PLAIN.get(kind) if connection.vendor == "postgresql" else None
    if plain is date:
        return lambda value: value if type(value) is date else prepare(value)
    if plain is datetime:
        return lambda value: value if type(value) is datetime and value.tzinfo else prepare(value)
    return prepare
