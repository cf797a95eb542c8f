"""Refusals that carry their status; anything else that escapes is a bug."""

from typing import Any


class Refusal(Exception):
    """An expected refusal, told to the caller in the API's one error shape.

    Attributes:
        code: stable, machine-readable word.
        status: HTTP status it stands for.
        fields: field name -> reason, where the fault lies in the input.
        details: what a program needs to help the person on, such as the choices there are.
    """

    code = "refused"
    status = 400

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        fields: dict[str, str] | None = None,
        details: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.code
        self.fields = fields or {}
        self.details = details or {}


class Invalid(Refusal):
    code, status = "invalid", 400


class NotFound(Refusal):
    code, status = "not_found", 404


class Conflict(Refusal):
    code, status = "conflict", 409


class Unavailable(Refusal):
    """Something we depend on is away; try again later."""

    code, status = "unavailable", 503
