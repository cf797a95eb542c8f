"""What was changed, for operators; and the receipts of those who left."""

from django.contrib import admin

from accounts.models import Archive, AuditEntry, Receipt
from kit.admin import ReadOnlyAdmin


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    list_display = ("at", "user", "by", "by_name", "action", "object_name", "restored")
    list_filter = ("by", "action", "restored", "at")
    search_fields = ("user__email", "object_id", "by_id", "public_id")
    readonly_fields = ("public_id",)
    ordering = ("-at", "-id")


@admin.register(Archive)
class ArchiveAdmin(ReadOnlyAdmin):
    """That there is one, and how it went; the file is for its owner."""

    list_display = ("created_at", "user", "kind", "status", "dry_run", "rows", "bytes", "finished_at", "expires_at")
    list_filter = ("kind", "status", "dry_run", "created_at")
    readonly_fields = ("public_id",)
    ordering = ("-id",)


@admin.register(Receipt)
class ReceiptAdmin(ReadOnlyAdmin):
    list_display = ("deleted_at", "public_id")
    list_filter = ("deleted_at",)
    list_select_related = ()
    search_fields = ("public_id",)
    readonly_fields = ("public_id",)
    ordering = ("-id",)
