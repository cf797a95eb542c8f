"""Calls for operators: who has rung, how it went, what Twilio said was wrong; not what was said."""

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar, cast

from django.contrib import admin, messages
from django.contrib.admin import SimpleListFilter, TabularInline
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.models import User
from kit.admin import ReadOnlyAdmin
from voice import twilio
from voice.calls import barring
from voice.models import Call, CallEvent, CallSpending, OutboundSwitch

if TYPE_CHECKING:
    AnyInline = TabularInline[Any, Any]
else:
    AnyInline = TabularInline  # generic in the stubs only

WHEN = ("created_at", "answered_at", "ended_at", "duration_s", "last_heard_at", "looked_up_at", "expires_at")
WHO = ("user", "number_ends", "stir", "identified_at", "answered_by", "language")
HOW = ("direction", "purpose", "way", "status", "disposition", "error_code", "price")


class Live(SimpleListFilter):
    title, parameter_name = "live or over", "live"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        """Name the choices."""
        return [("yes", "Under way"), ("no", "Over")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep those."""
        if self.value() == "yes":
            return queryset.exclude(status__in=Call.OVER)
        return queryset.filter(status__in=Call.OVER) if self.value() == "no" else queryset


class EventInline(AnyInline):
    model = CallEvent
    extra = max_num = 0
    can_delete = False
    ordering = ("at", "id")
    fields = readonly_fields = ("at", "kind", "key", "sequence", "timings_ms", "details")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Not by hand."""
        return False


@admin.register(Call)
class CallAdmin(ReadOnlyAdmin):
    change_list_template = "voice/calls.html"
    list_display = (
        "created_at",
        "direction",
        "purpose",
        "way",
        "status",
        "disposition",
        "number_ends",
        "user",
        "duration_s",
        "price",
        "error_code",
    )
    list_filter = (Live, "direction", "purpose", "way", "status", "disposition", "error_code")
    date_hierarchy = "created_at"
    search_fields: ClassVar[Any] = ("user__email", "public_id", "call_sid", "number_ends")
    actions = ("block_number",)
    fields = readonly_fields = ("public_id", "call_sid", *HOW, *WHO, *WHEN)
    inlines: ClassVar[Any] = [EventInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Leave numbers and states where they are, sealed."""
        return super().get_queryset(request).defer("number", "state")

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show the calls, with how the line stands above them."""
        now = timezone.now()
        stopped = OutboundSwitch.stopped()
        states = {
            "Twilio": "configured" if twilio.available() else "off: no keys are set",
            "Calls that GigLens places": f"stopped since {stopped:%Y-%m-%d %H:%M} UTC" if stopped else "open",
            **{f"Calls {name}": count for name, count in barring.standing(now=now).items()},
        }
        errors = barring.errors_since(now - timedelta(days=1))
        told = {"states": states.items(), "errors": errors}
        return super().changelist_view(request, {**(extra_context or {}), **told})

    @admin.display(description="price")
    def price(self, row: Call) -> str:
        """Return what Twilio asked for it."""
        return "-" if row.price_micros is None else f"{row.price_micros / 1e6:.4f} {row.price_currency}"

    def has_block_permission(self, request: HttpRequest) -> bool:
        """Ask for the permission to add blocks: looking alone bars nobody."""
        return request.user.has_perm("voice.add_blockednumber")

    @admin.action(description="Take no more calls from these numbers, and ring them no more", permissions=["block"])
    def block_number(self, request: HttpRequest, queryset: QuerySet[Call]) -> None:
        """Block the numbers of the chosen calls."""
        now, operator = timezone.now(), cast(User, request.user)
        blocked = [barring.block(call, by=operator, now=now) for call in queryset]
        self.message_user(request, f"{sum(blocked)} blocked.", messages.SUCCESS)
        if hidden := len(blocked) - sum(blocked):
            self.message_user(request, f"{hidden} hid their number, or it is forgotten.", messages.WARNING)


@admin.register(CallSpending)
class CallSpendingAdmin(ReadOnlyAdmin):
    list_display = ("on", "user", "calls", "dollars")
    list_filter = (("user", admin.EmptyFieldListFilter),)
    date_hierarchy = "on"
    search_fields: ClassVar[Any] = ("user__email",)

    @admin.display(description="US dollars, spent and put aside")
    def dollars(self, row: CallSpending) -> str:
        """Return the day's sum."""
        return f"{row.committed_micros / 1e6:.2f}"
