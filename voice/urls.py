"""Addresses under /api/ that concern the telephone.

What Twilio asks has exact addresses: no slash at the end and no redirect, which would lose what was keyed in.
"""

from django.urls import include, path

from voice.outbound.views import RingStepView, RingView
from voice.status import AnsweredByView, StatusView
from voice.views import ConnectView, DialledView, FallbackView, IncomingView, StepView

urlpatterns = [
    path("voice", IncomingView.as_view()),
    path("voice/step", StepView.as_view()),
    path("voice/fallback", FallbackView.as_view()),
    path("voice/connect", ConnectView.as_view()),
    path("voice/dialled", DialledView.as_view()),
    path("voice/status", StatusView.as_view()),
    path("voice/amd", AnsweredByView.as_view()),
    path("voice/ring/<str:nonce>", RingView.as_view()),
    path("voice/ring/<str:nonce>/step", RingStepView.as_view()),
    path("", include("voice.callers.views")),
    path("v1/", include("voice.callers.urls")),
    path("v1/", include("voice.outbound.urls")),
]
