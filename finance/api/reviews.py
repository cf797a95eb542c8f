"""GET /reviews and what a person decides about them: the same, or different; both can be taken back."""

from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from accounts.views import ApiView
from finance.api.params import user_of
from finance.api.transactions import TransactionSerializer
from finance.duplicates import decisions
from finance.models import Review, Transaction
from kit.errors import NotFound
from kit.pages import PAGE_PARAMETERS, keyset_page, page_of

STATUSES = ("open", "decided")


class ReviewSerializer(serializers.Serializer[dict[str, Any]]):
    """A doubt about some transactions; `joined` tells whether they count as one until it is decided."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(Review.Kind.choices)
    joined = serializers.BooleanField()
    decision = serializers.CharField(help_text="same or different; empty until it is decided")
    created_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)
    transactions = TransactionSerializer(many=True)


def shaped(row: Review) -> dict[str, Any]:
    """Put a review into the API's shape."""
    return dict(ReviewSerializer(_fields(row)).data)


def _fields(row: Review) -> dict[str, Any]:
    """Return what a review shows, its transactions in the order of their days."""
    found = [told.transaction for told in row.rows.all() if told.transaction]
    fields = {name: getattr(row, name) for name in ("kind", "joined", "decision", "created_at", "decided_at")}
    found.sort(key=lambda told: (told.posted_on, told.pk))
    return fields | {"id": row.public_id, "transactions": found}


def reviews_of(user: User) -> QuerySet[Review]:
    """Return the reviews that can be looked at, with their rows."""
    rows = Transaction.versions.with_transfer().select_related("account")
    mine: QuerySet[Review] = Review.objects.for_user(user).present()
    return mine.prefetch_related("rows", Prefetch("rows__transaction", rows))


class ReviewsView(ApiView):
    @extend_schema(
        parameters=[*PAGE_PARAMETERS, OpenApiParameter("status", str, enum=STATUSES, default="open")],
        operation_id="reviews_list",
        responses=page_of(ReviewSerializer),
    )
    def get(self, request: Request) -> Response:
        """List what has to be looked at, newest first; with `status=decided`, what was."""
        status = request.query_params.get("status", "open")
        if status not in STATUSES:
            raise serializers.ValidationError({"status": f"One of {', '.join(STATUSES)}."})
        rows = reviews_of(user_of(request)).filter(decided_at__isnull=status == "open")
        cut = keyset_page(request, rows, order=("-id",))
        show = ReviewSerializer().to_representation  # one for all rows: making it is dear
        return Response({"results": [show(_fields(row)) for row in cut.rows], "next": cut.next})


class ReviewView(ApiView):
    @extend_schema(responses=ReviewSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        """Return one review."""
        return Response(shaped(_mine(request, public_id)))


class DecideReviewView(ApiView):
    @extend_schema(request=None, responses=ReviewSerializer)
    def post(self, request: Request, public_id: UUID, verb: str) -> Response:
        """Say that the transactions are the same or different, or undo what was said."""
        row = _mine(request, public_id)
        if verb == "undo":
            decisions.undo(row, now=timezone.now())
        else:
            decisions.decide(row, verb, now=timezone.now())
        return Response(shaped(_mine(request, public_id)))


def _mine(request: Request, public_id: UUID) -> Review:
    found = reviews_of(user_of(request)).filter(public_id=public_id).first()
    if found is None:
        raise NotFound("There is no such review.")
    return found
