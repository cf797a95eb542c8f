"""Trips, payout findings and tax settings for operators: read and search; never typed in."""

from django.contrib import admin

from finance.models import PayoutFinding, TaxProfile, Trip
from kit.admin import ReadOnlyAdmin
from kit.money import amount_string


@admin.register(Trip)
class TripAdmin(ReadOnlyAdmin):
    list_display = ("on", "user", "distance", "unit", "use", "platform", "batch", "removed_at")
    list_filter = ("use", "unit", "on")
    list_select_related = ("user",)
    search_fields = ("user__email", "public_id", "batch")
    ordering = ("-id",)


@admin.register(PayoutFinding)
class PayoutFindingAdmin(ReadOnlyAdmin):
    list_display = ("on", "user", "platform", "kind", "amount", "status", "holds", "found_at")
    list_filter = ("kind", "status", "holds", "platform")
    list_select_related = ("user",)
    ordering = ("-id",)

    @admin.display(description="missing")
    def amount(self, row: PayoutFinding) -> str:
        """Write the amount with its currency."""
        if row.amount_minor is None:
            return "not told"
        return f"{amount_string(row.amount_minor, row.currency)} {row.currency}"


@admin.register(TaxProfile)
class TaxProfileAdmin(ReadOnlyAdmin):
    """Where people pay taxes and how; their incomes stay with them."""

    list_display = ("user", "country", "filing_status", "mileage_method", "presumptive", "hold_back", "updated_at")
    list_filter = ("country", "mileage_method", "presumptive", "hold_back")
    list_select_related = ("user",)
    exclude = ("other_income_minor", "withheld_minor", "last_year_tax_minor")
    ordering = ("-id",)
