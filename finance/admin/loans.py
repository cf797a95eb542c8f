"""Loans for operators: what was found, and what its owner says of it."""

from django.contrib import admin

from finance.models import Loan
from kit.admin import ReadOnlyAdmin


@admin.register(Loan)
class LoanAdmin(ReadOnlyAdmin):
    list_display = (
        "last_on",
        "user",
        "name",
        "currency",
        "payment_minor",
        "times",
        "paid_out_on",
        "status",
        "decision",
    )
    list_filter = ("status", "decision", "currency", "last_on")
    readonly_fields = ("public_id",)
