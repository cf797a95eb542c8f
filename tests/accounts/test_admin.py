"""What operators see of people, and what they cannot."""

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts import api_keys
from accounts.models import ApiKey, User
from tests.accounts.doors import verified

USERS = reverse("admin:accounts_user_changelist")
LISTS = ["accounts_user", "accounts_apikey", "account_emailaddress", "mfa_authenticator", "usersessions_usersession"]


@pytest.fixture
def operator(client: Client, staff: User) -> Client:
    client.force_login(staff)
    return client


def furnish(user: User) -> str:
    """Give somebody a row of each kind; returns the secret of their API key."""
    verified(user)
    _, secret = api_keys.make(user=user, name="script", scope=ApiKey.Scope.READ, expires_at=None, now=timezone.now())
    Authenticator.objects.create(
        user=user, type=Authenticator.Type.TOTP, data={"secret": get_adapter().encrypt("JBSWY3DPEHPK3PXP")}
    )
    UserSession.objects.create(user=user, ip="192.0.2.1", user_agent="Browser", session_key=f"key-of-{user.pk}")
    return secret


def change(user: User) -> str:
    return reverse("admin:accounts_user_change", args=[user.pk])


def found(operator: Client, address: str, **query: str) -> list[object]:
    return list(operator.get(address, query).context["cl"].result_list)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same_however_long(
    name: str, operator: Client, ana: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    address = reverse(f"admin:{name}_changelist")
    furnish(ana)
    operator.get(address)
    with CaptureQueriesContext(connection) as short:
        operator.get(address)
    for number in range(8):
        furnish(User.objects.create_user(f"worker-{number}@example.com"))
    with django_assert_num_queries(len(short)):
        assert len(found(operator, address)) >= 9


@pytest.mark.parametrize("name", LISTS)
def test_an_address_finds_its_owners_rows(name: str, operator: Client, ana: User, ben: User) -> None:
    furnish(ana)
    furnish(ben)
    (row,) = found(operator, reverse(f"admin:{name}_changelist"), q="ana@example.com")
    assert getattr(row, "user", row) == ana


@pytest.mark.parametrize("name", LISTS)
def test_no_page_shows_what_would_let_one_in(name: str, operator: Client, ana: User) -> None:
    secret = furnish(ana)
    ana.refresh_from_db()
    hidden = [
        secret,
        ApiKey.objects.get().secret_sha256,
        Authenticator.objects.get().data["secret"],
        "JBSWY3DPEHPK3PXP",
        "key-of-",
        ana.password,
    ]
    address = reverse(f"admin:{name}_changelist")
    (row,) = [row for row in found(operator, address) if getattr(row, "user", row) == ana]
    detail = reverse(f"admin:{name}_change", args=[row.pk])  # type: ignore[attr-defined]  # a row of any model
    for page in (operator.get(address), operator.get(detail)):
        assert page.status_code == 200
        assert not [word for word in hidden if word in page.content.decode()]


def test_people_are_found_by_name_and_id(operator: Client, ana: User, ben: User) -> None:
    User.objects.filter(pk=ana.pk).update(name="Ana Nováková")
    assert found(operator, USERS, q="Nováková") == [ana]
    assert found(operator, USERS, q=str(ben.public_id)) == [ben]


def test_a_person_is_made_by_address(operator: Client) -> None:
    body = {"email": "New@Example.com", "usable_password": "true", "password1": "long-one-7", "password2": "long-one-7"}
    assert operator.post(reverse("admin:accounts_user_add"), body).status_code == 302
    assert User.objects.get(email="new@example.com").check_password("long-one-7")
    again = operator.post(reverse("admin:accounts_user_add"), body)
    assert "already exists" in again.content.decode()


def test_settings_are_changed_and_the_address_is_not(operator: Client, ana: User) -> None:
    body = {
        "email": "somebody@else.example",
        "name": "Ana",
        "language": "es",
        "time_zone": "Europe/Prague",
        "home_currency": "CZK",
        "buffer_minor": "100",
        "working_days": "127",
        "is_active": "on",
    }
    assert operator.post(change(ana), body).status_code == 302
    kept = User.objects.get(pk=ana.pk)
    assert (kept.name, kept.language, kept.email) == ("Ana", "es", "ana@example.com")
    refused = operator.post(change(ana), body | {"home_currency": "XYZ"})
    assert "Not an ISO 4217 currency." in refused.content.decode()


def test_a_new_password_is_given(operator: Client, ana: User) -> None:
    body = {"usable_password": "true", "password1": "long-one-7", "password2": "long-one-7"}
    password = reverse("admin:auth_user_password_change", args=[ana.pk])
    assert operator.get(password).status_code == 200
    assert operator.post(password, body | {"set-password": "1"}).status_code == 302
    assert User.objects.get(pk=ana.pk).check_password("long-one-7")


def test_second_factors_are_named(operator: Client, ana: User) -> None:
    furnish(ana)
    assert "TOTP Authenticator since" in operator.get(change(ana)).content.decode()


def test_an_operator_who_is_no_superuser_cannot_become_one(client: Client, ana: User, ben: User, staff: User) -> None:
    User.objects.filter(pk=ben.pk).update(is_staff=True)
    ben.user_permissions.add(*Permission.objects.filter(codename__in=["view_user", "change_user"]))
    client.force_login(ben)
    mine = {"name": "Ben", "language": "en", "time_zone": "UTC", "home_currency": "USD", "buffer_minor": "0"}
    powers = {"working_days": "127", "is_active": "on", "is_staff": "on", "is_superuser": "on"}
    assert client.post(change(ben), mine | powers).status_code == 302
    assert client.post(change(ana), mine | powers).status_code == 302
    assert not User.objects.filter(is_superuser=True).exclude(pk=staff.pk).exists()
    assert User.objects.get(pk=ana.pk).is_staff is False
    password = reverse("admin:auth_user_password_change", args=[staff.pk])
    body = {"usable_password": "true", "password1": "long-one-7", "password2": "long-one-7", "set-password": "1"}
    assert client.post(password, body).status_code == 403
    assert client.post(change(staff), mine | powers).status_code == 403


def test_revoking_closes_a_key_once(operator: Client, ana: User) -> None:
    secret = furnish(ana)
    chosen = {"action": "revoke", "_selected_action": [ApiKey.objects.get().pk]}
    keys = reverse("admin:accounts_apikey_changelist")
    assert "1 keys revoked." in operator.post(keys, chosen, follow=True).content.decode()
    first = ApiKey.objects.get().revoked_at
    assert "0 keys revoked." in operator.post(keys, chosen, follow=True).content.decode()
    assert ApiKey.objects.get().revoked_at == first is not None
    assert Client().get("/api/v1/me", headers={"Authorization": f"Bearer {secret}"}).status_code == 401


def test_ending_a_session_logs_it_out(operator: Client, ana: User) -> None:
    elsewhere = Client()
    verified(ana)
    body = {"email": ana.email, "password": "ana-password"}
    elsewhere.post("/_allauth/browser/v1/auth/login", body, content_type="application/json")
    assert elsewhere.get("/api/v1/me").status_code == 200
    chosen = {"action": "end", "_selected_action": [UserSession.objects.get(user=ana).pk]}
    page = operator.post(reverse("admin:usersessions_usersession_changelist"), chosen, follow=True)
    assert "1 sessions ended." in page.content.decode()
    assert elsewhere.get("/api/v1/me").status_code == 401


def test_a_lost_second_factor_is_taken_away(operator: Client, ana: User) -> None:
    furnish(ana)
    address = reverse("admin:mfa_authenticator_delete", args=[Authenticator.objects.get().pk])
    assert operator.post(address, {"post": "yes"}).status_code == 302
    assert not Authenticator.objects.exists()
