"""What a caller may do, beside being somebody."""

from typing import TYPE_CHECKING, Any

from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from accounts.models import ApiKey

if TYPE_CHECKING:
    from rest_framework.views import APIView  # loads the settings that name this module


class KeyScope(BasePermission):
    """An API key does what its scope says; whoever logged in is not limited by it."""

    message = "This API key may only read."

    def has_permission(self, request: Request, view: "APIView") -> bool:
        """Refuse writing to a key that may only read."""
        key: Any = request.auth
        return not isinstance(key, ApiKey) or request.method in SAFE_METHODS or key.scope == ApiKey.Scope.WRITE


class InPerson(BasePermission):
    """Somebody who logged in, not an API key: a key that leaked must not make others, or delete its owner."""

    message = "An API key cannot do this: log in."

    def has_permission(self, request: Request, view: "APIView") -> bool:
        """Refuse any API key."""
        return not isinstance(request.auth, ApiKey)
