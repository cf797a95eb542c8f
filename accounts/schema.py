"""How the API's description tells of logging in."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension


class BearerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # ships no types
    """`Authorization: Bearer TOKEN`."""

    target_class = "accounts.authentication.BearerAuthentication"
    name = "bearer"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """Return the OpenAPI security scheme."""
        description = "A personal API key (`glk_…`), or the session token of the app's log-in."
        return {"type": "http", "scheme": "bearer", "description": description}
