"""POST /imports and what follows: statement files into the ledger, and out again."""

from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import FormParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from accounts.views import ApiView
from finance.api.params import user_of
from finance.intake import imports, mappings, uploads
from finance.intake.plans import Plan
from finance.intake.uploads import Progress
from finance.models import Import, LinkedAccount, RejectedRow
from finance.statements.parsed import MAX_BYTES, TooLarge
from kit.errors import Invalid, NotFound
from kit.money import amount_string
from kit.pages import page_of

MAX_SHOWN = 200


class UploadSerializer(serializers.Serializer[dict[str, Any]]):
    """A statement file and where it belongs."""

    file = serializers.FileField(allow_empty_file=True, max_length=500)
    linked_account = serializers.CharField(max_length=80, help_text="the account's id, or its name")
    dry_run = serializers.BooleanField(default=False, help_text="tell what would happen, and do nothing")
    day_first = serializers.BooleanField(allow_null=True, default=None, help_text="for files whose dates are ambiguous")
    section = serializers.CharField(
        max_length=120, allow_null=True, default=None, help_text="which account or sheet, for files that hold several"
    )
    mapping = serializers.CharField(
        max_length=4000,
        allow_null=True,
        default=None,
        help_text="JSON: which column is what, for a file whose columns are not understood; remembered for its header",
    )


class RejectedSerializer(serializers.Serializer[RejectedRow]):
    """A line that could not be read."""

    line = serializers.IntegerField()
    reason = serializers.CharField()


class ProgressSerializer(serializers.Serializer[Progress]):
    """How far a worker has come with a large file."""

    stage = serializers.ChoiceField(["reading", "writing"])
    done = serializers.IntegerField()
    total = serializers.IntegerField()


class ProblemSerializer(serializers.Serializer[dict[str, Any]]):
    """Why a file that was taken could not be read, as an error would have said it."""

    code = serializers.CharField()
    message = serializers.CharField()
    details = serializers.DictField()


class ImportSerializer(serializers.Serializer[dict[str, Any]]):
    """What an import did, or would do."""

    id = serializers.UUIDField(allow_null=True)
    linked_account = serializers.UUIDField()
    file_name = serializers.CharField()
    status = serializers.ChoiceField(Import.Status.choices)
    progress = ProgressSerializer(allow_null=True)
    problem = ProblemSerializer(allow_null=True)
    format = serializers.CharField()
    currency = serializers.CharField()
    rows = serializers.IntegerField()
    new = serializers.IntegerField()
    duplicates = serializers.IntegerField()
    needs_review = serializers.IntegerField()
    rejected = RejectedSerializer(many=True)
    rejected_count = serializers.IntegerField()
    total_in = serializers.CharField()
    total_out = serializers.CharField()
    first_on = serializers.DateField(allow_null=True)
    last_on = serializers.DateField(allow_null=True)
    reading = serializers.DictField()
    created_at = serializers.DateTimeField(allow_null=True)
    undone_at = serializers.DateTimeField(allow_null=True)


def plan_shape(plan: Plan, account: LinkedAccount, file_name: str, statement: Import | None = None) -> dict[str, Any]:
    """Shape the answer to an upload; `statement` is the row that was written, None for a dry run."""
    fields = {
        "id": statement.public_id if statement else None,
        "linked_account": account.public_id,
        "file_name": file_name,
        "status": Import.Status.DONE,
        "progress": None,
        "problem": None,
        "format": plan.format,
        "currency": plan.currency,
        "rows": len(plan.entries),
        "new": plan.new,
        "duplicates": plan.duplicates,
        "needs_review": plan.needs_review,
        "rejected": plan.rejected[:MAX_SHOWN],
        "rejected_count": len(plan.rejected),
        "total_in": amount_string(plan.total(1), plan.currency),
        "total_out": amount_string(plan.total(-1), plan.currency),
        "first_on": min(plan.days, default=None),
        "last_on": max(plan.days, default=None),
        "reading": plan.reading,
        "created_at": statement.created_at if statement else None,
        "undone_at": None,
    }
    return dict(ImportSerializer(fields).data)


