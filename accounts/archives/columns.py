"""Values of columns as an archive holds them, and back: read back strictly, because the file may be anybody's."""

import json
import math
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import (
    BooleanField,
    CharField,
    DateField,
    DateTimeField,
    DecimalField,
    Field,
    FloatField,
    IntegerField,
    JSONField,
    TextField,
    TimeField,
    UUIDField,
)

from accounts.parsers import UNSTORABLE
from kit.cells import safe_cell
from kit.money import amount_string

Read = Callable[[Any], Any]
MOST_JSON = 2_000_000  # characters of one JSON column
LONGEST_TEXT = 100_000
FIRST_YEAR, LAST_YEAR = 1950, 2100


def encoder_of(one: "Field[Any, Any]") -> Callable[[Any], Any] | None:
    """Return how a value of a column becomes what JSON can hold; None where it is that already."""
    if isinstance(one, DateTimeField):
        return _instant_text
    if isinstance(one, DateField):
        return date.isoformat
    if isinstance(one, TimeField):
        return time.isoformat
    if isinstance(one, JSONField):
        return _plain
    return str if isinstance(one, UUIDField | DecimalField) or one.is_relation else None


def cell_of(one: "Field[Any, Any]") -> Callable[[Any], str]:
    """Return how a value of a column becomes the cell of a CSV file; of a relation it is a name or an id."""
    if isinstance(one, JSONField):
        return _json_cell
    if isinstance(one, BooleanField):
        return _yes_or_no
    if isinstance(one, CharField | TextField) or one.is_relation:
        return _text_cell
    encode = encoder_of(one)
    return encode if encode and encode not in (date.isoformat, time.isoformat) else str


def _instant_text(value: datetime) -> str:
    return value.astimezone(UTC).isoformat()


def _plain(value: Any) -> Any:
    """Return what a JSON column holds; a column that unpacks its value lazily gives it whole."""
    return dict(value) if isinstance(value, Mapping) and not isinstance(value, dict) else value


def _json_cell(value: Any) -> str:
    return safe_cell(json.dumps(_plain(value), ensure_ascii=False, default=str))


def _yes_or_no(value: bool) -> str:
    return "yes" if value else "no"


def _text_cell(value: Any) -> str:
    return safe_cell(str(value))


def amount_cell(minor: int, currency: str | None) -> str:
    """Return an amount as a cell: a number, so that it can be summed; without a currency, as it is stored."""
    return amount_string(minor, currency) if currency else str(minor)


def reader_of(one: "Field[Any, Any]") -> Read:
    """Return how a column is read back; the reader raises ValueError with what is wrong."""
    read = _reader(one)
    if not one.null:
        return read
    return lambda value: None if value is None else read(value)


def _reader(one: "Field[Any, Any]") -> Read:
    if isinstance(one, JSONField):
        return _json
    if isinstance(one, BooleanField):
        return _typed(bool, "true or false")
    if isinstance(one, IntegerField):
        return _whole(one)
    if isinstance(one, FloatField):
        return _number
    if isinstance(one, DateTimeField):
        return _parsed(_instant, "an instant such as 2026-05-01T12:00:00+00:00")
    if isinstance(one, DateField):
        return _parsed(_day, "a day such as 2026-05-01")
    if isinstance(one, TimeField):
        return _parsed(_clock, "a time such as 21:00:00")
    if isinstance(one, UUIDField):
        return _parsed(UUID, "a UUID")
    if isinstance(one, DecimalField):
        return _parsed(Decimal, "a decimal number as a text")
    if isinstance(one, CharField | TextField):
        return _text(one)
    raise TypeError(f"{one} has no reader: say how such a column comes back")


def _typed(wanted: type, name: str) -> Read:
    def read(value: Any) -> Any:
        if type(value) is not wanted:
            raise ValueError(f"has to be {name}")
        return value

    return read


def _whole(one: "Field[Any, Any]") -> Read:
    least, most = connection.ops.integer_field_range(one.get_internal_type())
    known = {value for value, _ in one.flatchoices} if one.flatchoices else None

    def read(value: Any) -> Any:
        if type(value) is not int or (least is not None and value < least) or (most is not None and value > most):
            raise ValueError("has to be a whole number in its range")
        if known is not None and value not in known:
            raise ValueError(f"is none of {sorted(known)}")
        return value

    return read


def _number(value: Any) -> float:
    if type(value) not in (int, float) or not math.isfinite(value):
        raise ValueError("has to be a number")
    return float(value)


def _parsed(parse: Callable[[str], Any], name: str) -> Read:
    def read(value: Any) -> Any:
        try:
            if isinstance(value, str):
                return parse(value)
        except (ValueError, ArithmeticError):
            pass
        raise ValueError(f"has to be {name}")

    return read


def _day(text: str) -> date:
    found = date.fromisoformat(text)
    if not FIRST_YEAR <= found.year <= LAST_YEAR:  # weeks of ten thousand years would be computed otherwise
        raise ValueError("out of range")
    return found


def _instant(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    if found.tzinfo is None or not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise ValueError("no time zone, or out of range")
    return found.astimezone(UTC)


def _clock(text: str) -> time:
    found = time.fromisoformat(text)
    if found.tzinfo is not None:
        raise ValueError("a time of day has no zone")
    return found


def _text(one: "Field[Any, Any]") -> Read:
    longest = one.max_length or LONGEST_TEXT
    known = {value for value, _ in one.flatchoices} | ({""} if one.blank else set()) if one.flatchoices else None

    def read(value: Any) -> Any:
        if not isinstance(value, str) or len(value) > longest:
            raise ValueError(f"has to be a text of at most {longest} characters")
        if known is not None and value not in known:
            raise ValueError(f"is none of {', '.join(sorted(known))}")
        if UNSTORABLE.search(value):
            raise ValueError("holds NUL or half of a surrogate pair")
        return value

    return read


def _json(value: Any) -> Any:
    text = json.dumps(value, ensure_ascii=False)
    if len(text) > MOST_JSON or UNSTORABLE.search(text) or "\\u0000" in text:
        raise ValueError("is too large, or holds what cannot be stored")
    return value
