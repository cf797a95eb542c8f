"""Through HTTP: what Twilio gets, and what everybody else does."""

import pytest
from defusedxml import ElementTree
from django.test import Client
from pytest_django import Settings

from tests.voice.signing import FORM, call_of, headers, post
from voice.models import Call

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("twilio")]
PATHS = ("/api/voice", "/api/voice/step")


def test_it_works(client: Client) -> None:
    response = post(client, "/api/voice", call_of())
    assert (response.status_code, response["Content-Type"]) == (200, "text/xml; charset=utf-8")
    assert ElementTree.fromstring(response.content)[0].tag == "Gather"
    assert Call.objects.get().number == "+15550100200"


@pytest.mark.parametrize("path", PATHS)
def test_whoever_does_not_sign_is_refused(client: Client, path: str) -> None:
    response = client.post(path, call_of())
    assert (response.status_code, response.content) == (403, b"Forbidden\n")
    assert not Call.objects.exists()


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["get", "head", "put", "patch", "delete", "options"])
def test_nothing_but_post(client: Client, path: str, method: str) -> None:
    assert getattr(client, method)(path).status_code == 405


def test_no_key_no_door(client: Client, settings: Settings) -> None:
    settings.TWILIO_AUTH_TOKEN = ""
    assert post(client, "/api/voice", call_of()).status_code == 403


def test_csrf_does_not_stand_in_the_way() -> None:
    assert post(Client(enforce_csrf_checks=True), "/api/voice", call_of()).status_code == 200


def test_a_slash_too_many_is_not_redirected(client: Client) -> None:
    said = call_of()
    response = client.post("/api/voice/", said, content_type=FORM, headers=headers("/api/voice/", said))
    assert response.status_code == 404
