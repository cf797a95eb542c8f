"""GET /audit: what was changed, by whom and when."""

from typing import Any, cast

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import AuditEntry, User
from accounts.views import ApiView
from kit.pages import PAGE_PARAMETERS, keyset_page, page_of


class UndoSerializer(serializers.Serializer[dict[str, Any]]):
    """The request that takes something back; `path` comes after /api/v1/."""

    method = serializers.CharField()
    path = serializers.CharField()
    body = serializers.DictField(allow_null=True)


class AuditEntrySerializer(serializers.ModelSerializer[AuditEntry]):
    """One change; `changes` has for each field the value before and the value after."""

    id = serializers.UUIDField(source="public_id", read_only=True)
    changes = serializers.DictField(child=serializers.ListField(min_length=2, max_length=2))
    details = serializers.DictField()
    undo = UndoSerializer(allow_null=True)

    class Meta:
        model = AuditEntry
        fields = ["id", "at", "by", "by_name", "action", "object_id", "object_name", "changes", "details", "undo"]
        fields += ["restored"]
        read_only_fields = fields


class AuditFilterSerializer(serializers.Serializer[dict[str, Any]]):
    """Which changes: of one thing, or of one sort."""

    object = serializers.UUIDField(required=False)
    action = serializers.RegexField(r"^[a-z_]+(\.[a-z_]+)?$", required=False, max_length=40)


FILTERS = [
    OpenApiParameter("object", str, description="the id of a transaction, rule, transfer ..."),
    OpenApiParameter("action", str, description='"rule" for everything about rules, "rule.changed" for that only'),
]


class AuditView(ApiView):
    @extend_schema(
        operation_id="audit_list", parameters=[*PAGE_PARAMETERS, *FILTERS], responses=page_of(AuditEntrySerializer)
    )
    def get(self, request: Request) -> Response:
        """List what was changed, newest first. Nothing of it can be changed or deleted."""
        said = AuditFilterSerializer(data={key: request.query_params[key] for key in request.query_params})
        said.is_valid(raise_exception=True)
        wanted = said.validated_data
        rows = AuditEntry.objects.for_user(cast(User, request.user))
        if "object" in wanted:
            rows = rows.filter(object_id=wanted["object"])
        if action := wanted.get("action"):
            rows = rows.filter(action=action) if "." in action else rows.filter(action__startswith=f"{action}.")
        cut = keyset_page(request, rows, order=("-at", "-id"))
        return Response({"results": AuditEntrySerializer(cut.rows, many=True).data, "next": cut.next})
