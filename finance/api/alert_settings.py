"""GET, PATCH /alert-settings, the devices that messages go to, and the link that stops letters."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import audit
from accounts.models import User
from accounts.views import ApiView
from finance.alerts import letters, preferences, push
from finance.api.params import user_of
from finance.models import AlertSettings, PushSubscription
from kit import webpush
from kit.errors import NotFound

TIME = "%H:%M"
COLUMNS = ("email", "push", "quiet_from", "quiet_until", "daily_limit")


class WaysSerializer(serializers.Serializer[dict[str, Any]]):
    """How one kind of alert is told; what is left out stays as it is."""

    in_app = serializers.BooleanField(required=False)
    email = serializers.BooleanField(required=False)
    push = serializers.BooleanField(required=False)


class KindsSerializer(serializers.Serializer[dict[str, Any]]):
    """Each kind of alert with its ways, but for those that are told always."""

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """Have one field a kind."""
        return {kind: WaysSerializer(required=False) for kind in preferences.DEFAULTS}

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        """Refuse a kind that there is not."""
        unknown = set(data) - set(preferences.DEFAULTS) if isinstance(data, dict) else set()
        if unknown:
            raise serializers.ValidationError(dict.fromkeys(sorted(map(str, unknown)), "There is no such kind."))
        return dict(super().to_internal_value(data))


class DeviceSerializer(serializers.Serializer[PushSubscription]):
    """A browser that messages go to."""

    id = serializers.UUIDField(source="public_id")
    device = serializers.CharField()
    created_at = serializers.DateTimeField()
    reached_at = serializers.DateTimeField(allow_null=True)


class AlertSettingsSerializer(serializers.Serializer[dict[str, Any]]):
    """How the user wants to hear of things. Times are by the clock in their time zone."""

    kinds = KindsSerializer(required=False)
    email = serializers.BooleanField(required=False, help_text="off: no letters about alerts at all")
    push = serializers.BooleanField(required=False, help_text="off: no messages to devices at all")
    quiet_from = serializers.TimeField(required=False, format=TIME, input_formats=[TIME])
    quiet_until = serializers.TimeField(
        required=False, format=TIME, input_formats=[TIME], help_text="the same as `quiet_from`: no quiet hours"
    )
    daily_limit = serializers.IntegerField(required=False, min_value=1, max_value=20, help_text="a channel and day")
    time_zone = serializers.CharField(read_only=True)
    email_reaches = serializers.BooleanField(read_only=True, help_text="the address is confirmed, and no demo's")
    push_available = serializers.BooleanField(read_only=True, help_text="this server has the keys of web push")
    push_public_key = serializers.CharField(read_only=True, help_text="empty without push")
    devices = DeviceSerializer(many=True, read_only=True)


class SubscriptionKeysSerializer(serializers.Serializer[dict[str, Any]]):
    p256dh = serializers.CharField(max_length=100)
    auth = serializers.CharField(max_length=40)


class SubscriptionSerializer(serializers.Serializer[dict[str, Any]]):
    """A browser's subscription, as its `toJSON` says it."""

    endpoint = serializers.CharField(max_length=1000)
    keys = SubscriptionKeysSerializer()


def settings_shape(user: User, said: AlertSettings) -> dict[str, Any]:
    """Shape the settings with what is possible here."""
    on = preferences.push_is_on()
    key = webpush.public_key_text(webpush.private_key(settings.VAPID_PRIVATE_KEY)) if on else ""
    fields = {name: getattr(said, name) for name in COLUMNS} | {
        "kinds": preferences.choices_of(said),
        "time_zone": user.time_zone,
        "email_reaches": preferences.letters_reach(user),
        "push_available": on,
        "push_public_key": key,
        "devices": PushSubscription.objects.filter(user=user),
    }
    return dict(AlertSettingsSerializer(fields).data)


