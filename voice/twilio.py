"""Twilio's REST API through its own library: bounded in time, off without keys, elsewhere when tests say so."""

import re
from functools import lru_cache
from typing import Any

import requests
import structlog
from django.conf import settings
from requests.adapters import HTTPAdapter
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response
from twilio.rest import Client

log = structlog.get_logger(__name__)
HOSTED = re.compile(r"https://[a-z0-9.-]+\.twilio\.com", re.ASCII)
CONNECT_S, READ_S = 3.0, 8.0


class Punctual(HTTPAdapter):
    """Waits apart for the connection and for the answer; the library itself takes one number for both."""

    def send(self, *args: Any, **kwargs: Any) -> Any:
        """Send a request."""
        return super().send(*args, **(kwargs | {"timeout": (CONNECT_S, READ_S)}))


class Bounded(TwilioHttpClient):  # type: ignore[misc]  # the library is untyped
    """The library's HTTP client with time-outs, no proxy of the environment, and another address where one is set."""

    def __init__(self, base: str) -> None:
        super().__init__(timeout=CONNECT_S + READ_S)
        self._base = base.rstrip("/")
        if self.session is not None:
            self.session.trust_env = False
            for scheme in ("http://", "https://"):
                self.session.mount(scheme, Punctual(pool_maxsize=4))

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Response:
        """Ask Twilio, or whoever stands in for it."""
        return super().request(method, HOSTED.sub(self._base, url) if self._base else url, *args, **kwargs)


def client() -> Client | None:
    """Return a client, or None without keys: nobody is rung then, and calls are not looked up."""
    if not available():
        return None
    return _client(settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN, settings.TWILIO_API_BASE)


def change(client: Client, call_sid: str, **how: str) -> bool:
    """Change a call that is on: end it, or have it play another document. Tells whether Twilio took it."""
    try:
        client.calls(call_sid).update(**how)
    except TwilioRestException as error:
        log.info("a call could not be changed", call_sid=call_sid, status=error.status)  # most likely it is over
        return False
    except (TwilioException, requests.RequestException, ValueError) as error:
        log.warning("a call could not be changed", call_sid=call_sid, reason=type(error).__name__)
        return False
    return True


def available() -> bool:
    """Tell whether the keys of an account are set."""
    return bool(settings.TWILIO_ACCOUNT_SID and settings.TWILIO_AUTH_TOKEN)


@lru_cache(maxsize=4)
def _client(sid: str, token: str, base: str) -> Client:
    return Client(sid, token, http_client=Bounded(base))
