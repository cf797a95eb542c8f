"""Numbers that are blocked, and the one switch that stops every call that GigLens would place."""

from typing import Any, ClassVar, cast

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.models import User
from kit.admin import ReadOnlyAdmin
from voice.calls import barring
from voice.models import BlockedNumber, OutboundSwitch


@admin.register(BlockedNumber)
class BlockedNumberAdmin(ReadOnlyAdmin):
    list_display = ("blocked_at", "number_ends", "reason", "blocked_by")
    list_select_related = ("blocked_by",)
    search_fields: ClassVar[Any] = ("number_ends", "reason")
    actions = ("unblock",)
    fields = readonly_fields = ("number_ends", "reason", "blocked_at", "blocked_by")

    def has_unblock_permission(self, request: HttpRequest) -> bool:
        """Ask for the permission to delete blocks: looking alone takes no calls."""
        return request.user.has_perm("voice.delete_blockednumber")

    @admin.action(description="Take calls from these numbers again", permissions=["unblock"])
    def unblock(self, request: HttpRequest, queryset: QuerySet[BlockedNumber]) -> None:
        """Delete the blocks."""
        for row in queryset:
            self.log_change(request, row, "Unblocked.")
        count = queryset.delete()[0]
        self.message_user(request, f"{count} taken again.", messages.SUCCESS)


@admin.register(OutboundSwitch)
class OutboundSwitchAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "stopped_at", "stopped_by", "reason")
    list_select_related = ("stopped_by",)
    search_fields: ClassVar[Any] = ()
    actions = ("stop", "reopen")

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show the switch, also while nobody has touched it yet."""
        barring.switch()
        return super().changelist_view(request, extra_context)

    def has_turn_permission(self, request: HttpRequest) -> bool:
        """Ask for the permission to change the switch: looking alone stops nothing."""
        return request.user.has_perm("voice.change_outboundswitch")

    @admin.action(description="Stop: GigLens rings nobody", permissions=["turn"])
    def stop(self, request: HttpRequest, queryset: QuerySet[OutboundSwitch]) -> None:
        """Stop every call that would be placed."""
        if barring.stop(by=cast(User, request.user), now=timezone.now()):
            self.log_change(request, barring.switch(), "Stopped.")
        self.message_user(request, "Nobody is rung any more.", messages.SUCCESS)

    @admin.action(description="Open: GigLens rings again", permissions=["turn"])
    def reopen(self, request: HttpRequest, queryset: QuerySet[OutboundSwitch]) -> None:
        """Place calls again."""
        if barring.reopen(by=cast(User, request.user)):
            self.log_change(request, barring.switch(), "Opened.")
        self.message_user(request, "Calls are placed again.", messages.SUCCESS)
