"""Signing up: an address, a password, and the code that proves the address."""

from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.models import User
from tests.accounts.doors import ME, faults, log_in, mailed_code, pending, post, verified

NEW = {"email": "new@example.com", "password": "a-long-enough-one"}
pytestmark = pytest.mark.django_db


def test_the_mailed_code_proves_the_address_and_logs_in(client: Client) -> None:
    assert pending(post(client, "/auth/signup", **NEW)) == ["verify_email"]
    assert client.get(ME).status_code == 401
    assert post(client, "/auth/email/verify", key=mailed_code()).status_code == 200
    assert client.get(ME).json()["email"] == "new@example.com"
    assert EmailAddress.objects.get().verified


def test_a_wrong_code_is_refused_and_the_right_one_still_taken(client: Client) -> None:
    post(client, "/auth/signup", **NEW)
    assert faults(post(client, "/auth/email/verify", key="WRNG-CDXX")) == ["incorrect_code"]
    assert client.get(ME).status_code == 401
    assert post(client, "/auth/email/verify", key=mailed_code().lower().replace("-", "")).status_code == 200


def test_too_many_wrong_codes_end_it(client: Client) -> None:
    post(client, "/auth/signup", **NEW)
    code = mailed_code()
    said = [post(client, "/auth/email/verify", key="WRNG-CDXX").status_code for _ in range(4)]
    assert said[0] == 400
    assert said[-1] != 400
    assert post(client, "/auth/email/verify", key=code).status_code == 409
    assert not EmailAddress.objects.filter(verified=True).exists()


def test_whoever_did_not_prove_the_address_does_so_at_login(client: Client) -> None:
    post(client, "/auth/signup", **NEW)
    later = Client()
    with time_machine.travel(timezone.now() + timedelta(seconds=11)):  # a code is mailed every ten seconds at most
        assert pending(post(later, "/auth/login", **NEW)) == ["verify_email"]
        assert later.get(ME).status_code == 401
        assert post(later, "/auth/email/verify", key=mailed_code()).status_code == 200


def test_a_known_address_is_not_told_of(client: Client, ana: User) -> None:
    verified(ana)
    fresh = post(client, "/auth/signup", **NEW)
    known = post(Client(), "/auth/signup", email="ANA@example.com", password="a-long-enough-one")
    assert (known.status_code, known.json()) == (fresh.status_code, fresh.json())
    assert User.objects.count() == 2
    assert mail.outbox[-1].to == ["ana@example.com"]
    assert "already exists" in mail.outbox[-1].body
    assert "http://testserver/reset-password" in mail.outbox[-1].body
    assert log_in(Client(), ana).status_code == 200


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"email": "not an address"}, "invalid"),
        ({"password": "short"}, "password_too_short"),
        ({"password": "password123"}, "password_too_common"),
        ({"password": "new@example.com"}, "password_too_similar"),
    ],
)
def test_what_is_not_valid_is_refused(client: Client, wrong: dict[str, str], code: str) -> None:
    assert faults(post(client, "/auth/signup", **NEW | wrong)) == [code]
    assert not User.objects.exists()


def test_the_mail_says_who_sends_it_whatever_host_was_asked(client: Client) -> None:
    client.post("/_allauth/browser/v1/auth/signup", NEW, content_type="application/json", headers={"Host": "127.0.0.1"})
    (sent,) = mail.outbox
    assert sent.subject == f"GigLens: your code is {mailed_code()}"
    assert "Hello from GigLens!" in sent.body
    assert "http://testserver" in sent.body
    assert "127.0.0.1" not in sent.body