def statement_shape(row: Import, *, rejected: bool) -> dict[str, Any]:
    """Shape an import of the past; its rejected lines only where asked for."""
    names = [
        "file_name",
        "status",
        "problem",
        "format",
        "currency",
        "rows",
        "new",
        "duplicates",
        "needs_review",
        "rejected_count",
    ]
    fields = {
        name: getattr(row, name) for name in [*names, "first_on", "last_on", "reading", "created_at", "undone_at"]
    }
    fields |= {
        "id": row.public_id,
        "linked_account": row.account.public_id,
        "progress": uploads.progress_of(row),
        "rejected": list(row.rejected_rows.all()[:MAX_SHOWN]) if rejected else [],
        "total_in": amount_string(row.total_in_minor, row.currency),
        "total_out": amount_string(row.total_out_minor, row.currency),
    }
    return dict(ImportSerializer(fields).data)


class ImportsView(ApiView):
    parser_classes = [MultiPartParser, FormParser]

    @extend_schema(operation_id="imports_list", responses=page_of(ImportSerializer))
    def get(self, request: Request) -> Response:
        """List imports, newest first."""
        rows = Import.objects.for_user(user_of(request)).select_related("account")[:MAX_SHOWN]
        return Response({"results": [statement_shape(row, rejected=False) for row in rows], "next": None})

    @extend_schema(request=UploadSerializer, responses=dict.fromkeys((200, 201, 202), ImportSerializer))
    def post(self, request: Request) -> Response:
        """Read a statement; 201 when it was written, 200 for a dry run, 202 when a large one is read in the background.

        Of a large one `status` and `progress` of GET /imports/{id} tell how far it is.
        """
        user = user_of(request)
        said = UploadSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        values = said.validated_data
        account = account_of(user, values["linked_account"])
        name, content = _content(values["file"])
        said_of_file = {key: values[key] for key in ("day_first", "section", "mapping")}
        if uploads.is_large(content) and not values["dry_run"]:
            waiting = uploads.accept(account=account, file_name=name, content=content, said=said_of_file)
            return Response(statement_shape(waiting, rejected=False), status=202)
        choices = mappings.choices_for(user, **said_of_file)
        if values["dry_run"]:
            plan = imports.preview(account=account, content=content, choices=choices)
            return Response(plan_shape(plan, account, name))
        statement, plan = imports.import_statement(account=account, file_name=name, content=content, choices=choices)
        return Response(plan_shape(plan, account, name, statement), status=201)


class ImportView(ApiView):
    @extend_schema(responses=ImportSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        """Return one import with its rejected lines."""
        return Response(statement_shape(_mine(request, public_id), rejected=True))

    @extend_schema(responses={204: None})
    def delete(self, request: Request, public_id: UUID) -> Response:
        """Undo one import; undoing it again changes nothing."""
        imports.undo(_mine(request, public_id), now=timezone.now())
        return Response(status=204)


def account_of(user: User, said: str) -> LinkedAccount:
    """Return the user's account by its id or name.

    Raises:
        Invalid: the user has no such account.
    """
    mine = LinkedAccount.objects.for_user(user).select_related("user")
    try:
        found = mine.filter(public_id=UUID(said)).first()
    except ValueError:
        found = mine.filter(name=said).first()
    if found is None:
        raise Invalid("You have no such account.", fields={"linked_account": "You have no such account."})
    return found


def _content(file: "UploadedFile[bytes]") -> tuple[str, bytes]:
    if (file.size or 0) > MAX_BYTES:
        raise TooLarge("The file is over 25 MB. Split it by year and upload the parts.")
    return file.name or "statement", file.read()


def _mine(request: Request, public_id: UUID) -> Import:
    found: Import | None = (
        Import.objects.for_user(user_of(request)).select_related("account").filter(public_id=public_id).first()
    )
    if found is None:
        raise NotFound("There is no such import.")
    return found
