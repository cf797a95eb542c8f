"""Every failure in the one error shape, and none of it a 500 for what a caller sent."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import ValidationError
from starlette.exceptions import HTTPException

log = logging.getLogger(__name__)

MAX_FIELDS_NAMED = 20


class Refused(Exception):
    """A request that is answered with an error on purpose."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        *,
        fields: dict[str, list[str]] | None = None,
        retry_after_s: int | None = None,
    ) -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.fields = status, code, message, fields
        self.headers = {} if retry_after_s is None else {"Retry-After": str(retry_after_s)}


def too_large(message: str) -> Refused:
    """A request over one of the limits."""
    return Refused(413, "too_large", message)


def invalid(error: ValidationError) -> Refused:
    """What pydantic found, without echoing what was sent."""
    return Refused(
        422,
        "invalid_request",
        "The request is not valid",
        fields=_fields(error.errors(include_input=False, include_url=False)),
    )


def install(app: FastAPI) -> None:
    """Answer every kind of exception in the error shape."""
    app.exception_handler(Refused)(_refused)
    app.exception_handler(HTTPException)(_http)
    app.exception_handler(RequestValidationError)(_request)
    app.exception_handler(Exception)(_bug)


def _fields(errors: Sequence[Any]) -> dict[str, list[str]]:
    fields: defaultdict[str, list[str]] = defaultdict(list)
    for error in errors[:MAX_FIELDS_NAMED]:
        name = ".".join(str(part) for part in error["loc"] if part not in {"daily", "plain"})
        fields[_printable(name) or "body"].append(_printable(error["msg"]))
    return dict(fields)


def _printable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()[:200]


def _answer(
    status: int,
    code: str,
    message: str,
    fields: dict[str, list[str]] | None = None,
    headers: dict[str, str] | None = None,
) -> JSONResponse:
    error: dict[str, Any] = {"code": code, "message": message}
    if fields:
        error["fields"] = fields
    return JSONResponse({"error": error}, status_code=status, headers=headers)


async def _refused(_: Request, error: Refused) -> JSONResponse:
    return _answer(error.status, error.code, error.message, error.fields, error.headers)


async def _http(_: Request, error: HTTPException) -> JSONResponse:
    code = HTTPStatus(error.status_code).name.lower()
    return _answer(error.status_code, code, HTTPStatus(error.status_code).phrase, headers=dict(error.headers or {}))


async def _request(_: Request, error: RequestValidationError) -> JSONResponse:
    return _answer(422, "invalid_request", "The request is not valid", _fields(error.errors()))


async def _bug(request: Request, error: Exception) -> JSONResponse:
    log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return _answer(500, "server_error", "The service failed; it has been logged")
