"""Addresses under /api/ that concern the telephone.

What Twilio asks has exact addresses: no slash at the end and no redirect, which would lose what was keyed in.
"""

from django.urls import include, path

from voice.views import IncomingView, StepView

urlpatterns = [
    path("voice", IncomingView.as_view()),
    path("voice/step", StepView.as_view()),
    path("v1/", include("voice.outbound.urls")),
]
