"""API keys for operators: whose, what for, last used when; and closing one that leaked."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from accounts import api_keys
from accounts.models import ApiKey
from kit.admin import ReadOnlyAdmin


@admin.register(ApiKey)
class ApiKeyAdmin(ReadOnlyAdmin):
    """The hash of the secret is not shown: there is nothing to compare it with."""

    list_display = ("name", "user", "prefix", "scope", "created_at", "last_used_at", "expires_at", "revoked_at")
    list_filter = ("scope", ("revoked_at", admin.EmptyFieldListFilter), "created_at")
    search_fields = ("user__email", "name", "prefix", "public_id")
    exclude = ("secret_sha256",)
    readonly_fields = ("public_id",)
    ordering = ("-id",)
    actions = ("revoke",)

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        """Ask for the permission to change keys."""
        return request.user.has_perm("accounts.change_apikey")

    @admin.action(description="Revoke: these keys open nothing from now on", permissions=["revoke"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Close the chosen keys for good; one that is closed stays as it is."""
        live = list(queryset.filter(revoked_at__isnull=True))
        for key in live:
            api_keys.revoke(key, now=timezone.now())
            self.log_change(request, key, "Revoked.")
        self.message_user(request, f"{len(live)} keys revoked.", messages.SUCCESS)
