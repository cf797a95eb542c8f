"""Addresses under /api/v1/ that concern their money."""

from django.urls import path

from finance.api.forecasts import ForecastsView, LatestForecastView, SafeToSpendView
from finance.api.recommendations import DecideView, RecommendationsView
from finance.api.scores import LatestScoresView, ScoresView
from finance.api.snapshots import SnapshotsView
from finance.recommendations import VERBS

urlpatterns = [
    path("snapshots", SnapshotsView.as_view()),
    path("forecasts", ForecastsView.as_view()),
    path("forecasts/latest", LatestForecastView.as_view()),
    path("safe-to-spend", SafeToSpendView.as_view()),
    path("scores", ScoresView.as_view()),
    path("scores/latest", LatestScoresView.as_view()),
    path("recommendations", RecommendationsView.as_view()),
    *(path(f"recommendations/<uuid:public_id>/{verb}", DecideView.as_view(), {"verb": verb}) for verb in VERBS),
]
