"""GET /payout-findings, one of them, and what became of it: where a platform's own statement shows too little paid."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import audit
from accounts.views import ApiView
from finance.api.params import user_of
from finance.models import PayoutFinding
from finance.work.appeals import appeal
from kit.errors import NotFound
from kit.money import amount_string
from kit.pages import PAGE_PARAMETERS, keyset_page, page_of

Status = PayoutFinding.Status
VERBS = {"appeal": Status.APPEALED, "paid": Status.PAID, "dismiss": Status.DISMISSED, "reopen": Status.OPEN}
STATUS = OpenApiParameter("status", str, enum=[*Status.values, "all"], default="open")


class PayoutLineSerializer(serializers.Serializer[Any]):
    """A line that a finding stands on, as it stood in its file; `parts` are amounts."""

    statement = serializers.UUIDField(help_text="the import")
    file_name = serializers.CharField()
    line = serializers.IntegerField()
    on = serializers.DateField()
    job = serializers.CharField(allow_blank=True)
    parts = serializers.DictField(child=serializers.CharField())


class PayoutFindingSerializer(serializers.Serializer[Any]):
    """A finding with what shows it, and a text that can be sent."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(PayoutFinding.Kind.choices)
    status = serializers.ChoiceField(Status.choices)
    platform = serializers.CharField(allow_blank=True)
    currency = serializers.CharField()
    on = serializers.DateField()
    amount = serializers.CharField(allow_null=True, help_text="what is missing; null where the statement cannot say")
    figures = serializers.DictField(child=serializers.CharField(), help_text="amounts; `times` is a number")
    lines = PayoutLineSerializer(many=True)
    appeal = serializers.CharField()
    language = serializers.CharField(help_text="of the appeal")
    found_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)


def finding_shape(row: PayoutFinding, *, language: str) -> dict[str, Any]:
    """Shape a finding."""
    text = appeal(row, language=language)

    def amounts(minors: dict[str, int]) -> dict[str, str]:
        return {
            name: str(value) if name == "times" else amount_string(value, row.currency)
            for name, value in minors.items()
        }

    same = ("kind", "status", "platform", "currency", "on", "found_at", "decided_at")
    fields = {
        **{name: getattr(row, name) for name in same},
        "id": row.public_id,
        "amount": None if row.amount_minor is None else amount_string(row.amount_minor, row.currency),
        "figures": amounts(row.evidence["figures"]),
        "lines": [
            {**line, "statement": line["import"], "parts": amounts(line["parts"])} for line in row.evidence["lines"]
        ],
        "appeal": text.text,
        "language": text.language,
    }
    return dict(PayoutFindingSerializer(fields).data)


class PayoutFindingsView(ApiView):
    @extend_schema(
        parameters=[STATUS, *PAGE_PARAMETERS],
        operation_id="payout_findings_list",
        responses=page_of(PayoutFindingSerializer),
    )
    def get(self, request: Request) -> Response:
        """List findings, newest first."""
        user, status = user_of(request), request.query_params.get("status", "open")
        if status not in (*Status.values, "all"):
            raise serializers.ValidationError({"status": f"One of {', '.join([*Status.values, 'all'])}."})
        rows = PayoutFinding.objects.for_user(user).standing()
        cut = keyset_page(request, rows if status == "all" else rows.filter(status=status), order=("-on", "-id"))
        shaped = [finding_shape(row, language=user.language) for row in cut.rows]
        return Response({"results": shaped, "next": cut.next})


class PayoutFindingView(ApiView):
    @extend_schema(responses=PayoutFindingSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        """Return one finding."""
        return Response(finding_shape(_mine(request, public_id), language=user_of(request).language))


class DecideFindingView(ApiView):
    @extend_schema(request=None, responses=PayoutFindingSerializer)
    def post(self, request: Request, public_id: UUID, verb: str) -> Response:
        """Say what became of it: appealed, paid, dismissed, or open again; the same again changes nothing."""
        row = _mine(request, public_id)
        status = VERBS[verb]
        if row.status != status:
            with transaction.atomic():
                changes = {"status": [row.status, str(status)]}
                row.status, row.decided_at = status, None if status == Status.OPEN else timezone.now()
                row.save(update_fields=["status", "decided_at"])
                undo = audit.request_of("POST", f"payout-findings/{row.public_id}/{_verb(changes['status'][0])}")
                audit.record(row.user, "payout_finding.decided", row, changes=changes, undo=undo)
        return Response(finding_shape(row, language=user_of(request).language))


def _verb(status: str) -> str:
    return next(verb for verb, means in VERBS.items() if means == status)


def _mine(request: Request, public_id: UUID) -> PayoutFinding:
    mine = PayoutFinding.objects.for_user(user_of(request)).standing().select_related("user")
    found: PayoutFinding | None = mine.filter(public_id=public_id).first()
    if found is None:
        raise NotFound("There is no such finding.")
    return found
