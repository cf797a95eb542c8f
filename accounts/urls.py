"""Addresses under /api/v1/ that concern the person."""

from django.urls import path

from accounts.api.archives import ArchiveFileView, ArchiveView, ExportsView, ExportView, RestoreView
from accounts.api.audit import AuditView
from accounts.api.keys import ApiKeysView, ApiKeyView
from accounts.api.me import MeView, ReceiptView

urlpatterns = [
    path("audit", AuditView.as_view()),
    path("me", MeView.as_view()),
    path("me/export", ExportView.as_view()),
    path("me/exports", ExportsView.as_view()),
    path("me/exports/<uuid:public_id>", ArchiveView.as_view()),
    path("me/exports/<uuid:public_id>/file", ArchiveFileView.as_view()),
    path("me/restore", RestoreView.as_view()),
    path("receipts/<uuid:public_id>", ReceiptView.as_view()),
    path("api-keys", ApiKeysView.as_view()),
    path("api-keys/<uuid:public_id>", ApiKeyView.as_view()),
]
