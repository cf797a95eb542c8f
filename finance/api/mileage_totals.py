"""GET /mileage/summary and files of trips: the log added up, and many trips at once."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.parsers import FormParser, MultiPartParser
from accounts.views import ApiView
from finance.api.fields import RatioField
from finance.api.mileage import YEAR, year_of
from finance.api.params import user_of
from finance.models import Trip
from finance.statements.parsed import TooLarge
from finance.work.mileage import MileageYear, country_of, mileage_year, month_minor, shown
from finance.work.trips import take_back
from finance.work.trips_file import TripsPlan, plan_trips, write_trips
from kit.money import amount_string

MAX_FILE_BYTES = 5 * 1024 * 1024
SHOWN = 20
REASONS = "why there is no deduction: no_country, no_rate, not_known"


class MileageRateSerializer(serializers.Serializer[Any]):
    """What a unit of business driving deducts on some days, and who says so."""

    first_on = serializers.DateField()
    last_on = serializers.DateField()
    rate = serializers.CharField()
    unit = serializers.ChoiceField(Trip.Unit.choices)
    source = serializers.CharField()  # type: ignore[assignment]  # Field.source is another thing
    checked_on = serializers.DateField()


class DrivenSerializer(serializers.Serializer[Any]):
    """Distances in the answer's unit; `told_by_platforms` stands beside them and is in none of them."""

    business = serializers.CharField()
    personal = serializers.CharField()
    told_by_platforms = serializers.CharField()
    deduction = serializers.CharField(allow_null=True)
    reason = serializers.CharField(allow_blank=True, help_text=REASONS)


class MonthDrivenSerializer(DrivenSerializer):
    starts_on = serializers.DateField()


class MileageSummarySerializer(DrivenSerializer):
    """A calendar year of the log."""

    year = serializers.IntegerField()
    unit = serializers.ChoiceField(Trip.Unit.choices)
    currency = serializers.CharField(allow_null=True)
    business_share = RatioField(allow_null=True)
    months = MonthDrivenSerializer(many=True)
    rates = MileageRateSerializer(many=True)


class TripsFileSerializer(serializers.Serializer[Any]):
    """A CSV of trips; `unit` counts where the file names none."""

    file = serializers.FileField()
    unit = serializers.ChoiceField(Trip.Unit.choices, default=Trip.Unit.KM)
    day_first = serializers.BooleanField(required=False, allow_null=True, default=None)
    dry_run = serializers.BooleanField(default=False)


class RejectedTripSerializer(serializers.Serializer[Any]):
    line = serializers.IntegerField()
    reason = serializers.CharField()


class TripRowSerializer(serializers.Serializer[Any]):
    on = serializers.DateField()
    distance = serializers.CharField()
    unit = serializers.ChoiceField(Trip.Unit.choices)
    use = serializers.ChoiceField(Trip.Use.choices)
    purpose = serializers.CharField()


class TripsPlanSerializer(serializers.Serializer[Any]):
    """What a file of trips did, or would do; `batch` takes it back."""

    batch = serializers.UUIDField(allow_null=True)
    rows = serializers.IntegerField()
    new = serializers.IntegerField()
    duplicates = serializers.IntegerField()
    rejected = RejectedTripSerializer(many=True)
    rejected_count = serializers.IntegerField()
    first_on = serializers.DateField(allow_null=True)
    last_on = serializers.DateField(allow_null=True)
    preview = TripRowSerializer(many=True)


class MileageSummaryView(ApiView):
    @extend_schema(parameters=[YEAR], operation_id="mileage_summary", responses=MileageSummarySerializer)
    def get(self, request: Request) -> Response:
        """Add up a calendar year, this one unless said otherwise, with the deduction at the rate of each day."""
        user = user_of(request)
        year = year_of(request) or timezone.localdate().year
        return Response(_summary_shape(mileage_year(user, year, country=country_of(user))))


class TripsFileView(ApiView):
    parser_classes = [MultiPartParser, FormParser]

    @extend_schema(
        request=TripsFileSerializer,
        operation_id="mileage_import",
        responses=dict.fromkeys((200, 201), TripsPlanSerializer),
    )
    def post(self, request: Request) -> Response:
        """Read a file of trips; 201 when it was written, 200 for a dry run."""
        said = TripsFileSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        values = said.validated_data
        if (values["file"].size or 0) > MAX_FILE_BYTES:
            raise TooLarge("The file is over 5 MB. Split it by year and upload the parts.")
        content, how = values["file"].read(), {name: values[name] for name in ("unit", "day_first")}
        act = plan_trips if values["dry_run"] else write_trips
        return Response(_plan_shape(act(user_of(request), content, **how)), status=200 if values["dry_run"] else 201)


class TripsBatchView(ApiView):
    @extend_schema(operation_id="mileage_import_destroy", responses={204: None})
    def delete(self, request: Request, batch: UUID) -> Response:
        """Take back what one file of trips brought; again changes nothing."""
        take_back(user_of(request), batch)
        return Response(status=204)


def _summary_shape(found: MileageYear) -> dict[str, Any]:
    def money(minor: int | None) -> str | None:
        return None if minor is None or found.currency is None else amount_string(minor, found.currency)

    names = ("business", "personal", "told_by_platforms")
    fields = {
        **{name: getattr(found, name) for name in ("year", "unit", "currency", "business_share", "reason", "rates")},
        **{name: shown(getattr(found, name)) for name in names},
        "deduction": money(found.deduction_minor),
        "months": [
            {
                "starts_on": month.starts_on,
                "reason": month.reason,
                **{name: shown(getattr(month, name)) for name in names},
                "deduction": money(month_minor(month, found.currency)),
            }
            for month in found.months
        ],
    }
    return dict(MileageSummarySerializer(fields).data)


def _plan_shape(plan: TripsPlan) -> dict[str, Any]:
    days = [row.on for row in plan.rows]
    fields = {
        "batch": plan.batch,
        "rows": len(plan.rows),
        "new": len(plan.new),
        "duplicates": len(plan.rows) - len(plan.new),
        "rejected": plan.rejected[:SHOWN],
        "rejected_count": len(plan.rejected),
        "first_on": min(days, default=None),
        "last_on": max(days, default=None),
        "preview": [
            {
                **{name: getattr(row, name) for name in ("on", "unit", "use", "purpose")},
                "distance": f"{Decimal(row.distance_thousandths) / 1000:.1f}",
            }
            for row in plan.new[:SHOWN]
        ],
    }
    return dict(TripsPlanSerializer(fields).data)
