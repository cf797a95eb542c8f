"""What is wrong at a provider of models, and below it how each model is just now."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse

from accounts.models import ProviderAlert
from assistant.llm import health
from kit.admin import ReadOnlyAdmin


@admin.register(ProviderAlert)
class ProviderAlertAdmin(ReadOnlyAdmin):
    change_list_template = "assistant/provider_alerts.html"
    list_display = ("last_at", "provider", "model", "reason", "times", "first_at", "over_at")
    list_filter = ("provider", "reason", ("over_at", admin.EmptyFieldListFilter))
    list_select_related = ()
    search_fields = ("provider", "model")
    ordering = ("-last_at",)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show the alerts, with the states above."""
        models = health.models()
        states = {"provider_states": health.provider_states(models).items(), "model_states": models.items()}
        return super().changelist_view(request, {**(extra_context or {}), **states})
