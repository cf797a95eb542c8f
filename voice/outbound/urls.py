"""Addresses under /api/v1/ that concern being rung."""

from django.urls import path

from voice.api.consents import CallSettingsView, ConsentsView, ConsentView

urlpatterns = [
    path("telephone/consents", ConsentsView.as_view()),
    path("telephone/consents/<slug:purpose>", ConsentView.as_view()),
    path("telephone/settings", CallSettingsView.as_view()),
]
