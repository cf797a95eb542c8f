"""What models cost, for operators: every call, and sums by day."""

from decimal import Decimal

from django.contrib import admin

from accounts.models import ModelUse, SpendingDay
from accounts.spending import NANO
from kit.admin import ReadOnlyAdmin


def dollars(nano_usd: int) -> str:
    """Write 10⁻⁹ US dollars as dollars."""
    return f"${Decimal(nano_usd) / NANO:.6f}"


@admin.register(ModelUse)
class ModelUseAdmin(ReadOnlyAdmin):
    """Counts and times; nothing that was said."""

    list_display = (
        "started_at", "user", "kind", "provider", "model", "outcome", "reason", "tokens_in", "tokens_out", "cost",
        "first_token_ms", "total_ms",
    )  # fmt: skip
    list_filter = ("kind", "provider", "model", "outcome", "started_at")
    search_fields = ("user__email", "turn", "public_id")
    readonly_fields = ("public_id",)
    ordering = ("-id",)

    @admin.display(description="cost", ordering="cost_nano_usd")
    def cost(self, use: ModelUse) -> str:
        """In dollars."""
        return dollars(use.cost_nano_usd)


@admin.register(SpendingDay)
class SpendingDayAdmin(ReadOnlyAdmin):
    """Sums by day: of everybody where no user stands, and of each person."""

    list_display = ("on", "whose", "calls", "committed")
    list_filter = (("user", admin.EmptyFieldListFilter), "on")
    search_fields = ("user__email",)
    ordering = ("-on", "-committed_nano_usd")

    @admin.display(description="whose", ordering="user")
    def whose(self, day: SpendingDay) -> str:
        """Whose sum it is."""
        return str(day.user) if day.user else "everybody"

    @admin.display(description="spent and reserved", ordering="committed_nano_usd")
    def committed(self, day: SpendingDay) -> str:
        """In dollars."""
        return dollars(day.committed_nano_usd)
