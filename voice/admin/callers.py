"""Who may be calling, and what holds guessing back: last digits and counts; no number, no hash."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import User
from kit.admin import ReadOnlyAdmin
from voice.callers import pins
from voice.models import Lockout, PhoneNumber


@admin.register(PhoneNumber)
class PhoneNumberAdmin(ReadOnlyAdmin):
    list_display = ("created_at", "user", "ends", "verified_at", "code_sent_at", "code_tries")
    list_filter = (("verified_at", admin.EmptyFieldListFilter),)
    search_fields: ClassVar[Any] = ("user__email", "ends", "public_id")
    fields = readonly_fields = ("public_id", "user", "ends", "created_at", "verified_at", "code_sent_at", "code_tries")


@admin.register(Lockout)
class LockoutAdmin(ReadOnlyAdmin):
    list_display = ("failed_at", "scope", "user", "failures", "until", "told_at")
    list_filter = ("scope",)
    search_fields: ClassVar[Any] = ("user__email",)
    actions = ("unlock",)
    fields = readonly_fields = ("scope", "user", "failures", "last_at", "failed_at", "until", "told_at")

    def has_unlock_permission(self, request: HttpRequest) -> bool:
        """Ask for the permission to change locks: looking alone opens nothing."""
        return request.user.has_perm("voice.change_lockout")

    @admin.action(description="Open the telephone of these people again", permissions=["unlock"])
    def unlock(self, request: HttpRequest, queryset: QuerySet[Lockout]) -> None:
        """Open whatever holds their accounts and numbers; all callers together, and those unknown, stay as they are."""
        people = User.objects.filter(pk__in=queryset.filter(user__isnull=False).values("user"))
        with transaction.atomic():
            for person in people:
                pins.unlock(person)
        self.message_user(request, f"{len(people)} opened, at {timezone.now():%H:%M} UTC.", messages.SUCCESS)
