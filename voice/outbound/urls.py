"""Addresses under /api/v1/ that concern being rung."""

from django.urls import path

from voice.api.calls import CallsView, CallView
from voice.api.consents import CallSettingsView, ConsentsView, ConsentView
from voice.api.rings import RingsView, RingView

urlpatterns = [
    path("telephone/consents", ConsentsView.as_view()),
    path("telephone/consents/<slug:purpose>", ConsentView.as_view()),
    path("telephone/settings", CallSettingsView.as_view()),
    path("rings", RingsView.as_view()),
    path("rings/<uuid:public_id>", RingView.as_view()),
    path("calls", CallsView.as_view()),
    path("calls/<uuid:public_id>", CallView.as_view()),
]
