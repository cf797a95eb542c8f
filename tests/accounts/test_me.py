"""The person and their settings, over HTTP."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import User
from finance.models import LinkedAccount
from tests.accounts.doors import log_in, verified

ME = "/api/v1/me"


def test_it_tells_who_one_is(api: APIClient, ana: User) -> None:
    assert api.get(ME).json() == {
        "id": str(ana.public_id),
        "email": "ana@example.com",
        "name": "",
        "home_currency": "CZK",
        "time_zone": "UTC",
        "language": "en",
        "buffer": "0.00",
        "daily_target": None,
        "working_days": [1, 2, 3, 4, 5, 6, 7],
        "is_demo": False,
        "is_staff": False,
        "joined_at": ana.date_joined.isoformat().replace("+00:00", "Z"),
    }


@pytest.mark.django_db
def test_nobody_in_particular_is_401() -> None:
    answer = APIClient().get(ME)
    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "not_authenticated"


def test_settings_are_changed_and_kept(api: APIClient) -> None:
    change = {
        "name": "Ana",
        "time_zone": "Europe/Prague",
        "language": "hi",
        "buffer": "1500.50",
        "daily_target": "90",
        "working_days": [1, 2, 5],
    }
    answer = api.patch(ME, change, format="json")
    assert answer.status_code == 200
    assert answer.json() == api.get(ME).json()
    assert change | {"daily_target": "90.00"} == {name: answer.json()[name] for name in change}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"home_currency": "XYZ"}, "home_currency"),
        ({"home_currency": "czk"}, "home_currency"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"time_zone": "europe/prague"}, "time_zone"),
        ({"time_zone": "../../etc/passwd"}, "time_zone"),
        ({"language": "xx"}, "language"),
        ({"name": "n" * 81}, "name"),
        ({"buffer": "-1"}, "buffer"),
        ({"buffer": "1.234"}, "buffer"),
        ({"buffer": "1e3"}, "buffer"),
        ({"buffer": "1_000"}, "buffer"),
        ({"buffer": "١٢.00"}, "buffer"),
        ({"buffer": "NaN"}, "buffer"),
        ({"buffer": " 1"}, "buffer"),
        ({"buffer": 12.5}, "buffer"),
        ({"buffer": True}, "buffer"),
        ({"buffer": None}, "buffer"),
        ({"buffer": "1" + "0" * 17}, "buffer"),
        ({"daily_target": "0"}, "daily_target"),
        ({"daily_target": "0.001"}, "daily_target"),
        ({"working_days": [0]}, "working_days.0"),
        ({"working_days": [8]}, "working_days.0"),
        ({"working_days": "1,2"}, "working_days"),
        ({"working_days": [1] * 8}, "working_days"),
    ],
)
def test_what_is_not_valid_is_refused_at_its_field(api: APIClient, change: dict[str, Any], field: str) -> None:
    before = api.get(ME).json()
    answer = api.patch(ME, change, format="json")
    assert answer.status_code == 400, answer.content
    assert list(answer.json()["error"]["fields"]) == [field]
    assert api.get(ME).json() == before


def test_what_is_not_theirs_to_set_is_left_alone(api: APIClient, ana: User) -> None:
    api.patch(
        ME, {"is_staff": True, "is_demo": True, "email": "x@example.com", "id": 7, "password": "x"}, format="json"
    )
    kept = User.objects.get(pk=ana.pk)
    assert (kept.is_staff, kept.is_demo, kept.email, kept.password) == (False, False, ana.email, ana.password)


def test_a_new_currency_keeps_amounts_as_written(api: APIClient, ana: User) -> None:
    api.patch(ME, {"buffer": "1500.00", "daily_target": "80.00"}, format="json")
    answer = api.patch(ME, {"home_currency": "JPY"}, format="json").json()
    assert (answer["home_currency"], answer["buffer"], answer["daily_target"]) == ("JPY", "1500", "80")
    ana.refresh_from_db()
    assert (ana.buffer_minor, ana.daily_target_minor) == (1500, 80)


def test_a_new_currency_that_amounts_do_not_fit_is_refused_by_field(api: APIClient, ana: User) -> None:
    api.patch(ME, {"buffer": "12.50", "daily_target": "80.25"}, format="json")
    answer = api.patch(ME, {"home_currency": "JPY"}, format="json")
    assert answer.status_code == 400
    assert answer.json()["error"]["fields"] == {
        "buffer": "12.50 has more than the 0 decimal digits that JPY takes.",
        "daily_target": "80.25 has more than the 0 decimal digits that JPY takes.",
    }
    together = {"home_currency": "JPY", "buffer": "13", "daily_target": None}
    assert api.patch(ME, together, format="json").status_code == 200


def test_patching_does_not_write_columns_that_others_change(api: APIClient, ana: User) -> None:
    with pytest.MonkeyPatch.context() as patch:
        written: list[list[str]] = []
        patch.setattr(User, "save", lambda self, update_fields: written.append(update_fields))
        api.patch(ME, {"name": "Ana"}, format="json")
    assert written == [["name", "buffer_minor", "daily_target_minor"]]


@pytest.mark.parametrize(
    "wrong",
    [
        {"buffer_minor": -1},
        {"daily_target_minor": 0},
        {"working_days": 128},
        {"home_currency": "usd"},
        {"email": "BEN@example.com"},
    ],
)
def test_the_database_refuses_the_impossible(ana: User, ben: User, wrong: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=ana.pk).update(**wrong)


def test_without_proof_nobody_is_deleted(api: APIClient, ana: User) -> None:
    answer = api.delete(ME)
    assert answer.status_code == 403
    assert answer.json()["error"]["code"] == "reauthentication_required"
    answer = api.delete(ME, {"password": "wrong"}, format="json")
    assert answer.status_code == 400
    assert answer.json()["error"]["fields"] == {"password": "Wrong."}
    assert User.objects.filter(pk=ana.pk).exists()


def test_who_has_just_logged_in_need_not_give_the_password_again(client: Client, ana: User) -> None:
    assert log_in(client, verified(ana)).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        assert client.delete(ME).status_code == 403
    assert client.delete(ME).status_code == 200
    assert not User.objects.filter(pk=ana.pk).exists()


def test_guessing_the_password_is_limited(api: APIClient) -> None:
    codes = [api.delete(ME, {"password": "wrong"}, format="json").status_code for _ in range(11)]
    assert codes == [400] * 10 + [429]
    assert api.delete(ME, {"password": "ana-password"}, format="json").status_code == 429


def test_deletion_takes_everything_and_gives_a_receipt(api: APIClient, ana: User, ben: User) -> None:
    LinkedAccount.objects.create(user=ana, name="Main", currency="CZK")
    kept = LinkedAccount.objects.create(user=ben, name="Main", currency="CZK")
    answer = api.delete(ME, {"password": "ana-password"}, format="json")
    assert answer.status_code == 200
    counts = answer.json()["counts"]
    assert counts["users"] == 1
    assert counts["linked accounts"] == 1
    assert api.get(ME).status_code == 401
    assert list(User.objects.all()) == [ben]
    assert list(LinkedAccount.objects.all()) == [kept]


def test_an_operator_stays_on_record(staff: User) -> None:
    api = APIClient()
    api.force_login(staff)
    answer = api.delete(ME, {"password": "staff-password"}, format="json")
    assert answer.status_code == 409
    assert answer.json()["error"]["code"] == "is_operator"
