"""GET /scores/latest and GET /scores: how things stand, and why."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.views import ApiView
from finance.api.params import user_of
from finance.flows import main_currency
from finance.models import Score
from finance.scoring import scores, wording
from kit.pages import page_of


class ComponentSerializer(serializers.Serializer[dict[str, Any]]):
    """A part of a score."""

    code = serializers.CharField()
    text = serializers.CharField()
    points = serializers.FloatField()
    max = serializers.FloatField()
    figure = serializers.FloatField(allow_null=True)
    unit = serializers.CharField()


class ReasonSerializer(serializers.Serializer[dict[str, Any]]):
    """What cost points, strongest first."""

    code = serializers.CharField()
    text = serializers.CharField()
    points = serializers.IntegerField()


class WhatIfSerializer(serializers.Serializer[dict[str, Any]]):
    """A change and the score it would lead to."""

    change = serializers.CharField()
    score = serializers.IntegerField()


class ScoreSerializer(serializers.ModelSerializer[Score]):
    id = serializers.UUIDField(source="public_id", read_only=True)
    components = ComponentSerializer(many=True)
    reason_codes = ReasonSerializer(many=True)
    what_if = WhatIfSerializer(many=True)

    class Meta:
        model = Score
        fields = [
            "id",
            "kind",
            "as_of",
            "value",
            "band",
            "currency",
            "components",
            "reason_codes",
            "what_if",
            "probability_of_default",
            "model",
            "model_version",
            "computed_at",
        ]


class ScoresByKindSerializer(serializers.Serializer[dict[str, Any]]):
    """The newest score of each kind; null where there is none."""

    health = ScoreSerializer(allow_null=True)
    karma = ScoreSerializer(allow_null=True)
    credit = ScoreSerializer(allow_null=True)


class LatestScoresSerializer(serializers.Serializer[dict[str, Any]]):
    """Scores, what those that are missing still need, and what they are not."""

    scores = ScoresByKindSerializer()
    unavailable = serializers.DictField(child=serializers.CharField())
    note = serializers.CharField()


def score_shape(row: Score, language: str) -> dict[str, Any]:
    """Shape a score, its sentences in a language."""
    return wording.score_in(ScoreSerializer(row).data, language)


class LatestScoresView(ApiView):
    @extend_schema(responses=LatestScoresSerializer)
    def get(self, request: Request) -> Response:
        """Return the newest score of each kind."""
        user = user_of(request)
        found = scores.latest(user)
        missing: dict[str, str] = {}
        if None in found.values():
            currency = main_currency(user)
            reasons = scores.why_missing(user, currency) if currency else {}
            default = wording.UNDER_WAY if currency else wording.NO_STATEMENT
            missing = {kind: reasons.get(kind, default) for kind, row in found.items() if row is None}
        language = user.language
        answer = {
            "scores": {kind: row and score_shape(row, language) for kind, row in found.items()},
            "unavailable": {kind: wording.said(reason, language) for kind, reason in missing.items()},
            "note": wording.said(wording.NOTE, language),
        }
        return Response(answer)


class ScoresView(ApiView):
    @extend_schema(
        parameters=[OpenApiParameter("kind", str, enum=Score.Kind.values)],
        operation_id="scores_list",
        responses=page_of(ScoreSerializer),
    )
    def get(self, request: Request) -> Response:
        """List scores as they were, newest first."""
        user = user_of(request)
        rows = Score.objects.for_user(user)
        if kind := request.query_params.get("kind"):
            rows = rows.filter(kind=kind)
        return Response({"results": [score_shape(row, user.language) for row in rows[:200]], "next": None})
