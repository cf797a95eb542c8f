"""GET /recommendations and what a person decides about them."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.views import ApiView
from finance.advice import recommendations
from finance.advice.wording import word
from finance.api.params import user_of
from finance.models import Recommendation
from kit.errors import NotFound
from kit.pages import page_of


class EvidenceSerializer(serializers.Serializer[dict[str, Any]]):
    """A figure that the advice rests on."""

    name = serializers.CharField()
    value = serializers.CharField()
    unit = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]  # Field.source is another thing


class EvidenceRowSerializer(serializers.Serializer[dict[str, Any]]):
    """A transaction that shows it, as it was when the advice was given; the amount carries its sign."""

    transaction = serializers.UUIDField()
    on = serializers.DateField()
    amount = serializers.CharField()
    currency = serializers.CharField()
    memo = serializers.CharField()


class ImpactSerializer(serializers.Serializer[dict[str, Any]]):
    """What following the advice changes."""

    measure = serializers.CharField()
    before = serializers.CharField()
    after = serializers.CharField()


class RecommendationSerializer(serializers.Serializer[dict[str, Any]]):
    """Advice in the user's words."""

    id = serializers.UUIDField()
    kind = serializers.CharField()
    title = serializers.CharField()
    body = serializers.CharField()
    language = serializers.CharField()
    evidence = EvidenceSerializer(many=True)
    rows = EvidenceRowSerializer(many=True)
    impact = ImpactSerializer(allow_null=True)
    currency = serializers.CharField()
    priority = serializers.IntegerField()
    status = serializers.ChoiceField(Recommendation.Status.choices)
    as_of = serializers.DateField()
    created_at = serializers.DateTimeField()


class DismissalSerializer(serializers.Serializer[dict[str, Any]]):
    """Why an advice is dismissed."""

    reason = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


def shaped(row: Recommendation, language: str) -> dict[str, Any]:
    """Put a recommendation into the API's shape and the user's language."""
    worded = word(row.kind, row.evidence, language=language)
    impact = {name: str(value) for name, value in row.impact.items()} or None
    fields = {
        **{name: getattr(row, name) for name in ("kind", "evidence", "rows", "currency", "priority", "status")},
        **{name: getattr(row, name) for name in ("as_of", "created_at")},
        "id": row.public_id,
        "title": worded.title,
        "body": worded.body,
        "language": worded.language,
        "impact": impact,
    }
    return dict(RecommendationSerializer(fields).data)


class RecommendationsView(ApiView):
    @extend_schema(
        parameters=[OpenApiParameter("status", str, enum=[*Recommendation.Status.values, "open"], default="open")],
        operation_id="recommendations_list",
        responses=page_of(RecommendationSerializer),
    )
    def get(self, request: Request) -> Response:
        """List advice, the most pressing first."""
        user = user_of(request)
        status = request.query_params.get("status", "open")
        mine = Recommendation.objects.for_user(user)
        rows = mine.open() if status == "open" else mine.filter(status=status)
        return Response({"results": [shaped(row, user.language) for row in rows[:200]], "next": None})


class DecideView(ApiView):
    @extend_schema(request=DismissalSerializer, responses=RecommendationSerializer)
    def post(self, request: Request, public_id: UUID, verb: str) -> Response:
        """Accept, dismiss, finish or reopen an advice; deciding the same again changes nothing."""
        user = user_of(request)
        row = Recommendation.objects.for_user(user).filter(public_id=public_id).first()
        if row is None:
            raise NotFound("There is no such recommendation.")
        said = DismissalSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        decided = recommendations.decide(row, verb, now=timezone.now(), reason=said.validated_data["reason"])
        return Response(shaped(decided, user.language))
