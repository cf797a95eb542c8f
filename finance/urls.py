"""Addresses under /api/v1/ that concern their money."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
