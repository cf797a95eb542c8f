"""Addresses under /api/v1/ that concern proposals."""

from django.urls import path

from assistant.proposals.api import VERBS, DecideProposalView, ProposalsView

urlpatterns = [
    path("proposals", ProposalsView.as_view()),
    *(path(f"proposals/<uuid:public_id>/{verb}", DecideProposalView.as_view(), {"verb": verb}) for verb in VERBS),
]
