"""Addresses under /api/ that concern the assistant."""

from django.urls import include, path

from assistant.api.articles import ArticlesView, ArticleView
from assistant.api.conversations import ConversationSettingsView, ConversationsView, ConversationView
from assistant.api.speech import TranscribeView
from assistant.api.turns import HeardView, VoiceAgentView

urlpatterns = [
    path("voice-agent", VoiceAgentView.as_view()),
    path("v1/", include("assistant.proposals.urls")),
    path("voice-agent/transcribe", TranscribeView.as_view()),
    path("v1/conversations", ConversationsView.as_view()),
    path("v1/conversations/settings", ConversationSettingsView.as_view()),
    path("v1/conversations/heard", HeardView.as_view()),
    path("v1/conversations/<uuid:public_id>", ConversationView.as_view()),
    path("v1/articles", ArticlesView.as_view()),
    path("v1/articles/<slug:key>", ArticleView.as_view()),
]
