"""POST /api/voice-agent/transcribe: a recording in, its words out. The sound is kept nowhere."""

from typing import Any, cast

from asgiref.sync import async_to_sync
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.parsers import MultiPartParser
from accounts.views import ApiView
from assistant.api.turns import TurnThrottle
from assistant.languages import nearest
from assistant.llm import audio, transcription
from finance.api.params import user_of
from kit.errors import Invalid


class RecordingSerializer(serializers.Serializer[Any]):
    audio = serializers.FileField(help_text="webm, mp4, ogg or wav; 30 seconds and 2 MB at most.")
    language = serializers.CharField(required=False, max_length=35, help_text="A hint, such as es or es-MX.")


class HeardWordsSerializer(serializers.Serializer[Any]):
    text = serializers.CharField(allow_blank=True, help_text="Empty where nobody spoke.")
    language = serializers.CharField(allow_blank=True)


class RecordingThrottle(TurnThrottle):
    scope, rate = "transcription", "20/min"


class TranscribeView(ApiView):
    parser_classes = [MultiPartParser]
    throttle_classes = [RecordingThrottle]

    @extend_schema(
        operation_id="voice_agent_transcribe",
        request={"multipart/form-data": RecordingSerializer},
        responses=HeardWordsSerializer,
    )
    def post(self, request: Request) -> Response:
        """Turn a recording into text. 503 with the code `transcription_off` where no key is set."""
        if not transcription.on():
            raise transcription.TranscriptionOff("Speech is not transcribed here: no key is set.")
        given = RecordingSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        upload = cast(Any, given.validated_data["audio"])
        if (upload.size or 0) > audio.MOST_BYTES:
            raise Invalid("The recording is larger than 2 MB.", code="too_large", fields={"audio": "larger than 2 MB"})
        tag = given.validated_data.get("language")
        heard = async_to_sync(transcription.transcribe)(
            upload.read(),
            content_type=upload.content_type or "",
            user_id=user_of(request).pk,
            language=nearest(tag) if tag else None,
        )
        return Response({"text": heard.text, "language": heard.language})
