"""Addresses under /api/v1/ that concern the person."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
