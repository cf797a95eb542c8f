"""GET /alerts and what a person does with them."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.views import ApiView
from finance.alerts import keeping, preferences
from finance.alerts.wording import word_alert
from finance.api.params import user_of
from finance.api.recommendations import EvidenceRowSerializer, EvidenceSerializer
from finance.models import Alert
from kit.errors import NotFound
from kit.pages import PAGE_PARAMETERS, keyset_page

VERBS = ("seen", "dismiss", "restore")
STATUSES = [*Alert.Status.values, "live", "all"]


class AlertSerializer(serializers.Serializer[dict[str, Any]]):
    """An alert in the user's words."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(Alert.Kind.choices)
    severity = serializers.ChoiceField(Alert.Severity.choices)
    title = serializers.CharField()
    body = serializers.CharField()
    language = serializers.CharField()
    evidence = EvidenceSerializer(many=True)
    rows = EvidenceRowSerializer(many=True)
    on = serializers.DateField(allow_null=True, help_text="the day it is about; null for a situation")
    expires_on = serializers.DateField(allow_null=True)
    status = serializers.ChoiceField(Alert.Status.choices)
    created_at = serializers.DateTimeField()
    seen_at = serializers.DateTimeField(allow_null=True)


class AlertPageSerializer(serializers.Serializer[dict[str, Any]]):
    """Alerts, newest first, and how many are new."""

    results = AlertSerializer(many=True)
    next = serializers.URLField(allow_null=True)
    unseen = serializers.IntegerField(help_text="new alerts, whatever the page shows")


class SeenSerializer(serializers.Serializer[dict[str, Any]]):
    seen = serializers.IntegerField(help_text="alerts that were new")


def shaped(row: Alert, language: str) -> dict[str, Any]:
    """Put an alert into the API's shape and the user's language."""
    worded = word_alert(row.kind, row.evidence, language=language)
    names = ("kind", "severity", "evidence", "rows", "on", "expires_on", "status", "created_at", "seen_at")
    fields = {name: getattr(row, name) for name in names}
    words = {"title": worded.title, "body": worded.body, "language": worded.language}
    return dict(AlertSerializer(fields | words | {"id": row.public_id}).data)


class AlertsView(ApiView):
    @extend_schema(
        parameters=[OpenApiParameter("status", str, enum=STATUSES, default="live"), *PAGE_PARAMETERS],
        operation_id="alerts_list",
        responses=AlertPageSerializer,
    )
    def get(self, request: Request) -> Response:
        """List alerts, the newest first; kinds that the user does not want in the app are left out."""
        user, status = user_of(request), request.query_params.get("status", "live")
        if status not in STATUSES:
            raise serializers.ValidationError({"status": f"One of {', '.join(STATUSES)}."})
        hidden = preferences.muted(preferences.settings_of(user))
        mine = Alert.objects.for_user(user).exclude(kind__in=hidden)
        rows = mine.live() if status == "live" else mine if status == "all" else mine.filter(status=status)
        cut = keyset_page(request, rows, order=("-id",))
        unseen = mine.filter(status=Alert.Status.NEW).count()
        return Response(
            {"results": [shaped(row, user.language) for row in cut.rows], "next": cut.next, "unseen": unseen}
        )


class SeeAllView(ApiView):
    @extend_schema(request=None, operation_id="alerts_all_seen_create", responses=SeenSerializer)
    def post(self, request: Request) -> Response:
        """Mark every new alert as seen."""
        return Response({"seen": keeping.see_all(user_of(request), now=timezone.now())})


class DecideAlertView(ApiView):
    @extend_schema(request=None, responses=AlertSerializer)
    def post(self, request: Request, public_id: UUID, verb: str) -> Response:
        """Mark as seen, dismiss, or take a dismissal back; the same again changes nothing."""
        user = user_of(request)
        row = Alert.objects.for_user(user).select_related("user").filter(public_id=public_id).first()
        if row is None:
            raise NotFound("There is no such alert.")
        return Response(shaped(keeping.decide(row, verb, now=timezone.now()), user.language))
