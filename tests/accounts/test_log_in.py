"""Logging in: by password, by a mailed code, after a forgotten password; and staying in."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.core import mail
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from tests.accounts.doors import API, APP, ME, faults, log_in, mailed_code, pending, post, verified


@pytest.fixture
def ana(ana: User) -> User:
    return verified(ana)


def test_a_password_lets_in_and_logging_out_ends_it(client: Client, ana: User) -> None:
    assert log_in(client, ana).status_code == 200
    assert client.get(ME).status_code == 200
    assert client.delete(f"{API}/auth/session").status_code == 401
    assert client.get(ME).status_code == 401


def test_a_wrong_password_and_an_unknown_address_sound_the_same(client: Client, ana: User) -> None:
    wrong = log_in(client, ana, "wrong")
    unknown = post(client, "/auth/login", email="nobody@example.com", password="wrong")
    assert faults(wrong) == faults(unknown) == ["email_password_mismatch"]


def test_guessing_is_stopped_for_everybody_who_guesses_at_the_address(client: Client, ana: User, ben: User) -> None:
    verified(ben)
    for _ in range(5):
        assert faults(log_in(client, ana, "wrong")) == ["email_password_mismatch"]
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert faults(log_in(elsewhere, ana)) == ["too_many_login_attempts"]
    assert log_in(elsewhere, ben).status_code == 200
    cache.clear()  # the count is in the cache that all processes share, and nowhere else
    assert log_in(client, ana).status_code == 200


def test_guessing_at_many_addresses_is_stopped_by_where_it_comes_from(client: Client, ana: User) -> None:
    said = [
        faults(post(client, "/auth/login", email=f"p{number}@example.com", password="wrong")) for number in range(11)
    ]
    assert said[9:] == [["email_password_mismatch"], ["too_many_login_attempts"]]
    assert log_in(Client(REMOTE_ADDR="192.0.2.7"), ana).status_code == 200


def test_a_mailed_code_lets_in(client: Client, ana: User) -> None:
    assert pending(post(client, "/auth/code/request", email=ana.email)) == ["login_by_code"]
    assert mail.outbox[-1].subject == f"GigLens: your code is {mailed_code()}"
    assert faults(post(client, "/auth/code/confirm", code="WRNG-CDXX")) == ["incorrect_code"]
    assert post(client, "/auth/code/confirm", code=mailed_code()).status_code == 200
    assert client.get(ME).json()["email"] == ana.email


def test_a_code_for_an_unknown_address_is_not_told_of(client: Client, ana: User) -> None:
    known = post(client, "/auth/code/request", email=ana.email)
    unknown = post(Client(), "/auth/code/request", email="nobody@example.com")
    assert (known.status_code, known.json()) == (unknown.status_code, unknown.json())
    assert "http://testserver/signup" in mail.outbox[-1].body


def test_a_mailed_code_gives_a_new_password(client: Client, ana: User) -> None:
    assert pending(post(client, "/auth/password/request", email=ana.email)) == ["password_reset_by_code"]
    assert mail.outbox[-1].subject == f"GigLens: your code is {mailed_code()}"
    code = mailed_code()
    assert post(client, "/auth/password/reset", key="WRNG-CDXX", password="another-long-one").status_code == 400
    assert post(client, "/auth/password/reset", key=code, password="short").status_code == 400
    assert post(client, "/auth/password/reset", key=code, password="another-long-one").status_code in (200, 401)
    assert faults(log_in(Client(), ana)) == ["email_password_mismatch"]
    assert log_in(Client(), ana, "another-long-one").status_code == 200


def test_a_new_password_ends_the_sessions_of_the_old(client: Client, ana: User) -> None:
    thief = Client()
    log_in(thief, ana)
    post(client, "/auth/password/request", email=ana.email)
    post(client, "/auth/password/reset", key=mailed_code(), password="another-long-one")
    assert thief.get(ME).status_code == 401


def test_a_forgotten_password_of_an_unknown_address_is_not_told_of(client: Client, ana: User) -> None:
    known = post(client, "/auth/password/request", email=ana.email)
    unknown = post(Client(), "/auth/password/request", email="nobody@example.com")
    assert (known.status_code, known.json()) == (unknown.status_code, unknown.json())


def test_the_apps_token_opens_the_api(ana: User) -> None:
    body = {"email": ana.email, "password": "ana-password"}
    answer = Client().post(f"{APP}/auth/login", body, content_type="application/json")
    token = answer.json()["meta"]["session_token"]
    assert not answer.cookies
    bearer = {"Authorization": f"Bearer {token}"}
    assert Client().get(ME, headers=bearer).json()["email"] == ana.email
    assert Client().delete(f"{APP}/auth/session", headers={"X-Session-Token": token}).status_code == 401
    assert Client().get(ME, headers=bearer).status_code == 401


def test_an_app_that_still_owes_the_mailed_code_is_kept_out(ben: User) -> None:
    body = {"email": ben.email, "password": "ben-password"}
    answer = Client().post(f"{APP}/auth/login", body, content_type="application/json")
    assert pending(answer) == ["verify_email"]
    token = answer.json()["meta"]["session_token"]
    assert Client().get(ME, headers={"Authorization": f"Bearer {token}"}).status_code == 401


def test_sessions_are_listed_and_ended(client: Client, ana: User) -> None:
    phone = Client(headers={"User-Agent": "Phone"})
    log_in(client, ana)
    log_in(phone, ana)
    listed = client.get(f"{API}/auth/sessions").json()["data"]
    assert [row["user_agent"] for row in listed if not row["is_current"]] == ["Phone"]
    (other,) = [row["id"] for row in listed if not row["is_current"]]
    ended = client.delete(f"{API}/auth/sessions", {"sessions": [other]}, content_type="application/json")
    assert [row["is_current"] for row in ended.json()["data"]] == [True]
    assert phone.get(ME).status_code == 401
    assert client.get(ME).status_code == 200


def test_nobody_ends_anothers_session(client: Client, ana: User, ben: User) -> None:
    verified(ben)
    bens = Client()
    log_in(bens, ben)
    log_in(client, ana)
    body = {"sessions": [UserSession.objects.get(user=ben).pk]}
    client.delete(f"{API}/auth/sessions", body, content_type="application/json")
    assert bens.get(ME).status_code == 200


def test_a_page_of_another_site_cannot_log_anybody_in(ana: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert log_in(strict, ana).status_code == 403


def test_a_fresh_log_in_is_proof_enough_for_what_cannot_be_undone(client: Client, ana: User) -> None:
    """Without it, who gives their password again to the log-in would be asked for it for ever."""
    with time_machine.travel(datetime(2026, 11, 2, 8, 0, tzinfo=UTC)) as clock:
        log_in(client, ana)
        clock.shift(timedelta(minutes=6))
        refused = client.delete(ME)
        assert (refused.status_code, refused.json()["error"]["code"]) == (403, "reauthentication_required")
        assert post(client, "/auth/reauthenticate", password="ana-password").status_code == 200
        assert client.delete(ME).status_code == 200
    assert not User.objects.filter(pk=ana.pk).exists()
