"""Transfers for operators: which rows were matched, by whom, and what was split."""

from django.contrib import admin
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from finance.models import Transfer
from kit.admin import ReadOnlyAdmin
from kit.money import amount_string


@admin.register(Transfer)
class TransferAdmin(ReadOnlyAdmin):
    list_display = ("created_at", "user", "kind", "source", "currency", "split_at")
    list_filter = ("kind", "source", "created_at", "split_at")
    fields = (("public_id", "user", "kind"), ("source", "currency"), ("created_at", "split_at"), "rows")
    readonly_fields = ("public_id", "rows")

    @admin.display(description="rows")
    def rows(self, row: Transfer) -> SafeString | str:
        """Show the legs, and what each was before."""
        lines = (
            (
                leg.account,
                leg.transaction.posted_on,
                amount_string(leg.transaction.amount_minor, leg.transaction.currency),
                leg.transaction.currency,
                leg.transaction.memo,
                leg.was_kind or "as it was",
            )
            for leg in row.legs.select_related("transaction", "account")
            if leg.transaction
        )
        return format_html_join("", "<div>{}: {} {} {} {} ({})</div>", lines) or "rows of an import that was undone"
