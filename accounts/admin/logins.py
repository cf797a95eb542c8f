"""How people get in, for operators: addresses, second factors and sessions, without anything that would let one in."""

from typing import Any

from allauth.account import admin as account_admin
from allauth.account.models import EmailAddress
from allauth.mfa import admin as mfa_admin
from allauth.mfa.models import Authenticator
from allauth.usersessions import admin as sessions_admin
from allauth.usersessions.models import UserSession
from django.contrib import admin, messages
from django.contrib.admin import ModelAdmin
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from kit.admin import ReadOnlyAdmin

# allauth's own pages show the sealed secrets and the session keys, and let them be edited.
REPLACED = {account_admin: EmailAddress, mfa_admin: Authenticator, sessions_admin: UserSession}
for model in REPLACED.values():
    admin.site.unregister(model)


@admin.register(EmailAddress)
class EmailAddressAdmin(ReadOnlyAdmin):
    list_display = ("email", "user", "primary", "verified")
    list_filter = ("primary", "verified")
    search_fields = ("email", "user__email")
    ordering = ("-id",)


@admin.register(Authenticator)
class AuthenticatorAdmin(ReadOnlyAdmin):
    """Second factors and passkeys; deleting one is how somebody without phone and codes is let in again."""

    list_display = ("user", "type", "created_at", "last_used_at")
    list_filter = ("type", "created_at")
    search_fields = ("user__email",)
    exclude = ("data",)
    ordering = ("-id",)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Ask for the permission, as for any row."""
        return ModelAdmin.has_delete_permission(self, request, obj)


@admin.register(UserSession)
class UserSessionAdmin(ReadOnlyAdmin):
    """Where somebody is logged in; the session's key would be as good as their password, and is not shown."""

    list_display = ("user", "created_at", "last_seen_at", "ip", "user_agent")
    list_filter = ("created_at",)
    search_fields = ("user__email", "ip")
    exclude = ("session_key", "data")
    ordering = ("-id",)
    actions = ("end",)

    def has_end_permission(self, request: HttpRequest) -> bool:
        """Ask for the permission to delete sessions."""
        return request.user.has_perm("usersessions.delete_usersession")

    @admin.action(description="End these sessions: log them out", permissions=["end"])
    def end(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Log the chosen sessions out."""
        sessions = list(queryset.select_related("user"))
        for session in sessions:
            self.log_change(request, session.user, "A session ended by an operator.")
            session.end()
        self.message_user(request, f"{len(sessions)} sessions ended.", messages.SUCCESS)
