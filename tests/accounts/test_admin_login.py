"""The way into the operators' site: the app's own log-in, and no other."""

import pytest
from django.test import Client

from accounts.models import User
from tests.accounts.doors import API, verified

INDEX, LOGIN = "/admin/", "/admin/login/"


@pytest.mark.parametrize(
    ("asked", "sent"),
    [
        (INDEX, "/login?next=%2Fadmin%2F"),
        ("/admin", "/login?next=%2Fadmin%2F"),
        ("/admin/finance/import/?q=a%26b", "/login?next=%2Fadmin%2Ffinance%2Fimport%2F%3Fq%3Da%2526b"),
        (LOGIN, "/login?next=%2Fadmin%2F"),
        (f"{LOGIN}?next=https://elsewhere.example/admin/", "/login?next=%2Fadmin%2F"),
        (f"{LOGIN}?next=//elsewhere.example/admin/", "/login?next=%2Fadmin%2F"),
        (f"{LOGIN}?next=/admin/login/", "/login?next=%2Fadmin%2F"),
        (f"{LOGIN}?next=/money", "/login?next=%2Fadmin%2F"),
    ],
)
@pytest.mark.django_db
def test_a_stranger_is_sent_to_the_apps_login_and_back_to_what_they_wanted(
    client: Client, asked: str, sent: str
) -> None:
    answer = client.get(asked, follow=True)
    assert answer.redirect_chain[-1] == (sent, 302)


def test_a_password_is_not_taken_here(client: Client, staff: User) -> None:
    for _ in range(20):
        answer = client.post(LOGIN, {"username": staff.email, "password": "staff-password"})
        assert answer.status_code == 302
        assert answer["Location"].startswith("/login?")
    assert client.get(INDEX).status_code == 302


def test_the_apps_login_lets_an_operator_in(client: Client, staff: User) -> None:
    verified(staff)
    body = {"email": staff.email, "password": "staff-password"}
    assert client.post(f"{API}/auth/login", body, content_type="application/json").status_code == 200
    page = client.get(INDEX)
    assert page.status_code == 200
    assert "<title>Operators | GigLens</title>" in page.content.decode()
    assert client.get(f"{LOGIN}?next=/admin/finance/import/")["Location"] == "/admin/finance/import/"
    assert client.post(LOGIN, {"username": "x", "password": "y"})["Location"] == INDEX


def test_guessing_an_operators_password_is_stopped(client: Client, staff: User) -> None:
    verified(staff)
    body = {"email": staff.email, "password": "wrong"}
    said = [client.post(f"{API}/auth/login", body, content_type="application/json").json() for _ in range(6)]
    assert [answer["errors"][0]["code"] for answer in said] == ["email_password_mismatch"] * 5 + [
        "too_many_login_attempts"
    ]
    body["password"] = "staff-password"
    assert client.post(f"{API}/auth/login", body, content_type="application/json").status_code == 400
    assert client.get(INDEX).status_code == 302


def test_somebody_else_is_told_that_it_is_not_theirs(client: Client, ana: User) -> None:
    client.force_login(ana)
    answer = client.get("/admin/finance/import/", follow=True)
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "for operators" in page
    assert "ana@example.com" in page


def test_guessing_the_old_password_is_stopped(client: Client, staff: User) -> None:
    client.force_login(staff)
    body = {"old_password": "wrong", "new_password1": "long-enough-9", "new_password2": "long-enough-9"}
    assert client.get("/admin/password_change/").status_code == 200
    assert [client.post("/admin/password_change/", body).status_code for _ in range(6)] == [200] * 5 + [429]


def test_a_password_is_changed(client: Client, staff: User) -> None:
    client.force_login(staff)
    body = {"old_password": "staff-password", "new_password1": "long-enough-9", "new_password2": "long-enough-9"}
    assert client.post("/admin/password_change/", body).status_code == 302
    assert User.objects.get(pk=staff.pk).check_password("long-enough-9")
