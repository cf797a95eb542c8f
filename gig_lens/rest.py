"""The API's one error shape: {"error": {"code", "message", "fields"?, "details"?}}."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, JsonResponse
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from kit.errors import Refusal

CODES = {
    exceptions.NotAuthenticated: "not_authenticated",
    exceptions.AuthenticationFailed: "not_authenticated",
    exceptions.PermissionDenied: "forbidden",
    exceptions.NotFound: "not_found",
    exceptions.MethodNotAllowed: "method_not_allowed",
    exceptions.NotAcceptable: "not_acceptable",
    exceptions.UnsupportedMediaType: "unsupported_media_type",
    exceptions.Throttled: "too_many_requests",
    exceptions.ParseError: "unreadable",
    exceptions.ValidationError: "invalid",
}


def body(
    code: str, message: str, fields: dict[str, str] | None = None, details: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Return the one error shape."""
    error: dict[str, Any] = {"code": code, "message": message}
    if fields:
        error["fields"] = fields
    if details:
        error["details"] = details
    return {"error": error}


def flatten(detail: Any, prefix: str = "") -> dict[str, str]:
    """Turn DRF's nested validation detail into field path -> first reason."""
    if isinstance(detail, dict):
        found: dict[str, str] = {}
        for name, inner in detail.items():
            found |= flatten(inner, f"{prefix}.{name}" if prefix else str(name))
        return found
    if isinstance(detail, list):
        return flatten(detail[0], prefix) if detail else {}
    return {prefix or "detail": str(detail)}


def error_response(error: Exception, context: dict[str, Any]) -> Response | None:
    """Shape an exception raised in an API view; None lets a bug be a 500."""
    if isinstance(error, Refusal):
        set_rollback()
        return Response(body(error.code, error.message, error.fields, error.details), status=error.status)
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    if not isinstance(error, exceptions.APIException):
        return None
    set_rollback()
    return api_exception_response(error)


def api_exception_response(error: exceptions.APIException) -> Response:
    """Shape one of DRF's own exceptions, with the headers that belong to it."""
    code = next((word for kind, word in CODES.items() if isinstance(error, kind)), "error")
    headers = {}
    if header := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = header
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = str(int(wait))
    if isinstance(error, exceptions.ValidationError):
        fields = flatten(error.detail)
        message = "; ".join(fields.values())
        return Response(body(code, message, fields), status=error.status_code, headers=headers)
    return Response(body(code, str(error.detail)), status=error.status_code, headers=headers)


def not_found(request: HttpRequest, exception: Exception | None = None) -> JsonResponse:
    """Answer an unknown API path in the same shape."""
    return JsonResponse(body("not_found", "There is nothing at this address."), status=404)


def server_error(request: HttpRequest) -> JsonResponse:
    """Answer a bug in the same shape, without its details."""
    return JsonResponse(body("server_error", "Something broke on our side; it has been logged."), status=500)
