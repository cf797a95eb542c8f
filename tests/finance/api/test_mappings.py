"""A file whose columns are not understood: asked about, read as said, remembered for its user alone."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from rest_framework.test import APIClient

from accounts.models import User
from finance.models import LinkedAccount, StatementMapping, Transaction

FILE = "Quand,Quoi,Combien,Reste\n13/10/2026,Fuel,45.10,954.90\n14/10/2026,Payout,-1234.56,2189.46\n"
NEXT = "quand,quoi,combien,reste\n15/10/2026,Tea,3.00,2186.46\n"
SAID = json.dumps({"columns": {"date": 0, "memo": [1], "amount": 2, "balance": 3}, "sign": "inverted"})


def upload(api: APIClient, user: User, text: str = FILE, **fields: Any) -> Any:
    LinkedAccount.objects.get_or_create(user=user, name="Main")
    file = SimpleUploadedFile("card.csv", text.encode())
    return api.post("/api/v1/imports", {"file": file, "linked_account": "Main", **fields}, format="multipart")


def test_the_error_carries_what_a_mapping_screen_shows(api: APIClient, ana: User) -> None:
    answer = upload(api, ana)
    assert answer.status_code == 400
    error = answer.json()["error"]
    assert error["code"] == "unknown_columns"
    assert error["details"]["header"] == ["Quand", "Quoi", "Combien", "Reste"]
    assert error["details"]["rows"][0] == ["13/10/2026", "Fuel", "45.10", "954.90"]
    assert error["details"]["guess"]["columns"] == {"date": 0, "amount": 2, "memo": [1]}


def test_it_is_read_as_said_and_remembered(api: APIClient, ana: User) -> None:
    answer = upload(api, ana, mapping=SAID)
    assert (answer.status_code, answer.json()["reading"]["mapping"]) == (201, "given")
    assert (answer.json()["total_in"], answer.json()["total_out"]) == ("1234.56", "45.10")
    again = upload(api, ana, NEXT)
    assert (again.status_code, again.json()["reading"]["mapping"], again.json()["total_out"]) == (
        201,
        "remembered",
        "3.00",
    )
    listed = api.get("/api/v1/statement-mappings").json()["results"]
    assert [row["header"] for row in listed] == [["Quand", "Quoi", "Combien", "Reste"]]
    assert listed[0]["mapping"]["sign"] == "inverted"


def test_a_mapping_said_anew_takes_the_place_of_the_old_one(api: APIClient, ana: User) -> None:
    upload(api, ana, mapping=SAID)
    upload(api, ana, NEXT, mapping=SAID.replace("inverted", "as_written"))
    assert StatementMapping.objects.get().mapping["sign"] == "as_written"


def test_a_dry_run_remembers_nothing(api: APIClient, ana: User) -> None:
    assert upload(api, ana, mapping=SAID, dry_run="true").json()["new"] == 2
    assert not StatementMapping.objects.exists()


def test_a_forgotten_mapping_is_asked_about_again(api: APIClient, ana: User) -> None:
    upload(api, ana, mapping=SAID)
    path = f"/api/v1/statement-mappings/{StatementMapping.objects.get().public_id}"
    assert (api.delete(path).status_code, api.delete(path).status_code) == (204, 404)
    assert upload(api, ana, NEXT).json()["error"]["code"] == "unknown_columns"
    assert Transaction.objects.count() == 2


def test_a_mapping_that_is_none_is_refused(api: APIClient, ana: User) -> None:
    answer = upload(api, ana, mapping='{"columns": {"date": 0}}')
    assert (answer.status_code, list(answer.json()["error"]["fields"])) == (400, ["mapping"])


def test_bens_files_are_not_read_by_anas_mapping(
    api: APIClient, ana: User, ben: User, api_of: Callable[[User], APIClient]
) -> None:
    upload(api, ana, mapping=SAID)
    bens = api_of(ben)
    assert upload(bens, ben, NEXT).json()["error"]["code"] == "unknown_columns"
    assert bens.get("/api/v1/statement-mappings").json()["results"] == []
    assert bens.delete(f"/api/v1/statement-mappings/{StatementMapping.objects.get().public_id}").status_code == 404


def test_one_mapping_for_a_header(ana: User) -> None:
    now = datetime(2026, 11, 2, tzinfo=UTC)
    values: dict[str, Any] = {"user": ana, "signature": "x", "header": [], "mapping": {}, "used_at": now}
    StatementMapping.objects.create(**values)
    with pytest.raises(IntegrityError):
        StatementMapping.objects.create(**values)


def test_a_mapping_of_an_older_form_is_passed_over(api: APIClient, ana: User) -> None:
    upload(api, ana, mapping=SAID)
    StatementMapping.objects.update(mapping={"columns": {"when": 0}})
    assert upload(api, ana, NEXT).json()["error"]["code"] == "unknown_columns"


def test_a_file_of_several_accounts_is_asked_about(api: APIClient, ana: User) -> None:
    text = "!Account\nNOne\n^\n!Type:Bank\nD2026-10-03\nT1.00\nPx\n^\n!Account\nNTwo\n^\n!Type:Bank\nD2026-10-04\nT2.00\nPy\n^\n"
    error = upload(api, ana, text).json()["error"]
    assert (error["code"], error["details"]) == ("several_accounts", {"sections": ["One", "Two"]})
    answer = upload(api, ana, text, section="Two")
    assert (answer.status_code, answer.json()["total_in"]) == (201, "2.00")
