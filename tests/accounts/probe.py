"""A view that counts how often it was done, to try what every view gets from its base."""

import threading
from typing import Any

from django.http import HttpResponse
from django.urls import include, path
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.views import ApiView


class Probe(ApiView):
    """Counts, waits or fails as the test says."""

    done = 0
    status = 201
    crash = False
    entered, leave = threading.Event(), threading.Event()

    @classmethod
    def reset(cls) -> None:
        cls.done, cls.status, cls.crash = 0, 201, False
        cls.entered, cls.leave = threading.Event(), threading.Event()
        cls.leave.set()

    def post(self, request: Request) -> Response:
        return self._count({"data": request.data if isinstance(request.data, dict) else None})

    def delete(self, request: Request) -> Response:
        self._count({})
        return Response(status=204)

    def put(self, request: Request) -> HttpResponse:
        Probe.done += 1
        return HttpResponse(b"\xff\xfe", content_type="application/octet-stream")

    def get(self, request: Request) -> Response:
        return self._count({})

    def _count(self, answer: dict[str, Any]) -> Response:
        Probe.done += 1
        Probe.entered.set()
        Probe.leave.wait(timeout=10)
        if Probe.crash:
            raise RuntimeError("a bug")
        return Response(answer | {"done": Probe.done}, status=Probe.status)


urlpatterns = [
    path("api/v1/probe", Probe.as_view()),
    path("api/v1/other-probe", Probe.as_view()),
    path("", include("gig_lens.urls")),
]
