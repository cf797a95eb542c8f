"""/metrics: what this web process has answered, and how forecasts and nights stand in the database, for Prometheus.

Only for the machine itself, or with METRICS_TOKEN as a bearer token: elsewhere there is no such page.
"""

import time
from collections.abc import Callable
from ipaddress import ip_address
from secrets import compare_digest
from typing import Any

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest

from finance.nights.measures import NightsCollector

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_VIA")
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)

REQUESTS = Counter("giglens_requests", "Requests answered.", ["method", "view", "status"])
SECONDS = Histogram("giglens_request_seconds", "Seconds to answer.", ["view"], buckets=BUCKETS)
NIGHTS = CollectorRegistry()  # apart: whoever shares a process with the web code has no database to ask
NIGHTS.register(NightsCollector())


class Measured:
    """Middleware that counts and times every answer by its view: addresses with ids in them would have no end."""

    sync_capable = async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        self.get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> Any:
        if iscoroutinefunction(self):
            return self._later(request)
        started = time.perf_counter()
        return self._noted(request, self.get_response(request), started)

    async def _later(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        return self._noted(request, await self.get_response(request), started)

    @staticmethod
    def _noted(request: HttpRequest, response: HttpResponse, started: float) -> HttpResponse:
        match = request.resolver_match
        view = match.route if match else "none"
        method = request.method if request.method in METHODS else "other"
        REQUESTS.labels(method, view, response.status_code).inc()
        SECONDS.labels(view).observe(time.perf_counter() - started)
        return response


def metrics(request: HttpRequest) -> HttpResponse:
    """Tell all of it in Prometheus' words.

    Raises:
        Http404: whoever asks may not know.
    """
    if not (_has_token(request) or _is_near(request)):
        raise Http404
    return HttpResponse(generate_latest(REGISTRY) + generate_latest(NIGHTS), content_type=CONTENT_TYPE_LATEST)


def _has_token(request: HttpRequest) -> bool:
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return bool(settings.METRICS_TOKEN) and compare_digest(given.encode(), settings.METRICS_TOKEN.encode())


def _is_near(request: HttpRequest) -> bool:
    """Whether the machine itself asks, and not a proxy on it for somebody else."""
    if settings.ALLAUTH_TRUSTED_PROXY_COUNT or any(name in request.META for name in FORWARDED):
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
