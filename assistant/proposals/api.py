"""GET /proposals, POST /proposals/{id}/{confirm|decline}: actions that wait for a person's yes."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.permissions import InPerson
from accounts.views import ApiView
from assistant.answers.wording import wording
from assistant.languages import nearest
from assistant.models import Proposal
from assistant.proposals import keeping
from assistant.spoken.filling import fill
from finance.alerts.keeping import local_day
from finance.api.params import user_of
from kit.pages import PAGE_PARAMETERS, keyset_page, page_of

VERBS = ("confirm", "decline")


class ProposalFactSerializer(serializers.Serializer[dict[str, Any]]):
    """A figure of the question."""

    name = serializers.CharField()
    value = serializers.CharField()
    unit = serializers.CharField()
    currency = serializers.CharField(allow_null=True)


class ProposalSerializer(serializers.Serializer[dict[str, Any]]):
    """An action in the user's words: the question while it waits, else what became of it."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(Proposal.Kind.choices)
    status = serializers.ChoiceField(Proposal.Status.choices)
    text = serializers.CharField()
    facts = ProposalFactSerializer(many=True)
    failure = serializers.CharField(allow_blank=True)
    result = serializers.UUIDField(allow_null=True, help_text="the row that it made or changed")
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)


def proposal_shape(row: Proposal) -> dict[str, Any]:
    """Shape a proposal."""
    now, language = timezone.now(), nearest(row.user.language)
    late = row.status == Proposal.Status.PROPOSED and row.expires_at <= now
    if late:  # nobody has looked at it since
        row.status = Proposal.Status.EXPIRED
    found, today = keeping.told(row), local_day(row.user, now)
    sentences = wording(found.template, found.facts, language)
    fields = {
        **{name: getattr(row, name) for name in ("kind", "status", "facts", "failure")},
        **{name: getattr(row, name) for name in ("created_at", "expires_at", "decided_at")},
        "id": row.public_id,
        "result": row.result_id,
        "text": " ".join(fill(one, found.facts, language, today).text for one in sentences),
    }
    return dict(ProposalSerializer(fields).data)


class ProposalsView(ApiView):
    @extend_schema(parameters=PAGE_PARAMETERS, operation_id="proposals_list", responses=page_of(ProposalSerializer))
    def get(self, request: Request) -> Response:
        """List proposals, the newest first."""
        rows = Proposal.objects.for_user(user_of(request)).select_related("user")
        cut = keyset_page(request, rows, order=("-id",))
        return Response({"results": [proposal_shape(row) for row in cut.rows], "next": cut.next})


class DecideProposalView(ApiView):
    def get_permissions(self) -> list[Any]:
        """Only somebody who logged in: a yes is a person's, not a program's."""
        return [*super().get_permissions(), InPerson()]

    @extend_schema(request=None, responses=ProposalSerializer)
    def post(self, request: Request, public_id: UUID, verb: str) -> Response:
        """Say yes or no; once decided, the same answer comes back and nothing is done again."""
        decide = keeping.confirm if verb == "confirm" else keeping.decline
        return Response(
            proposal_shape(decide(user=user_of(request), public_id=public_id, now=timezone.now(), via="app"))
        )
