"""Keyset pages: a page costs the same wherever it is, and rows that arrive meanwhile do not shift it."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.core import signing
from django.db.models import Model, Q, QuerySet
from rest_framework.request import Request

from kit.errors import Invalid

Row = TypeVar("Row", bound=Model)
DEFAULT_LIMIT, MAX_LIMIT = 50, 200
SALT = "keyset-page"


def page(
    request: Request, rows: QuerySet[Row], *, by: str, shape: Callable[[Row], Any], limit: int | None = None
) -> dict[str, Any]:
    """Return {"results", "next"} of rows, newest first.

    Args:
        request: its `cursor` and `limit` parameters say which page.
        rows: what may be seen.
        by: the column to order by, newest first; the primary key breaks ties.
        shape: how a row looks in the answer.
        limit: rows a page, instead of what the request says.

    Raises:
        Invalid: the cursor or the limit is not one of ours.
    """
    size = limit or _limit(request)
    ordered = rows.order_by(f"-{by}", "-pk")
    if cursor := request.query_params.get("cursor"):
        value, key = _opened(cursor)
        ordered = ordered.filter(Q(**{f"{by}__lt": value}) | Q(**{by: value, "pk__lt": key}))
    found = list(ordered[: size + 1])
    following = _address(request, found[size - 1], by) if len(found) > size else None
    return {"results": [shape(row) for row in found[:size]], "next": following}


def _limit(request: Request) -> int:
    said = request.query_params.get("limit", str(DEFAULT_LIMIT))
    if not (said.isascii() and said.isdigit() and 1 <= int(said) <= MAX_LIMIT):
        raise Invalid(f"limit is a number from 1 to {MAX_LIMIT}.", fields={"limit": f"1 to {MAX_LIMIT}"})
    return int(said)


def _opened(cursor: str) -> tuple[str, int]:
    try:
        value, key = signing.loads(cursor, salt=SALT)
    except (signing.BadSignature, ValueError) as error:
        raise Invalid(
            "This page address is not valid; start from the first page.", fields={"cursor": "Bad."}
        ) from error
    return value, key


def _address(request: Request, last: Model, by: str) -> str:
    value = getattr(last, by)
    cursor = signing.dumps([value.isoformat() if hasattr(value, "isoformat") else value, last.pk], salt=SALT)
    query = request.query_params.copy()
    query["cursor"] = cursor
    return f"{request.path}?{query.urlencode()}"
