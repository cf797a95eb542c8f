"""Being rung, for operators: who agreed to what and when, and what became of each ring. A consent may be taken back."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from kit.admin import ReadOnlyAdmin
from voice.models import CallConsent, CallDay, Ring
from voice.outbound import consents


@admin.register(Ring)
class RingAdmin(ReadOnlyAdmin):
    """The nonce of its address is nobody's to see."""

    list_display = ("created_at", "user", "purpose", "outcome", "reason", "attempts", "due_at", "placed_at", "ended_at")
    list_filter = ("outcome", "purpose", "reason")
    date_hierarchy = "created_at"
    exclude = ("nonce",)


@admin.register(CallConsent)
class CallConsentAdmin(ReadOnlyAdmin):
    list_display = ("given_at", "user", "purpose", "wording_version", "revoked_at", "revoked_from")
    list_filter = ("purpose", ("revoked_at", admin.EmptyFieldListFilter), "revoked_from")
    date_hierarchy = "given_at"
    actions = ("take_back",)

    def has_take_back_permission(self, request: HttpRequest) -> bool:
        """Whoever may change consents; nobody types into one, and nobody gives one for somebody."""
        return request.user.has_perm("voice.change_callconsent")

    @admin.action(description="Take back: nobody is rung for these from now on", permissions=["take_back"])
    def take_back(self, request: HttpRequest, queryset: QuerySet[CallConsent]) -> None:
        """Close the chosen consents, as their people have asked; one that is closed stays as it is."""
        now, closed = timezone.now(), 0
        for row in queryset.filter(revoked_at=None).select_related("user"):
            via = CallConsent.From.OPERATOR
            if consents.take_back(user=row.user, purposes=[row.purpose], via=via, now=now):
                closed += 1
                self.log_change(request, row, "Taken back.")
        self.message_user(request, f"{closed} taken back.", messages.SUCCESS)


@admin.register(CallDay)
class CallDayAdmin(ReadOnlyAdmin):
    """How many calls were placed on a day, to somebody and to everybody."""

    list_display = ("on", "user", "calls")
    list_filter = (("user", admin.EmptyFieldListFilter),)
    date_hierarchy = "on"
    search_fields: ClassVar[Any] = ("user__email",)
