"""Reviews for operators: what people are asked, about which rows, and what they said; nobody answers for them."""

from typing import Any

from django.contrib import admin
from django.contrib.admin import SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from finance.models import Review
from kit.admin import ReadOnlyAdmin
from kit.money import amount_string


class OpenFilter(SimpleListFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Offer the two states."""
        return [("open", "Open"), ("decided", "Decided")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the reviews in the chosen state."""
        if self.value() not in ("open", "decided"):
            return queryset
        return queryset.filter(decided_at__isnull=self.value() == "open")


@admin.register(Review)
class ReviewAdmin(ReadOnlyAdmin):
    list_display = ("created_at", "user", "kind", "joined", "decision", "decided_at")
    list_filter = (OpenFilter, "kind", "decision", "created_at")
    fields = (("public_id", "user", "kind"), ("joined", "decision"), ("created_at", "decided_at"), "about")
    readonly_fields = ("public_id", "about")

    @admin.display(description="about")
    def about(self, row: Review) -> SafeString | str:
        """Show the rows in question; one whose import was undone is remembered only."""
        lines = (
            (
                told.account,
                told.transaction.posted_on,
                amount_string(told.transaction.amount_minor, told.transaction.currency),
                told.transaction.currency,
                told.transaction.memo,
            )
            for told in row.rows.select_related("transaction", "account")
            if told.transaction
        )
        return format_html_join("", "<div>{}: {} {} {} {}</div>", lines) or "rows of an import that was undone"
