"""GET /statement-mappings and DELETE of one: what was said of files whose columns were not understood."""

from uuid import UUID

from django.db import transaction
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import audit
from accounts.views import ApiView
from finance.api.params import user_of
from finance.models import StatementMapping
from kit.errors import NotFound
from kit.pages import PAGE_PARAMETERS, page, page_of


class StatementMappingSerializer(serializers.ModelSerializer[StatementMapping]):
    id = serializers.UUIDField(source="public_id", read_only=True)
    header = serializers.ListField(child=serializers.CharField())
    mapping = serializers.DictField()

    class Meta:
        model = StatementMapping
        fields = ["id", "header", "mapping", "created_at", "used_at"]
        read_only_fields = fields


class StatementMappingsView(ApiView):
    @extend_schema(
        operation_id="statement_mappings_list",
        parameters=PAGE_PARAMETERS,
        responses=page_of(StatementMappingSerializer),
    )
    def get(self, request: Request) -> Response:
        """List the mappings that are remembered, the last used first."""
        rows = StatementMapping.objects.for_user(user_of(request))
        return Response(page(request, rows, by="used_at", shape=lambda row: StatementMappingSerializer(row).data))


class StatementMappingView(ApiView):
    @extend_schema(responses={204: None})
    def delete(self, request: Request, public_id: UUID) -> Response:
        """Forget one; what was imported by it stays."""
        row = StatementMapping.objects.for_user(user_of(request)).filter(public_id=public_id).first()
        if row is None:
            raise NotFound("There is no such mapping.")
        with transaction.atomic():
            audit.record(user_of(request), "mapping.forgotten", row)
            row.delete()
        return Response(status=204)
