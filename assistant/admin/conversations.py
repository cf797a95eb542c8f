"""Conversations for operators: how many, how long, how fast; what was said only where its owner shared it."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from assistant.models import Conversation, ConversationSettings, Turn
from kit.admin import ReadOnlyAdmin

COUNTS = ("public_id", "user", "channel", "language", "turns_count", "started_at", "last_at", "expires_at", "shared_at")
MEASURES = ("public_id", "at", "channel", "language", "intent", "confidence", "source", "model", "timings_ms")
COSTS = ("replaced", "interrupted", "tokens_in", "tokens_out", "cost_microdollars")


@admin.register(Conversation)
class ConversationAdmin(ReadOnlyAdmin):
    list_display = ("last_at", "user", "channel", "language", "turns_count", "shared_at")
    list_filter = ("channel", "language", ("shared_at", admin.EmptyFieldListFilter))
    date_hierarchy = "last_at"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Leave what was said where it is, sealed."""
        return super().get_queryset(request).defer("title", "context")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Show the words of a shared conversation only."""
        return [*COUNTS, "said"] if obj is not None and obj.shared_at else list(COUNTS)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Nothing is typed in."""
        return self.get_fields(request, obj)

    @admin.display(description="what was said")
    def said(self, row: Conversation) -> str:
        """Return the turns of a shared conversation."""
        if not row.shared_at:
            return ""
        return "\n\n".join(f"{one.question}\n→ {one.answer}" for one in row.turns.all()[:200])


@admin.register(Turn)
class TurnAdmin(ReadOnlyAdmin):
    list_display = ("at", "intent", "channel", "language", "source", "milliseconds", "replaced", "interrupted")
    list_filter = ("intent", "source", "channel", "language", "interrupted")
    list_select_related = ()
    date_hierarchy = "at"
    search_fields = ("public_id",)
    fields = readonly_fields = (*MEASURES, *COSTS)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Leave what was said where it is, sealed."""
        return super().get_queryset(request).defer("question", "answer", "details")

    @admin.display(description="ms")
    def milliseconds(self, row: Turn) -> str:
        """How long the turn took."""
        return f"{row.timings_ms.get('total', 0):.0f}"


@admin.register(ConversationSettings)
class ConversationSettingsAdmin(ReadOnlyAdmin):
    list_display = ("user", "keep_days")
