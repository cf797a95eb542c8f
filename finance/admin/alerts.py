"""Alerts, what became of their messages, and goals, for operators: read and search; never typed in."""

from django.contrib import admin

from finance.models import Alert, AlertDelivery, AlertSettings, Goal, PushSubscription, Reminder
from kit.admin import ReadOnlyAdmin


@admin.register(Alert)
class AlertAdmin(ReadOnlyAdmin):
    list_display = ("created_at", "user", "kind", "severity", "status", "on", "expires_on")
    list_filter = ("kind", "severity", "status")
    date_hierarchy = "created_at"


@admin.register(AlertDelivery)
class AlertDeliveryAdmin(ReadOnlyAdmin):
    list_display = ("not_before", "user", "alert", "channel", "status", "attempts", "error", "finished_at")
    list_filter = ("channel", "status")
    list_select_related = ("user", "alert")
    search_fields = ("user__email", "claim")


@admin.register(AlertSettings)
class AlertSettingsAdmin(ReadOnlyAdmin):
    list_display = ("user", "email", "push", "quiet_from", "quiet_until", "daily_limit")
    search_fields = ("user__email",)


@admin.register(PushSubscription)
class PushSubscriptionAdmin(ReadOnlyAdmin):
    """Devices, without the addresses and keys that reach them."""

    list_display = ("created_at", "user", "device", "reached_at")
    exclude = ("endpoint", "p256dh", "auth")


@admin.register(Goal)
class GoalAdmin(ReadOnlyAdmin):
    list_display = (
        "created_at",
        "user",
        "name",
        "target_minor",
        "currency",
        "due_on",
        "percent_hundredths",
        "deleted_at",
    )
    list_filter = ("hold_back", "currency")


@admin.register(Reminder)
class ReminderAdmin(ReadOnlyAdmin):
    list_display = ("on", "user", "created_at", "removed_at")
    date_hierarchy = "on"
