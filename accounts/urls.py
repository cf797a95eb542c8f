"""Addresses under /api/v1/ that concern the person."""

from django.urls import path

from accounts.api.keys import ApiKeysView, ApiKeyView
from accounts.api.me import MeView

urlpatterns = [
    path("me", MeView.as_view()),
    path("api-keys", ApiKeysView.as_view()),
    path("api-keys/<uuid:public_id>", ApiKeyView.as_view()),
]
