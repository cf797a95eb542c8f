"""GET, POST /api-keys; DELETE /api-keys/{id}."""

from typing import Any, cast
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import api_keys
from accounts.models import ApiKey, User
from accounts.permissions import InPerson
from accounts.views import ApiView
from kit.pages import PAGE_PARAMETERS, page, page_of


class ApiKeySerializer(serializers.ModelSerializer[ApiKey]):
    id = serializers.UUIDField(source="public_id", read_only=True)

    class Meta:
        model = ApiKey
        fields = ["id", "name", "scope", "prefix", "created_at", "last_used_at", "expires_at", "revoked_at"]
        read_only_fields = ["prefix", "created_at", "last_used_at", "revoked_at"]
        extra_kwargs = {"scope": {"required": True}}

    def validate_expires_at(self, value: Any) -> Any:
        """Take a time to come."""
        if value is not None and value <= timezone.now():
            raise serializers.ValidationError("Already past.")
        return value


class NewApiKeySerializer(ApiKeySerializer):
    secret = serializers.CharField(read_only=True, help_text="Shown this once.")

    class Meta(ApiKeySerializer.Meta):
        fields = [*ApiKeySerializer.Meta.fields, "secret"]


class InPersonView(ApiView):
    def get_permissions(self) -> list[BasePermission]:
        """Keep API keys out."""
        return [*cast(list[BasePermission], super().get_permissions()), InPerson()]


class ApiKeysView(InPersonView):
    @extend_schema(parameters=PAGE_PARAMETERS, responses=page_of(ApiKeySerializer))
    def get(self, request: Request) -> Response:
        """List your API keys, newest first, without their secrets."""
        keys = ApiKey.objects.for_user(cast(User, request.user))
        return Response(page(request, keys, by="created_at", shape=lambda key: ApiKeySerializer(key).data))

    @extend_schema(request=ApiKeySerializer, responses={201: NewApiKeySerializer})
    def post(self, request: Request) -> Response:
        """Make an API key; its secret is in this answer and nowhere else."""
        wanted = ApiKeySerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        asked = {"expires_at": None} | wanted.validated_data
        key, secret = api_keys.make(user=cast(User, request.user), now=timezone.now(), **asked)
        return Response(ApiKeySerializer(key).data | {"secret": secret}, status=201)


class ApiKeyView(InPersonView):
    @extend_schema(responses={204: None})
    def delete(self, request: Request, public_id: UUID) -> Response:
        """Revoke an API key; the second time changes nothing."""
        key = get_object_or_404(ApiKey.objects.for_user(cast(User, request.user)), public_id=public_id)
        api_keys.revoke(key, now=timezone.now())
        return Response(status=204)
