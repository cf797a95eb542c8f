"""Lists by keyset pages: {"results": [...], "next": address of the next page or null}.

    class TransactionsView(ApiView):
        @extend_schema(parameters=PAGE_PARAMETERS, responses=page_of(TransactionSerializer))
        def get(self, request: Request) -> Response:
            rows = Transaction.objects.for_user(user_of(request))
            return Response(page(request, rows, by="posted_on", shape=lambda row: TransactionSerializer(row).data))

A page starts after the last row of the one before (`WHERE (posted_on, id) < (...)`), so that it costs the same however
far one has come, and rows that are added meanwhile shift nothing. ?limit= is 1 to 200, 50 unless said otherwise. The
cursor is signed for its own list: one that is altered, or of another list, is a 400. `PAGE_PARAMETERS` and
`page_of(Serializer)` tell the schema. `keyset_page` orders by several columns, each in its own direction.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core import signing
from django.db.models import Model, Q, QuerySet
from drf_spectacular.utils import OpenApiParameter, inline_serializer
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

Row = TypeVar("Row", bound=Model)
DEFAULT_LIMIT, MAX_LIMIT = 50, 200
PAGE_PARAMETERS = [
    OpenApiParameter("limit", int, default=DEFAULT_LIMIT, description=f"rows on a page, 1 to {MAX_LIMIT}"),
    OpenApiParameter("cursor", str, description="where the page starts: as the page before says in `next`"),
]


@dataclass(frozen=True)
class Page:
    """One page.

    Attributes:
        rows: what is on it.
        next: the address of the next page; None on the last.
    """

    rows: list[Any]
    next: str | None


def page(
    request: Request, rows: QuerySet[Row], *, by: str, shape: Callable[[Row], Any], limit: int | None = None
) -> dict[str, Any]:
    """Return a page of rows as the API shows it, newest first.

    Args:
        request: ?limit= and ?cursor= say which page.
        rows: everything the user may see.
        by: the column to order by, newest first; the primary key breaks ties.
        shape: how a row looks in the answer.
        limit: rows a page, instead of what the request says.

    Raises:
        ValidationError: the limit or the cursor is not one.
    """
    cut = keyset_page(request, rows, order=(f"-{by}", "-id"), limit=limit)
    return {"results": [shape(row) for row in cut.rows], "next": cut.next}


def keyset_page(request: Request, rows: QuerySet[Row], *, order: Sequence[str], limit: int | None = None) -> Page:
    """Cut the page that the request asks for.

    Args:
        request: ?limit= and ?cursor= say which page.
        rows: everything the user may see.
        order: columns of the model, "-" for descending, never null, together unique (end with "-id").
        limit: rows a page, instead of what the request says.

    Raises:
        ValidationError: the limit or the cursor is not one.
    """
    size = limit or limit_of(request)
    if "cursor" in request.query_params:
        rows = rows.filter(_after(rows.model, order, _opened(request, order)))
    found = list(rows.order_by(*order)[: size + 1])
    more = len(found) > size
    return Page(found[:size], _address(request, order, found[size - 1]) if more else None)


def limit_of(request: Request) -> int:
    """Return ?limit=, or the default; ValidationError when it is not a number from 1 to MAX_LIMIT."""
    given = request.query_params.get("limit", str(DEFAULT_LIMIT))
    if not re.fullmatch(r"[0-9]{1,3}", given, re.ASCII) or not 1 <= int(given) <= MAX_LIMIT:
        raise ValidationError({"limit": f"A whole number from 1 to {MAX_LIMIT}."})
    return int(given)


def page_of(serializer: type[serializers.BaseSerializer[Any]]) -> serializers.Serializer[Any]:
    """Describe a page of such rows to the schema."""
    name = serializer.__name__.removesuffix("Serializer")
    fields = {"results": serializer(many=True), "next": serializers.URLField(allow_null=True)}
    return inline_serializer(f"{name}Page", fields)


def _names(order: Sequence[str]) -> list[str]:
    return [column.removeprefix("-") for column in order]


def _salt(request: Request, order: Sequence[str]) -> str:
    return f"page:{request.path}:{','.join(order)}"


def _address(request: Request, order: Sequence[str], last: Model) -> str:
    values = [last._meta.get_field(name).value_to_string(last) for name in _names(order)]  # type: ignore[union-attr]  # columns only
    query = request.query_params.copy()
    query["cursor"] = signing.Signer(salt=_salt(request, order)).sign_object(values)
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


def _opened(request: Request, order: Sequence[str]) -> list[str]:
    try:
        values = signing.Signer(salt=_salt(request, order)).unsign_object(request.query_params["cursor"])
    except Exception as error:  # not ours: whatever the decoder stumbles on
        raise ValidationError({"cursor": "Not a cursor of this list."}) from error
    return list(values)


def _after(model: type[Model], order: Sequence[str], values: list[str]) -> Q:
    """Build `(a, b) after (x, y)` as `a after x or (a = x and b after y)`: each column has its own direction."""
    after, same = Q(), Q()
    for column, name, text in zip(order, _names(order), values, strict=True):
        value = model._meta.get_field(name).to_python(text)  # type: ignore[union-attr]  # columns only
        beyond = "lt" if column.startswith("-") else "gt"
        after |= same & Q(**{f"{name}__{beyond}": value})
        same &= Q(**{name: value})
    return after
