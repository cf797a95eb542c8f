"""What pages may do, and who may open a microphone."""

from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings

from gig_lens.headers import ContentSecurityPolicy

pytestmark = pytest.mark.django_db


@pytest.fixture
def built(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "index.html").write_text("<!doctype html>")
    settings.PWA_DIR = tmp_path


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize("path", ["/", "/assistant"])
def test_the_app_may_hear(client: Client, path: str) -> None:
    permissions = client.get(path).headers["Permissions-Policy"]
    assert "microphone=(self)" in permissions
    assert "on-device-speech-recognition=(self)" in permissions
    assert "camera=()" in permissions


@pytest.mark.parametrize("path", ["/api/docs/", "/admin/login/", "/livez", "/api/v1/me"])
def test_no_other_page_may(client: Client, path: str) -> None:
    answer = client.get(path)
    assert "microphone=()" in answer.headers["Permissions-Policy"]
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]


def test_the_document_that_browsers_keep_has_the_policy_too() -> None:
    """The service worker answers with it, headers and all; it is served as a file, past every view."""
    answer = ContentSecurityPolicy(lambda _: HttpResponse("<!doctype html>"))(RequestFactory().get("/index.html"))
    assert "microphone=(self)" in answer.headers["Permissions-Policy"]
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]


def test_files_pass_by_the_policy(settings: Settings) -> None:
    order = settings.MIDDLEWARE
    files = order.index("whitenoise.middleware.WhiteNoiseMiddleware")
    assert order.index("gig_lens.headers.ContentSecurityPolicy") < files
