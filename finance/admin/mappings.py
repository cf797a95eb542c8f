"""The mappings of columns that people said, for operators: to see why a file was read as it was."""

from django.contrib import admin

from finance.models import StatementMapping
from kit.admin import ReadOnlyAdmin


@admin.register(StatementMapping)
class StatementMappingAdmin(ReadOnlyAdmin):
    list_display = ("used_at", "user", "__str__", "created_at")
    list_display_links = ("used_at", "__str__")
    list_select_related = ("user",)
    search_fields = ("user__email", "public_id")
    ordering = ("-id",)
    fields = ("public_id", "user", "header", "mapping", "created_at", "used_at")
