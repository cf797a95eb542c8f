"""Forecasts, scores, snapshots and advice for operators: read, search, run again; never typed in."""

from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin, messages
from django.contrib.admin import ModelAdmin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from finance import forecasts
from finance.models import FinancialSnapshot, Forecast, Recommendation, Score
from kit.periods import Period

if TYPE_CHECKING:
    AnyAdmin = ModelAdmin[Any]
else:
    AnyAdmin = ModelAdmin  # generic in the stubs only


class ComputedAdmin(AnyAdmin):
    """Rows that the machine computes: nobody types them in, changes or deletes them by hand."""

    list_select_related = ("user",)
    list_per_page = 50
    show_full_result_count = False
    search_fields = ("user__email", "public_id")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Computed, not typed."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Computed, not typed."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Gone only with their user."""
        return False


@admin.register(Forecast)
class ForecastAdmin(ComputedAdmin):
    list_display = (
        "requested_at",
        "user",
        "period",
        "currency",
        "status",
        "trigger",
        "attempts",
        "seconds",
        "basis",
        "model_version",
        "error",
    )
    list_filter = ("status", "period", "trigger", "basis", "model_version", "slot")
    date_hierarchy = "requested_at"
    actions = ("run_again",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Leave the quantiles out of the list: they are most of the row."""
        return super().get_queryset(request).defer("points")

    @admin.display(description="seconds")
    def seconds(self, row: Forecast) -> str:
        """How long it took from asking to answer."""
        return f"{(row.completed_at - row.requested_at).total_seconds():.1f}" if row.completed_at else "-"

    @admin.action(description="Ask for these forecasts again", permissions=["view"])
    def run_again(self, request: HttpRequest, queryset: QuerySet[Forecast]) -> None:
        """Ask anew for the same user, period and currency; the old rows stay as they are."""
        for row in queryset.select_related("user"):
            forecasts.request(
                user=row.user,
                period=cast(Period, row.period),
                currency=row.currency,
                trigger=Forecast.Trigger.OPERATOR,
                now=timezone.now(),
            )
        self.message_user(request, f"{len(queryset)} forecasts asked for.", messages.SUCCESS)


@admin.register(Score)
class ScoreAdmin(ComputedAdmin):
    list_display = ("as_of", "user", "kind", "value", "band", "model", "model_version", "computed_at")
    list_filter = ("kind", "band", "model", "model_version")
    date_hierarchy = "as_of"


@admin.register(FinancialSnapshot)
class FinancialSnapshotAdmin(ComputedAdmin):
    list_display = ("starts_on", "user", "period", "currency", "revenue_minor", "expenses_minor", "complete", "source")
    list_filter = ("period", "source", "complete", "currency")


@admin.register(Recommendation)
class RecommendationAdmin(ComputedAdmin):
    list_display = ("created_at", "user", "kind", "priority", "status", "as_of", "dismissed_reason")
    list_filter = ("kind", "status", "priority")
