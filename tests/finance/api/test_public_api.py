"""What the app knows before anybody has logged in."""

import tomllib

import pytest
from django.core.management import call_command
from pytest_django import DjangoAssertNumQueries, Settings
from rest_framework.test import APIClient

from accounts.models import User
from finance.demo import DEMO_EMAIL
from gig_lens.local import BASE_DIR

PUBLIC = "/api/v1/public"
pytestmark = pytest.mark.django_db


def test_without_a_demo_it_tells_the_version_only(settings: Settings) -> None:
    settings.DEMO = False
    call_command("create_demo")
    project = tomllib.loads((BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert APIClient().get(PUBLIC).json() == {"version": project["version"], "demo": None}


def test_the_demo_login_opens_the_demo(settings: Settings) -> None:
    settings.DEMO = True
    call_command("create_demo")
    demo = APIClient().get(PUBLIC).json()["demo"]
    assert demo["email"] == DEMO_EMAIL
    client = APIClient()
    assert client.post("/_allauth/browser/v1/auth/login", demo, format="json").status_code == 200
    assert client.get("/api/v1/me").json()["is_demo"] is True


def test_a_demo_that_is_not_there_is_not_offered(settings: Settings) -> None:
    settings.DEMO = True
    assert APIClient().get(PUBLIC).json()["demo"] is None
    User.objects.create_user(DEMO_EMAIL, "somebody's own")
    assert APIClient().get(PUBLIC).json()["demo"] is None


def test_an_expired_token_does_not_matter(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION="Bearer glk_gone")
    with django_assert_num_queries(0):
        assert client.get(PUBLIC).status_code == 200


def test_it_is_read_only() -> None:
    assert APIClient().post(PUBLIC, {}, format="json").status_code == 405
