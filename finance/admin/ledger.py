"""Statements, accounts and transactions for operators: what was read, what was refused and why, and the way back."""

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.contrib.admin import SimpleListFilter
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from accounts.models import User
from finance.intake import imports
from finance.models import Import, LinkedAccount, RejectedRow, Transaction
from kit.admin import ReadOnlyAdmin
from kit.money import amount_string

REJECTED_SHOWN = 20
UNDONE_AT_ONCE = 50

STATUSES: dict[str, dict[str, Any]] = {
    "whole": {"undone_at": None, "status": "done", "rejected_count": 0},
    "partly": {"undone_at": None, "status": "done", "rejected_count__gt": 0},
    "waiting": {"undone_at": None, "status__in": ["waiting", "running"]},
    "failed": {"undone_at": None, "status": "failed"},
    "undone": {"undone_at__isnull": False},
}
STATUS_WORDS = {
    "whole": "Read",
    "partly": "Read, with rejected lines",
    "waiting": "Waiting or being read",
    "failed": "Could not be read",
    "undone": "Undone",
}


def status_of(row: Import) -> str:
    """Return which of STATUSES an import is in."""
    if row.undone_at:
        return "undone"
    if row.status != Import.Status.DONE:
        return "failed" if row.status == Import.Status.FAILED else "waiting"
    return "partly" if row.rejected_count else "whole"


def list_link(model: type[Model], text: object, **lookups: str | int) -> SafeString:
    """Return a link to a model's filtered list."""
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    return format_html('<a href="{}?{}">{}</a>', address, urlencode(lookups), text)


class StatusFilter(SimpleListFilter):
    title = "status"
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Offer the states."""
        return list(STATUS_WORDS.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the imports in the chosen state."""
        return queryset.filter(**STATUSES.get(self.value() or "", {}))


@admin.register(Import)
class ImportAdmin(ReadOnlyAdmin):
    list_display = (
        "created_at",
        "user",
        "account",
        "file_name",
        "status",
        "rows",
        "new",
        "duplicates",
        "rejected",
        "format",
    )
    list_display_links = ("created_at", "file_name")
    list_filter = (StatusFilter, "format", "created_at")
    list_select_related = ("user", "account")
    search_fields = ("user__email", "file_name", "public_id")
    actions = ("undo",)
    fields = (
        ("public_id", "user", "account"),
        ("file_name", "file_sha256", "format"),
        ("status", "created_at", "undone_at"),
        ("rows", "new", "duplicates", "needs_review"),
        ("total_in", "total_out", "first_on", "last_on"),
        "problem",
        "reading",
        "rejected",
        "rejected_lines",
    )
    readonly_fields = ("public_id", "status", "total_in", "total_out", "rejected", "rejected_lines")

    @admin.display(description="status")
    def status(self, row: Import) -> str:
        """Say what became of it."""
        return STATUS_WORDS[status_of(row)]

    @admin.display(description="rejected", ordering="rejected_count")
    def rejected(self, row: Import) -> SafeString | int:
        """Count the rejected lines, and lead to them."""
        if not row.rejected_count:
            return 0
        return list_link(RejectedRow, row.rejected_count, statement__id__exact=row.pk)

    @admin.display(description=f"first {REJECTED_SHOWN} rejected lines")
    def rejected_lines(self, row: Import) -> SafeString | str:
        """Show the first rejected lines with their reasons."""
        lines = row.rejected_rows.order_by("line").values_list("line", "reason")[:REJECTED_SHOWN]
        return format_html_join("", "<div>line {}: {}</div>", lines) or "none"

    @admin.display(description="total in")
    def total_in(self, row: Import) -> str:
        """Write the amount with its currency."""
        return f"{amount_string(row.total_in_minor, row.currency)} {row.currency}"

    @admin.display(description="total out")
    def total_out(self, row: Import) -> str:
        """Write the amount with its currency."""
        return f"{amount_string(row.total_out_minor, row.currency)} {row.currency}"

    def has_undo_permission(self, request: HttpRequest) -> bool:
        """Ask for the permission to change imports: looking alone undoes nothing."""
        return request.user.has_perm("finance.change_import")

    @admin.action(description="Undo: take back the transactions that only this import told of", permissions=["undo"])
    def undo(self, request: HttpRequest, queryset: QuerySet[Import]) -> None:
        """Undo the chosen imports as their owners would; one that was undone before stays as it is."""
        chosen = list(queryset.order_by("pk")[: UNDONE_AT_ONCE + 1])
        if len(chosen) > UNDONE_AT_ONCE:
            self.message_user(request, f"Undo at most {UNDONE_AT_ONCE} imports at once.", messages.ERROR)
            return
        waiting = [row for row in chosen if row.undone_at is None]
        for row in waiting:
            imports.undo(row, now=timezone.now())
            self.log_change(request, row, "Undone.")
        if waiting:
            said = ", ".join(f"“{row.file_name}”" for row in waiting)
            self.message_user(request, f"{len(waiting)} undone: {said}.", messages.SUCCESS)
        if before := len(chosen) - len(waiting):
            self.message_user(request, f"{before} had been undone before: nothing changed.", messages.INFO)


@admin.register(RejectedRow)
class RejectedRowAdmin(ReadOnlyAdmin):
    list_display = ("statement", "owner", "line", "reason")
    list_display_links = ("line",)
    list_select_related = ("statement__user",)
    search_fields = ("statement__user__email", "statement__file_name", "statement__public_id", "reason")
    ordering = ("-statement", "line")

    @admin.display(description="user")
    def owner(self, row: RejectedRow) -> str:
        """Name whose statement it is."""
        return str(row.statement.user)


@admin.register(LinkedAccount)
class LinkedAccountAdmin(ReadOnlyAdmin):
    list_display = ("name", "user", "kind", "currency", "created_at", "ledger")
    list_filter = ("kind", "created_at")
    search_fields = ("user__email", "name", "public_id")
    ordering = ("-id",)

    @admin.display(description="ledger")
    def ledger(self, row: LinkedAccount) -> SafeString:
        """Lead to the account's transactions."""
        return list_link(Transaction, "transactions", account__id__exact=row.pk)


@admin.register(Transaction)
class TransactionAdmin(ReadOnlyAdmin):
    """Newest row first, by the primary key: any other order, and a date hierarchy, would sort millions of rows."""

    list_display = ("posted_on", "user", "account", "amount", "memo", "kind", "kind_source", "category", "platform")
    list_filter = ("kind", "kind_source", "needs_review")
    list_select_related = ("user", "account")
    search_help_text = "An e-mail address (with its @), an id, or words of the memo."
    ordering = ("-id",)
    sortable_by = ()

    @admin.display(description="amount")
    def amount(self, row: Transaction) -> str:
        """Write the amount with its currency."""
        return f"{amount_string(row.amount_minor, row.currency)} {row.currency}"

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Search by what the words are, so that an id or an address is found by its index."""
        term = search_term.strip()
        if not term:
            return queryset, False
        try:
            return queryset.filter(public_id=UUID(term)), False
        except ValueError:
            pass
        if "@" in term:
            people = User.objects.filter(email__icontains=term)
            return queryset.filter(user__in=people), False
        return queryset.filter(memo__icontains=term), False
