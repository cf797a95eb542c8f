"""Proposals for operators: what became of them, not what they say."""

from django.contrib import admin

from assistant.models import Proposal
from kit.admin import ReadOnlyAdmin


@admin.register(Proposal)
class ProposalAdmin(ReadOnlyAdmin):
    list_display = ("created_at", "user", "kind", "channel", "status", "decided_at", "failure")
    list_filter = ("kind", "status", "channel")
    date_hierarchy = "created_at"
    exclude = ("payload", "facts")
