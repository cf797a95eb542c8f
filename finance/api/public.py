"""GET /public: what the app shows before anybody has logged in."""

from typing import Any

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from accounts.views import ApiView
from finance.demo import DEMO_EMAIL, DEMO_PASSWORD


class DemoLoginSerializer(serializers.Serializer[dict[str, str]]):
    """How to look around with the demo person's figures."""

    email = serializers.EmailField()
    password = serializers.CharField()


class PublicSerializer(serializers.Serializer[dict[str, Any]]):
    """What anybody may know of this server."""

    version = serializers.CharField()
    demo = DemoLoginSerializer(allow_null=True)


class PublicView(ApiView):
    authentication_classes = []  # the same for everybody: an expired token must not keep the log-in page from loading
    permission_classes = [AllowAny]

    @extend_schema(operation_id="public_retrieve", auth=[], responses=PublicSerializer)
    def get(self, request: Request) -> Response:
        """Return the version, and the demo log-in where this server has one."""
        return Response(PublicSerializer({"version": settings.VERSION, "demo": demo_login()}).data)


def demo_login() -> dict[str, str] | None:
    """Return the demo person's log-in; None where it is not offered or the person is not there."""
    if not settings.DEMO:
        return None
    there = User.objects.filter(email=DEMO_EMAIL, is_demo=True, is_active=True).exists()
    return {"email": DEMO_EMAIL, "password": DEMO_PASSWORD} if there else None
