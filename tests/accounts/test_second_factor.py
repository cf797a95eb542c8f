"""The second factor: set up, asked for, and what to do without the phone."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client

from accounts.models import User
from accounts.sealing import field_cipher
from tests.accounts.doors import API, APP, ME, authenticator_code, faults, log_in, mailed_code, pending, post, verified

TOTP = "/account/authenticators/totp"


@pytest.fixture(autouse=True)
def early_in_a_code() -> Iterator[None]:
    """Start each test when a code has just begun, so that it does not change half-way."""
    with time_machine.travel(datetime(2026, 11, 2, 8, 0, 1, tzinfo=UTC)):
        yield


@pytest.fixture
def secret(client: Client, ana: User) -> str:
    """Let ana set up an authenticator app; returns its secret."""
    log_in(client, verified(ana))
    assert post(client, "/auth/reauthenticate", password="ana-password").status_code == 200
    offered = client.get(f"{API}{TOTP}")
    assert offered.status_code == 404
    made = offered.json()["meta"]
    assert made["secret"] in made["totp_url"]
    assert "issuer=GigLens" in made["totp_url"]
    assert post(client, TOTP, code=authenticator_code(made["secret"])).status_code == 200
    return str(made["secret"])


def recovery_codes(client: Client) -> list[str]:
    answer = client.get(f"{API}/account/authenticators/recovery-codes")
    codes: list[str] = answer.json()["data"]["unused_codes"]
    return codes


def test_its_secret_is_sealed_in_the_database(secret: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM mfa_authenticator")
        stored = str(cursor.fetchall())
    assert secret not in stored
    sealed = Authenticator.objects.get(type="totp").data["secret"]
    assert sealed.startswith("gl1:")
    assert field_cipher().decrypt(sealed, context="mfa") == secret


def test_setting_it_up_asks_for_the_password_again(client: Client, ana: User) -> None:
    log_in(client, verified(ana))
    secret = client.get(f"{API}{TOTP}").json()["meta"]["secret"]
    answer = post(client, TOTP, code=authenticator_code(secret))
    assert answer.status_code == 401
    assert "reauthenticate" in [flow["id"] for flow in answer.json()["data"]["flows"]]
    assert not Authenticator.objects.exists()


def test_a_wrong_code_sets_nothing_up(client: Client, ana: User) -> None:
    log_in(client, verified(ana))
    client.get(f"{API}{TOTP}")
    assert faults(post(client, TOTP, code="000000x")) == ["incorrect_code"]
    assert not Authenticator.objects.exists()


def test_login_waits_for_it(secret: str, ana: User) -> None:
    client = Client()
    assert pending(log_in(client, ana)) == ["mfa_authenticate"]
    assert client.get(ME).status_code == 401
    assert client.get("/admin/").status_code == 302
    assert faults(post(client, "/auth/2fa/authenticate", code="abcdef")) == ["incorrect_code"]
    assert post(client, "/auth/2fa/authenticate", code=authenticator_code(secret)).status_code == 200
    assert client.get(ME).json()["email"] == ana.email


def test_a_code_is_taken_once(secret: str, ana: User) -> None:
    code = authenticator_code(secret)
    first, second = Client(), Client()
    for client in (first, second):
        log_in(client, ana)
    assert post(first, "/auth/2fa/authenticate", code=code).status_code == 200
    assert faults(post(second, "/auth/2fa/authenticate", code=code)) == ["incorrect_code"]


def test_guessing_it_is_stopped(secret: str, ana: User) -> None:
    client = Client()
    log_in(client, ana)
    said = [post(client, "/auth/2fa/authenticate", code="abcdef").json() for _ in range(11)]
    assert said[-1]["errors"][0]["code"] in ("rate_limited", "too_many_login_attempts")
    refused = post(client, "/auth/2fa/authenticate", code=authenticator_code(secret))
    assert refused.status_code in (400, 429)


@pytest.mark.usefixtures("secret")
def test_a_recovery_code_works_once(client: Client, ana: User) -> None:
    codes = recovery_codes(client)
    assert len(codes) == 10
    for expected in (200, 400):
        elsewhere = Client()
        log_in(elsewhere, ana)
        assert post(elsewhere, "/auth/2fa/authenticate", code=codes[0]).status_code == expected
    assert recovery_codes(client) == codes[1:]


@pytest.mark.usefixtures("secret")
def test_an_app_that_still_owes_it_is_kept_out(ana: User) -> None:
    body = {"email": ana.email, "password": "ana-password"}
    answer = Client().post(f"{APP}/auth/login", body, content_type="application/json")
    assert pending(answer) == ["mfa_authenticate"]
    bearer = {"Authorization": f"Bearer {answer.json()['meta']['session_token']}"}
    assert Client().get(ME, headers=bearer).status_code == 401


@pytest.mark.usefixtures("secret")
def test_a_mailed_code_does_not_go_round_it(ana: User) -> None:
    client = Client()
    post(client, "/auth/code/request", email=ana.email)
    assert pending(post(client, "/auth/code/confirm", code=mailed_code())) == ["mfa_authenticate"]
    assert client.get(ME).status_code == 401


def test_it_is_taken_down_again(client: Client, secret: str, ana: User) -> None:
    assert client.delete(f"{API}{TOTP}").status_code == 200
    assert log_in(Client(), ana).status_code == 200
