"""Bearer tokens for API clients."""

from typing import TYPE_CHECKING

from allauth.headless.internal.sessionkit import authenticate_by_x_session_token
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

if TYPE_CHECKING:
    from accounts.models import User


class BearerAuthentication(BaseAuthentication):
    """`Authorization: Bearer` with the session token of the app login."""

    def authenticate(self, request: Request) -> "tuple[User, str] | None":
        """Return the token's user, None without a bearer header; a bad token is refused."""
        words = get_authorization_header(request).split()
        if not words or words[0].lower() != b"bearer":
            return None
        if len(words) != 2:
            raise AuthenticationFailed("The Authorization header is not of the form `Bearer TOKEN`.")
        token = words[1].decode("latin-1")
        found = authenticate_by_x_session_token(token)
        if found is None:
            raise AuthenticationFailed("This token is not valid, or has expired.")
        return found[0], token

    def authenticate_header(self, request: Request) -> str:
        """Name the scheme in the 401 answer."""
        return "Bearer"
