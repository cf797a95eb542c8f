"""Addresses under /api/ that concern the telephone."""

from django.urls import include, path

urlpatterns = [
    path("v1/", include("voice.outbound.urls")),
]
