"""GET, POST /mileage and below: the mileage log, its totals, and files of trips in and out."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.views import ApiView
from finance.api.params import user_of
from finance.models import Trip
from finance.work import trips
from finance.work.trips_file import export_trips
from kit.errors import NotFound
from kit.pages import PAGE_PARAMETERS, keyset_page, page_of

YEAR = OpenApiParameter("year", int, description="a calendar year; all of them without it")
MOST_DISTANCE, MOST_ODOMETER = 20_000, 10_000_000


class TripSerializer(serializers.Serializer[Any]):
    """A trip; its distance may be left out where both odometer readings are told."""

    id = serializers.UUIDField(source="public_id", read_only=True)
    on = serializers.DateField()
    distance = serializers.DecimalField(
        max_digits=8, decimal_places=3, min_value=Decimal(0), max_value=Decimal(MOST_DISTANCE), required=False
    )
    unit = serializers.ChoiceField(Trip.Unit.choices)
    use = serializers.ChoiceField(Trip.Use.choices, default=Trip.Use.BUSINESS)
    purpose = serializers.CharField(max_length=120, default="", allow_blank=True)
    platform = serializers.CharField(max_length=40, default="", allow_blank=True)
    odometer_start = serializers.IntegerField(min_value=0, max_value=MOST_ODOMETER, default=None, allow_null=True)
    odometer_end = serializers.IntegerField(min_value=0, max_value=MOST_ODOMETER, default=None, allow_null=True)

    def validate_on(self, value: Any) -> Any:
        """Take a day that has come."""
        if value > timezone.localdate():
            raise serializers.ValidationError("Not in the future: a log tells what was driven.")
        return value

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Hold distance and odometer against each other, those given and those that stay."""
        start, end = (
            attrs.get(name, getattr(self.instance, name, None)) for name in ("odometer_start", "odometer_end")
        )
        between = end - start if start is not None and end is not None else None
        if between is not None and between < 0:
            raise serializers.ValidationError({"odometer_end": "Not less than at the start."})
        distance = attrs.pop("distance", None)
        if distance is None and self.instance is None:
            if between is None:
                raise serializers.ValidationError({"distance": "The distance, or both odometer readings."})
            distance = Decimal(between)
        if distance is not None and between is not None and distance > between + 1:
            raise serializers.ValidationError({"distance": "More than the odometer says."})
        if distance is not None:
            attrs["distance_thousandths"] = round(distance * 1000)
        return attrs


def trip_shape(row: Trip) -> dict[str, Any]:
    """Shape a trip."""
    return dict(TripSerializer(row).data)


class MileageView(ApiView):
    @extend_schema(parameters=[YEAR, *PAGE_PARAMETERS], operation_id="mileage_list", responses=page_of(TripSerializer))
    def get(self, request: Request) -> Response:
        """List trips, newest first."""
        cut = keyset_page(request, _trips(request), order=("-on", "-id"))
        return Response({"results": [trip_shape(row) for row in cut.rows], "next": cut.next})

    @extend_schema(request=TripSerializer, responses={201: TripSerializer})
    def post(self, request: Request) -> Response:
        """Write a trip down."""
        said = TripSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        return Response(trip_shape(Trip.objects.create(user=user_of(request), **said.validated_data)), status=201)


class TripView(ApiView):
    @extend_schema(responses=TripSerializer)
    def get(self, request: Request, public_id: UUID) -> Response:
        """Return one trip."""
        return Response(trip_shape(_mine(request, public_id)))

    @extend_schema(request=TripSerializer, responses=TripSerializer)
    def patch(self, request: Request, public_id: UUID) -> Response:
        """Change a trip."""
        row = _mine(request, public_id)
        said = TripSerializer(row, data=request.data, partial=True)
        said.is_valid(raise_exception=True)
        return Response(trip_shape(trips.change(row, said.validated_data)))

    @extend_schema(responses={204: None})
    def delete(self, request: Request, public_id: UUID) -> Response:
        """Take a trip away; /restore brings it back."""
        trips.remove(_mine(request, public_id), now=timezone.now())
        return Response(status=204)


class RestoreTripView(ApiView):
    @extend_schema(request=None, responses=TripSerializer)
    def post(self, request: Request, public_id: UUID) -> Response:
        """Bring back a trip that was taken away; one that is there stays as it is."""
        return Response(trip_shape(trips.restore(_mine(request, public_id, removed=True))))


class MileageExportView(ApiView):
    @extend_schema(
        parameters=[YEAR],
        operation_id="mileage_export",
        responses={(200, "text/csv"): OpenApiResponse(OpenApiTypes.STR, description="one line a trip")},
    )
    def get(self, request: Request) -> HttpResponse:
        """Return the log as CSV, oldest first."""
        body = export_trips(_trips(request).order_by("on", "id").iterator(chunk_size=2000))
        headers = {"Content-Disposition": 'attachment; filename="mileage.csv"', "Cache-Control": "private, no-store"}
        return HttpResponse(body, content_type="text/csv; charset=utf-8", headers=headers)


def year_of(request: Request) -> int | None:
    """Return ?year=; None without one."""
    if "year" not in request.query_params:
        return None
    field = serializers.IntegerField(min_value=1990, max_value=2100)
    try:
        return int(field.run_validation(request.query_params["year"]))
    except serializers.ValidationError as error:
        raise serializers.ValidationError({"year": error.detail}) from error


def _trips(request: Request) -> Any:
    year = year_of(request)
    mine = Trip.objects.for_user(user_of(request)).standing()
    return mine.filter(on__year=year) if year else mine


def _mine(request: Request, public_id: UUID, *, removed: bool = False) -> Trip:
    mine = Trip.objects.for_user(user_of(request)).select_related("user")
    found: Trip | None = (mine if removed else mine.standing()).filter(public_id=public_id).first()
    if found is None:
        raise NotFound("There is no such trip.")
    return found
