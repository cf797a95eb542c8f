"""Many rows into a table by COPY, or executemany where there is none: ten times as fast as model instances one by one.

What a model's save does beyond that is not done: no instances, no primary keys back. Constraints hold as ever.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import connections, router
from django.db.models import Field, Model
from django.utils import timezone

from kit.copying import Prepare, binary_types, copy_rows, prepared

BATCH = 2000
AS_THEY_ARE = frozenset({"BooleanField", "CharField", "AutoField", "BigAutoField"}) | frozenset(
    f"{sign}{size}IntegerField" for sign in ("", "Positive") for size in ("", "Small", "Big")
)


def insert_many(
    model: type[Model],
    names: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    on_batch: Callable[[int], None] | None = None,
) -> int:
    """Insert rows; inside the caller's transaction, if there is one.

    Args:
        model: whose table.
        names: the fields that the rows hold, foreign keys by their `_id`; the others get their defaults.
        rows: values in the order of `names`.
        on_batch: told how many rows are in, batch by batch.

    Returns:
        How many were inserted.
    """
    connection = connections[router.db_for_write(model)]
    given = {field.name: field for field in model._meta.concrete_fields} | {
        field.attname: field for field in model._meta.concrete_fields
    }
    chosen = [given[name] for name in names]
    others = [field for field in model._meta.concrete_fields if not field.primary_key and field not in chosen]
    changed = [(place, prepare) for place, field in enumerate(chosen) if (prepare := _prepare(field, connection))]
    defaults = [_default(field, connection) for field in others]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column or field.attname) for field in [*chosen, *others])
    marks = ", ".join(["%s"] * (len(chosen) + len(others)))
    sql = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({marks})"  # noqa: S608 - names of the model
    done, types = 0, binary_types([*chosen, *others], connection)
    with connection.cursor() as cursor:
        for batch in _batches(rows):
            values = []
            for row in batch:
                cells = list(row)
                for place, prepare in changed:
                    cells[place] = prepare(cells[place])
                values.append([*cells, *(default() for default in defaults)])
            if connection.vendor == "postgresql":
                copying = f"COPY {quote(model._meta.db_table)} ({columns}) FROM STDIN"
                copy_rows(connection, cursor, copying, values, types)
            else:
                cursor.executemany(sql, values)
            done += len(values)
            if on_batch:
                on_batch(done)
    return done


def _batches(rows: Iterable[Sequence[Any]]) -> Iterator[list[Sequence[Any]]]:
    waiting = iter(rows)
    while batch := list(islice(waiting, BATCH)):
        yield batch


def _prepare(field: "Field[Any, Any]", connection: Any) -> Prepare | None:
    """Return how a value becomes what the database takes; None where it does already."""
    target = field.target_field if field.is_relation else field  # type: ignore[attr-defined]  # of relations only
    kind = target.get_internal_type()
    return None if kind in AS_THEY_ARE else prepared(field, kind, connection)


def _default(field: "Field[Any, Any]", connection: Any) -> Callable[[], Any]:
    """Return what fills a column that no row says."""
    if getattr(field, "auto_now_add", False) or getattr(field, "auto_now", False):
        now = field.get_db_prep_save(timezone.now(), connection=connection)
        return lambda: now
    if callable(field.default):
        return lambda: field.get_db_prep_save(field.get_default(), connection=connection)
    constant = field.get_db_prep_save(field.get_default(), connection=connection)
    return lambda: constant


def update_many(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Set fields of many rows, each to its own values; inside the caller's transaction, if there is one.

    On PostgreSQL the values go into a table of the transaction's own by COPY, and over from there in one statement.

    Args:
        model: whose table.
        names: the fields to set, foreign keys by their `_id`.
        rows: values in the order of `names`, then the primary key.
    """
    connection = connections[router.db_for_write(model)]
    fields = {field.attname: field for field in model._meta.concrete_fields}
    prepares = [_prepare(fields[name], connection) or _as_it_is for name in names]
    quote = connection.ops.quote_name
    columns = [quote(fields[name].column or name) for name in names]
    table, key = quote(model._meta.db_table), quote(model._meta.pk.column or "id")
    values = [[*(prepare(v) for prepare, v in zip(prepares, row, strict=False)), row[-1]] for row in rows]
    if not values:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and connection.in_atomic_block:
            listed, given = ", ".join([*columns, key]), quote(f"given_{model._meta.db_table}")
            cursor.execute(
                f"CREATE TEMPORARY TABLE {given} ON COMMIT DROP AS SELECT {listed} FROM {table} WITH NO DATA"  # noqa: S608 - names of the model
            )
            copy_rows(connection, cursor, f"COPY {given} ({listed}) FROM STDIN", values, None)
            sets = ", ".join(f"{column} = {given}.{column}" for column in columns)
            cursor.execute(f"UPDATE {table} SET {sets} FROM {given} WHERE {table}.{key} = {given}.{key}")  # noqa: S608 - likewise
            cursor.execute(f"DROP TABLE {given}")
        else:
            sets = ", ".join(f"{column} = %s" for column in columns)
            cursor.executemany(f"UPDATE {table} SET {sets} WHERE {key} = %s", values)  # noqa: S608 - likewise


def _as_it_is(value: Any) -> Any:
    return value
