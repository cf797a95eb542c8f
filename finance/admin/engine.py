"""Forecasts, scores, snapshots and advice for operators: read, search, run again; never typed in."""

from typing import Any, cast

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from finance import forecasts
from finance.models import FinancialSnapshot, Forecast, Recommendation, RecurringFlow, Rule, Score
from kit.admin import ReadOnlyAdmin
from kit.periods import Period


@admin.register(Forecast)
class ForecastAdmin(ReadOnlyAdmin):
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
class ScoreAdmin(ReadOnlyAdmin):
    list_display = ("as_of", "user", "kind", "value", "band", "model", "model_version", "computed_at")
    list_filter = ("kind", "band", "model", "model_version")
    date_hierarchy = "as_of"


@admin.register(FinancialSnapshot)
class FinancialSnapshotAdmin(ReadOnlyAdmin):
    list_display = ("starts_on", "user", "period", "currency", "revenue_minor", "expenses_minor", "complete", "source")
    list_filter = ("period", "source", "complete", "currency")


@admin.register(Recommendation)
class RecommendationAdmin(ReadOnlyAdmin):
    list_display = ("created_at", "user", "kind", "priority", "status", "as_of", "dismissed_reason")
    list_filter = ("kind", "status", "priority")


@admin.register(RecurringFlow)
class RecurringFlowAdmin(ReadOnlyAdmin):
    list_display = ("due_on", "user", "name", "direction", "cadence", "typical_minor", "currency", "status", "decision")
    list_filter = ("cadence", "status", "source", "decision", "direction")


@admin.register(Rule)
class RuleAdmin(ReadOnlyAdmin):
    list_display = ("user", "position", "enabled", "memo", "memo_test", "kind", "category", "platform")
    list_filter = ("enabled", "kind")