class AlertSettingsView(ApiView):
    @extend_schema(operation_id="alert_settings_retrieve", responses=AlertSettingsSerializer)
    def get(self, request: Request) -> Response:
        """Return how the user wants to hear of things, and which ways there are."""
        user = user_of(request)
        return Response(settings_shape(user, preferences.settings_of(user)))

    @extend_schema(
        operation_id="alert_settings_partial_update", request=AlertSettingsSerializer, responses=AlertSettingsSerializer
    )
    def patch(self, request: Request) -> Response:
        """Change it; what is left out stays."""
        user, wanted = user_of(request), AlertSettingsSerializer(data=request.data)
        wanted.is_valid(raise_exception=True)
        columns = {name: value for name, value in wanted.validated_data.items() if name in COLUMNS}
        with transaction.atomic():
            User.objects.select_for_update(no_key=True).get(pk=user.pk)
            said = preferences.settings_of(user)
            was = _told(said)
            preferences.change(said, choices=wanted.validated_data.get("kinds"), **columns)
            if changes := audit.difference(was, _told(said)):
                audit.record(user, "alert_settings.changed", changes=changes)
        return Response(settings_shape(user, said))


def _told(said: AlertSettings) -> dict[str, Any]:
    """Return the settings in words that the audit can keep."""
    plain = {name: getattr(said, name) for name in ("email", "push", "daily_limit")}
    times = {name: getattr(said, name).strftime(TIME) for name in ("quiet_from", "quiet_until")}
    return plain | times | {f"kinds.{kind}": ways for kind, ways in preferences.choices_of(said).items()}


class PushSubscriptionsView(ApiView):
    @extend_schema(
        operation_id="push_subscriptions_create", request=SubscriptionSerializer, responses={201: DeviceSerializer}
    )
    def post(self, request: Request) -> Response:
        """Have messages sent to this browser; the same again renews it."""
        said = SubscriptionSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        row = push.subscribe(
            user=user_of(request),
            endpoint=said.validated_data["endpoint"],
            **said.validated_data["keys"],
            device=request.headers.get("User-Agent", ""),
            now=timezone.now(),
        )
        return Response(DeviceSerializer(row).data, status=201)


class PushSubscriptionView(ApiView):
    @extend_schema(operation_id="push_subscriptions_destroy", responses={204: None})
    def delete(self, request: Request, public_id: UUID) -> Response:
        """Send this browser no more messages."""
        user = user_of(request)
        with transaction.atomic():
            row = PushSubscription.objects.filter(user=user, public_id=public_id).first()
            if row is None:
                raise NotFound("There is no such device.")
            audit.record(user, "push_subscription.deleted", row)
            row.delete()
        return Response(status=204)


@csrf_exempt  # the signed address is the proof: a mailbox posts here by itself (RFC 8058), without a log-in
@require_http_methods(["GET", "POST"])
def stop_letters(request: HttpRequest, token: str) -> HttpResponse:
    """Stop letters about alerts. To look changes nothing: mail scanners open every link, so only a POST does."""
    user = letters.whose(token)
    if user is None:
        return HttpResponse("There is no such address.", status=404, content_type="text/plain")
    if request.method == "POST":
        with transaction.atomic():
            User.objects.select_for_update(no_key=True).get(pk=user.pk)
            said = preferences.settings_of(user)
            if said.email:
                preferences.change(said, choices=None, email=False)
                undo = audit.request_of("PATCH", "alert-settings", {"email": True})
                audit.record(user, "alert_settings.changed", changes={"email": [True, False]}, undo=undo)
    language = user.language if user.language == "es" else "en"
    context = {"stopped": request.method == "POST", "language": language}
    answer = render(request, f"finance/stop_letters_{language}.html", context)
    for name, value in (("Cache-Control", "no-store"), ("Referrer-Policy", "no-referrer"), ("X-Robots-Tag", "noindex")):
        answer.headers[name] = value
    return answer
