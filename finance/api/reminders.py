"""GET, POST /reminders, DELETE one: what somebody asked to be reminded of."""

from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.views import ApiView
from finance.alerts import reminders
from finance.alerts.keeping import local_day
from finance.api.params import user_of
from finance.models import Reminder
from kit.errors import NotFound
from kit.pages import PAGE_PARAMETERS, keyset_page, page_of


class ReminderSerializer(serializers.ModelSerializer[Reminder]):
    """A reminder; on its day it is an alert."""

    id = serializers.UUIDField(source="public_id", read_only=True)

    class Meta:
        model = Reminder
        fields = ["id", "on", "text", "created_at"]
        read_only_fields = ["created_at"]


class RemindersView(ApiView):
    @extend_schema(parameters=PAGE_PARAMETERS, operation_id="reminders_list", responses=page_of(ReminderSerializer))
    def get(self, request: Request) -> Response:
        """List the reminders, the next first."""
        cut = keyset_page(request, Reminder.objects.for_user(user_of(request)).standing(), order=("on", "id"))
        return Response({"results": ReminderSerializer(cut.rows, many=True).data, "next": cut.next})

    @extend_schema(request=ReminderSerializer, responses={201: ReminderSerializer})
    def post(self, request: Request) -> Response:
        """Ask to be reminded of something on a day ahead."""
        user, said = user_of(request), ReminderSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        now = timezone.now()
        row = reminders.remind(user=user, today=local_day(user, now), now=now, **said.validated_data)
        return Response(ReminderSerializer(row).data, status=201)


class ReminderView(ApiView):
    @extend_schema(operation_id="reminders_destroy", responses={204: None})
    def delete(self, request: Request, public_id: UUID) -> Response:
        """Take a reminder back."""
        mine = Reminder.objects.for_user(user_of(request)).select_related("user")
        row: Reminder | None = mine.filter(public_id=public_id).first()
        if row is None:
            raise NotFound("There is no such reminder.")
        reminders.take_back(row, now=timezone.now())
        return Response(status=204)
