"""Request bodies read strictly: what would break further in is refused at the door with a 400.

Refused: NUL and lone surrogates (PostgreSQL stores neither), nesting deeper than MAX_DEPTH, a name given twice in one
object, numbers beyond a float, and the constants that JSON does not have (NaN, Infinity). Views get these parsers
from `accounts.views.ApiView`.
"""

import codecs
import json
import math
import re
from collections.abc import Mapping
from typing import IO, Any

from django.http import QueryDict
from rest_framework import parsers
from rest_framework.exceptions import ParseError

MAX_DEPTH = 32
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def check_text(text: str) -> None:
    """Refuse what the database cannot store.

    Raises:
        ParseError: NUL or a lone surrogate.
    """
    if UNSTORABLE.search(text):
        raise ParseError("Text must not contain NUL or half of a surrogate pair.")


def check_json(value: Any, depth: int = 0) -> None:
    """Walk a parsed body; raise ParseError at text that cannot be stored or nesting that is too deep."""
    if depth > MAX_DEPTH:
        raise ParseError(f"The body is nested deeper than {MAX_DEPTH} levels.")
    if isinstance(value, str):
        check_text(value)
    elif isinstance(value, dict):
        for name, inner in value.items():
            check_text(name)
            check_json(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            check_json(inner, depth + 1)


def check_form(form: QueryDict) -> None:
    """Check the names and values of a query string or a form; raise ParseError."""
    for name, values in form.lists():
        check_text(name)
        for value in values:
            if isinstance(value, str):
                check_text(value)


class JSONParser(parsers.JSONParser):
    """JSON as RFC 8259 has it."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """Return the body.

        Raises:
            ParseError: it is not JSON, or not storable.
        """
        text = codecs.getreader(_encoding(parser_context or {}))(stream)
        try:
            value = json.load(text, parse_constant=_no_constant, parse_float=_finite, object_pairs_hook=_each_name_once)
        except RecursionError as error:
            raise ParseError(f"The body is nested deeper than {MAX_DEPTH} levels.") from error
        except ValueError as error:  # also what the codec raises at bytes that are not in the encoding
            raise ParseError(f"The body is not valid JSON: {error}") from error
        check_json(value)
        return value


class FormParser(parsers.FormParser):
    """A URL-encoded form."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """Return the form; ParseError when it is not storable."""
        form = super().parse(stream, media_type, parser_context)
        check_form(form)
        return form


class MultiPartParser(parsers.MultiPartParser):
    """A form with files."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> "parsers.DataAndFiles[Any, Any]":
        """Return the fields and files; ParseError when a name or a value is not storable."""
        form = super().parse(stream, media_type, parser_context)
        check_form(form.data)
        for name, files in form.files.lists():
            check_text(name)
            for file in files:
                check_text(file.name or "")
        return form


def _encoding(parser_context: Mapping[str, Any]) -> str:
    encoding: str = parsers.get_encoding(parser_context)  # type: ignore[attr-defined]  # newer than the stubs
    return encoding


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not a JSON value")


def _finite(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise ValueError(f"{digits[:20]} is too large a number")
    return number


def _each_name_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("an object gives the same name twice")
    return found
