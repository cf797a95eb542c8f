"""Bearer tokens: the session token of the app login, or a personal API key."""

from allauth.headless.internal.sessionkit import authenticate_by_x_session_token
from django.contrib.sessions.backends.base import SessionBase
from django.utils import timezone
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts import api_keys
from accounts.models import ApiKey, User

Credential = ApiKey | SessionBase


class BearerAuthentication(BaseAuthentication):
    """`Authorization: Bearer TOKEN`; `request.auth` becomes the API key or the session."""

    def authenticate(self, request: Request) -> tuple[User, Credential] | None:
        """Return whose token it is, None without a bearer header; a bad token is refused."""
        words = get_authorization_header(request).split()
        if not words or words[0].lower() != b"bearer":
            return None
        if len(words) != 2:
            raise AuthenticationFailed("The Authorization header is not of the form `Bearer TOKEN`.")
        found = _whose(words[1].decode("latin-1"))
        if found is None:
            raise AuthenticationFailed("This token is not valid, or has expired.")
        return found

    def authenticate_header(self, request: Request) -> str:
        """Name the scheme in the 401 answer."""
        return "Bearer"


def _whose(token: str) -> tuple[User, Credential] | None:
    if token.startswith(api_keys.MARK):
        key = api_keys.recognise(token, now=timezone.now())
        return (key.user, key) if key else None
    found: tuple[User, SessionBase] | None = authenticate_by_x_session_token(token)
    return found
