"""The calendar of bills: its secret address, and what stands behind it."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.views import ApiView
from finance.api.params import user_of
from finance.models import CalendarFeed
from finance.recurring import calendar_feed


class CalendarSerializer(serializers.Serializer[dict[str, Any]]):
    """Whether there is an address; `url` only in the answer that made it."""

    created_at = serializers.DateTimeField(allow_null=True)
    url = serializers.URLField(allow_null=True)


class CalendarView(ApiView):
    @extend_schema(operation_id="calendar_retrieve", responses=CalendarSerializer)
    def get(self, request: Request) -> Response:
        """Say whether the bills have a calendar address."""
        return Response(_shape(user_of(request).pk))

    @extend_schema(request=None, operation_id="calendar_create", responses={201: CalendarSerializer})
    def post(self, request: Request) -> Response:
        """Make a new address, shown this once; the one before stops working."""
        secret = calendar_feed.open_feed(user_of(request))
        url = f"{settings.PUBLIC_BASE_URL}/api/v1/calendar/{secret}.ics"
        return Response(_shape(user_of(request).pk, url), status=201)

    @extend_schema(operation_id="calendar_destroy", responses={204: None})
    def delete(self, request: Request) -> Response:
        """Take the address away."""
        calendar_feed.close_feed(user_of(request))
        return Response(status=204)


def calendar_file(request: HttpRequest, secret: str) -> HttpResponse:
    """Return the calendar behind a secret address, else 404: who asks is told nothing about why."""
    user = calendar_feed.whose(secret)
    if user is None:
        return HttpResponse("There is no such calendar.", status=404, content_type="text/plain")
    body = calendar_feed.calendar(user, now=timezone.now())
    headers = {"Cache-Control": "private, max-age=3600", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}
    return HttpResponse(body, content_type="text/calendar; charset=utf-8", headers=headers)


def _shape(user_pk: int, url: str | None = None) -> dict[str, Any]:
    feed = CalendarFeed.objects.filter(user=user_pk).first()
    return dict(CalendarSerializer({"created_at": feed.created_at if feed else None, "url": url}).data)
