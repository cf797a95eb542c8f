"""GET /me/export, POST and GET /me/exports, POST /me/restore: everything of a person, out and back."""

from dataclasses import asdict
from io import BytesIO
from typing import Any, cast
from uuid import UUID

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.parsers import FormParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import audit
from accounts.archives import pieces, queue, restoring, writing
from accounts.archives.reading import MAX_BYTES, BadArchive
from accounts.models import Archive, User
from accounts.views import ApiView
from kit.errors import NotFound
from kit.pages import PAGE_PARAMETERS, page, page_of

ZIP = "application/zip"
ZIP_FILE = OpenApiResponse(bytes, "the zip")


class ArchiveProblemSerializer(serializers.Serializer[dict[str, Any]]):
    """Why it failed, as an error would have said it."""

    code = serializers.CharField()
    message = serializers.CharField()


class RowsDoneSerializer(serializers.Serializer[dict[str, Any]]):
    """How far a worker has come; `total` is 0 where it is not known."""

    done = serializers.IntegerField()
    total = serializers.IntegerField()


class RestoredSerializer(serializers.Serializer[dict[str, Any]]):
    """What came back, or would: rows by table; `left` are tables for reading only."""

    made_at = serializers.CharField()
    counts = serializers.DictField(child=serializers.IntegerField())
    left = serializers.DictField(child=serializers.IntegerField())


class ArchiveSerializer(serializers.Serializer[dict[str, Any]]):
    """An export or a restoration; `download` is there until `expires_at`."""

    id = serializers.UUIDField(allow_null=True)
    kind = serializers.ChoiceField(["export", "restore"])
    status = serializers.ChoiceField(["waiting", "running", "ready", "failed"])
    dry_run = serializers.BooleanField()
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
    expires_at = serializers.DateTimeField(allow_null=True)
    rows = serializers.IntegerField()
    bytes = serializers.IntegerField()
    download = serializers.URLField(allow_null=True)
    progress = RowsDoneSerializer(allow_null=True)
    result = RestoredSerializer(allow_null=True)
    problem = ArchiveProblemSerializer(allow_null=True)


class RestoreSerializer(serializers.Serializer[dict[str, Any]]):
    """An export of GigLens, and whether it is only tried."""

    file = serializers.FileField(max_length=500)
    dry_run = serializers.BooleanField(default=False, help_text="try everything, and do nothing")


def shaped(row: Archive, request: Request) -> dict[str, Any]:
    """Put an archive into the API's shape."""
    done = queue.progress_of(row)
    there = row.has_file(now=timezone.now())
    names = ("kind", "status", "dry_run", "created_at", "finished_at", "expires_at", "rows", "bytes", "problem")
    more = {
        "id": row.public_id,
        "download": request.build_absolute_uri(f"/api/v1/me/exports/{row.public_id}/file") if there else None,
        "progress": {"done": done[0], "total": done[1]} if done else None,
        "result": row.result or None,
    }
    return dict(ArchiveSerializer({name: getattr(row, name) for name in names} | more).data)


class ExportView(ApiView):
    @extend_schema(responses={(200, ZIP): ZIP_FILE, 202: ArchiveSerializer})
    def get(self, request: Request) -> HttpResponseBase:
        """Return everything as a zip of CSV and JSON lines; 202 when it is large and a worker makes it.

        Asked again, the same address gives the file once it is ready.
        """
        user, now = cast(User, request.user), timezone.now()
        if writing.count_of(user) <= queue.SMALL_ROWS:
            file = BytesIO()
            manifest = writing.write(user, file, now=now)
            audit.record(user, "archive.exported", rows=manifest["rows"])
            return _as_file(HttpResponse(file.getvalue(), content_type=ZIP))
        mine = Archive.objects.for_user(user).filter(kind=Archive.Kind.EXPORT)
        made = mine.filter(status=Archive.Status.READY, created_at__gt=now - queue.LEASE).first()
        if made and made.has_file(now=now):
            return _as_file(StreamingHttpResponse(pieces.pieces(made.pk), content_type=ZIP))
        return Response(shaped(queue.ask_export(user, now=now), request), status=202)


class ExportsView(ApiView):
    @extend_schema(operation_id="me_exports_list", parameters=PAGE_PARAMETERS, responses=page_of(ArchiveSerializer))
    def get(self, request: Request) -> Response:
        """List your exports and restorations of late, newest first."""
        rows = Archive.objects.for_user(cast(User, request.user))
        return Response(page(request, rows, by="created_at", shape=lambda row: shaped(row, request)))

    @extend_schema(request=None, responses={201: ArchiveSerializer, 202: ArchiveSerializer})
    def post(self, request: Request) -> Response:
        """Ask for an export; 201 when it is ready, 202 when a worker makes it. It can be fetched for a day."""
        row = queue.ask_export(cast(User, request.user), now=timezone.now())
        return Response(shaped(row, request), status=201 if row.status == Archive.Status.READY else 202)


class ArchiveView(ApiView):
    @extend_schema(responses=ArchiveSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        """Return one export or restoration, and how far it is."""
        return Response(shaped(_mine(request, public_id), request))


class ArchiveFileView(ApiView):
    @extend_schema(responses={(200, ZIP): ZIP_FILE})
    def get(self, request: Request, public_id: UUID) -> HttpResponseBase:
        """Fetch an export, until it expires."""
        row = _mine(request, public_id)
        if not row.has_file(now=timezone.now()):
            raise NotFound("This export is not ready, or its day is over: make a new one.", code="no_file")
        response = StreamingHttpResponse(pieces.pieces(row.pk), content_type=ZIP)
        response.headers["Content-Length"] = str(row.bytes)
        return _as_file(response)


class RestoreView(ApiView):
    parser_classes = [MultiPartParser, FormParser]

    @extend_schema(request=RestoreSerializer, responses=dict.fromkeys((200, 201, 202), ArchiveSerializer))
    def post(self, request: Request) -> Response:
        """Restore an export into your account, which has to be empty; whole or not at all.

        201 when it is done, 200 for a dry run, 202 when a large one is done by a worker.
        """
        said = RestoreSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        user, file, now = cast(User, request.user), said.validated_data["file"], timezone.now()
        dry_run = said.validated_data["dry_run"]
        if file.size > MAX_BYTES:
            raise BadArchive("The file is over 100 MB.", code="too_large")
        if file.size > queue.SMALL_BYTES:
            return Response(shaped(queue.ask_restore(user, file, dry_run=dry_run, now=now), request), status=202)
        found = restoring.restore(user, file, dry_run=dry_run)
        row = Archive(user=user, kind="restore", status="ready", dry_run=dry_run, created_at=now, finished_at=now)
        row.rows, row.bytes, row.result = sum(found.counts.values()), file.size, asdict(found)
        return Response(shaped(row, request) | {"id": None}, status=200 if dry_run else 201)


def _as_file(response: HttpResponseBase) -> HttpResponseBase:
    response.headers["Content-Disposition"] = f'attachment; filename="giglens-{timezone.now():%Y-%m-%d}.zip"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _mine(request: Request, public_id: UUID) -> Archive:
    mine = Archive.objects.for_user(cast(User, request.user)).select_related("user")
    found = mine.filter(public_id=public_id).first()
    if found is None:
        raise NotFound("There is no such export.")
    return found
