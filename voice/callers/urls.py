"""Addresses under /api/v1/ that concern who is calling."""

from django.urls import path

from voice.api.numbers import NumberCodeView, NumbersView, NumberVerifyView, NumberView
from voice.api.pin import PinView, UnlockView
from voice.api.telephone import TelephoneView

urlpatterns = [
    path("telephone", TelephoneView.as_view()),
    path("telephone/numbers", NumbersView.as_view()),
    path("telephone/numbers/<uuid:public_id>", NumberView.as_view()),
    path("telephone/numbers/<uuid:public_id>/code", NumberCodeView.as_view()),
    path("telephone/numbers/<uuid:public_id>/verify", NumberVerifyView.as_view()),
    path("telephone/pin", PinView.as_view()),
    path("telephone/unlock", UnlockView.as_view()),
]
