"""The mileage log over HTTP: trips, undo, files in and out, and the deduction at the rate of each day."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from accounts.models import AuditEntry, User
from finance.models import LinkedAccount, TaxProfile, Transaction, Trip

PATH = "/api/v1/mileage"
TRIP = {"on": "2026-06-30", "distance": "100.000", "unit": "mi", "purpose": "Airport", "platform": "uber"}
FILE = (
    b"Date,Distance (mi),Type,Purpose\n"
    b"06/30/2026,10.5,Business,=HYPERLINK(1)\n"
    b"07/01/2026,10.5,Personal,Shop\n"
    b"07/01/2026,10.5,Personal,Shop\n"
    b"07/02/2026,far,Business,\n"
)


@pytest.fixture
def american(ana: User) -> User:
    TaxProfile.objects.create(user=ana, country="US")
    return ana


def add(api: APIClient, **said: Any) -> dict[str, Any]:
    answer = api.post(PATH, {**TRIP, **said}, format="json")
    assert answer.status_code == 201, answer.json()
    return dict(answer.json())


def upload(api: APIClient, content: bytes, **said: Any) -> dict[str, Any]:
    file = SimpleUploadedFile("trips.csv", content)
    return dict(api.post(f"{PATH}/import", {"file": file, **said}, format="multipart").json())


def test_it_works(api: APIClient) -> None:
    trip = add(api)
    assert (trip["distance"], trip["use"], trip["odometer_start"]) == ("100.000", "business", None)
    assert api.get(PATH).json()["results"] == [trip]
    assert api.get(f"{PATH}?year=2025").json()["results"] == []


@pytest.mark.usefixtures("american")
def test_the_rate_is_that_of_the_day_of_the_trip(api: APIClient) -> None:
    add(api)
    add(api, on="2026-07-01")
    add(api, on="2026-07-02", use="personal", distance="200")
    answer = api.get(f"{PATH}/summary?year=2026").json()
    assert [(month["starts_on"], month["deduction"]) for month in answer["months"]] == [
        ("2026-06-01", "72.50"),
        ("2026-07-01", "76.00"),
    ]
    assert (answer["deduction"], answer["currency"], answer["unit"]) == ("148.50", "USD", "mi")
    assert (answer["business"], answer["personal"], answer["business_share"]) == ("200.0", "200.0", "0.5000")
    assert [rate["source"] for rate in answer["rates"]][0] == "IRS Notice 2026-10"


@pytest.mark.usefixtures("american")
def test_kilometres_are_deducted_as_miles(api: APIClient) -> None:
    add(api, distance="160.934", unit="km")
    assert api.get(f"{PATH}/summary?year=2026").json()["deduction"] == "72.50"


@pytest.mark.usefixtures("american")
def test_zero_miles_are_a_trip(api: APIClient) -> None:
    add(api, distance="0")
    answer = api.get(f"{PATH}/summary?year=2026").json()
    assert (answer["business"], answer["deduction"], answer["business_share"]) == ("0.0", "0.00", None)


@pytest.mark.parametrize(("country", "reason"), [("", "no_country"), ("IN", "no_rate")])
def test_no_deduction_without_a_rate(api: APIClient, ana: User, country: str, reason: str) -> None:
    TaxProfile.objects.create(user=ana, country=country)
    add(api)
    answer = api.get(f"{PATH}/summary?year=2026").json()
    assert (answer["deduction"], answer["reason"]) == (None, reason)


@pytest.mark.usefixtures("american")
def test_a_year_that_is_not_in_the_table_is_not_guessed(api: APIClient) -> None:
    add(api, on="2020-05-05")
    answer = api.get(f"{PATH}/summary?year=2020").json()
    assert (answer["deduction"], answer["reason"], answer["rates"]) == (None, "not_known", [])


def test_distances_of_platforms_stand_beside_and_are_never_added(api: APIClient, ana: User) -> None:
    wallet = LinkedAccount.objects.create(user=ana, name="Uber", kind="platform", currency="USD")
    Transaction.objects.create(
        user=ana,
        account=wallet,
        posted_on=date(2026, 6, 1),
        amount_minor=1,
        currency="USD",
        kind="earning",
        fingerprint="x",
        distance_m=50_000,
    )
    add(api, distance="80", unit="km")
    answer = api.get(f"{PATH}/summary?year=2026").json()
    assert (answer["business"], answer["told_by_platforms"], answer["unit"]) == ("80.0", "50.0", "km")


def test_odometer_readings_are_a_distance(api: APIClient) -> None:
    row = {key: value for key, value in TRIP.items() if key != "distance"}
    answer = api.post(PATH, {**row, "odometer_start": 1000, "odometer_end": 1042}, format="json")
    assert answer.json()["distance"] == "42.000"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"distance": "-1"}, "distance"),
        ({"distance": None}, "distance"),
        ({"odometer_start": 10, "odometer_end": 5}, "odometer_end"),
        ({"odometer_start": 10, "odometer_end": 20}, "distance"),
        ({"on": "2199-01-01"}, "on"),
        ({"unit": "league"}, "unit"),
    ],
)
def test_what_cannot_be_is_refused(api: APIClient, said: dict[str, Any], field: str) -> None:
    answer = api.post(PATH, {**TRIP, **said}, format="json")
    assert answer.status_code == 400
    assert field in answer.json()["error"]["fields"]


def test_changed_taken_away_and_brought_back(api: APIClient) -> None:
    trip = add(api)
    path = f"{PATH}/{trip['id']}"
    assert api.patch(path, {"use": "personal"}, format="json").json() == {**trip, "use": "personal"}
    assert api.delete(path).status_code == 204
    assert api.get(PATH).json()["results"] == []
    assert api.get(path).status_code == 404
    for _ in range(2):
        assert api.post(f"{path}/restore").json()["use"] == "personal"
    assert len(api.get(PATH).json()["results"]) == 1


def test_ben_gets_404(api: APIClient, api_of: Callable[[User], APIClient], ben: User) -> None:
    path = f"{PATH}/{add(api)['id']}"
    other = api_of(ben)
    answers = [other.get(path), other.patch(path, {}, format="json"), other.delete(path), other.post(f"{path}/restore")]
    assert [answer.status_code for answer in answers] == [404] * 4
    assert other.get(PATH).json()["results"] == []


def test_a_file_is_shown_first_then_written_then_nothing_new(api: APIClient) -> None:
    shown = upload(api, FILE, dry_run=True)
    assert (shown["rows"], shown["new"], shown["rejected_count"], shown["batch"]) == (3, 3, 1, None)
    assert shown["rejected"] == [{"line": 5, "reason": "“far” is not a distance"}]
    assert shown["preview"][0] == {
        "on": "2026-06-30",
        "distance": "10.5",
        "unit": "mi",
        "use": "business",
        "purpose": "=HYPERLINK(1)",
    }
    assert Trip.objects.count() == 0
    written = upload(api, FILE)
    assert (written["new"], Trip.objects.count()) == (3, 3)
    again = upload(api, FILE)
    assert (again["new"], again["duplicates"], again["batch"]) == (0, 3, None)
    assert api.delete(f"{PATH}/import/{written['batch']}").status_code == 204
    assert Trip.objects.count() == 0


def test_a_trip_of_a_file_that_was_taken_away_stays_away(api: APIClient) -> None:
    upload(api, FILE)
    trip = api.get(PATH).json()["results"][0]
    api.delete(f"{PATH}/{trip['id']}")
    assert upload(api, FILE)["new"] == 0


def test_the_export_is_harmless_and_reads_back_as_the_same_log(
    api: APIClient, api_of: Callable[[User], APIClient], ben: User
) -> None:
    upload(api, FILE)
    add(api, distance="0.125", odometer_start=1, odometer_end=2)
    answer = api.get(f"{PATH}/export.csv")
    text = answer.content.decode()
    assert answer["Content-Type"].startswith("text/csv")
    assert ",'=HYPERLINK(1)," in text
    assert upload(api, answer.content)["new"] == 0
    assert upload(api_of(ben), answer.content)["new"] == 4
    assert api_of(ben).get(f"{PATH}/export.csv").content.decode() == text


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\x00\x01", b"Date,Miles\nx,y\n"])
def test_what_is_no_log_is_refused(api: APIClient, content: bytes) -> None:
    file = SimpleUploadedFile("trips.csv", content)
    assert api.post(f"{PATH}/import", {"file": file}, format="multipart").status_code == 400


def test_ben_cannot_take_back_anas_file(api: APIClient, api_of: Callable[[User], APIClient], ben: User) -> None:
    batch = upload(api, FILE)["batch"]
    assert api_of(ben).delete(f"{PATH}/import/{batch}").status_code == 204
    assert Trip.objects.count() == 3


def test_lists_take_as_many_queries_however_long(
    api: APIClient, american: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    rows = [Trip(user=american, on=date(2026, 1 + n % 12, 1), distance_thousandths=n, unit="mi") for n in range(3000)]
    Trip.objects.bulk_create(rows)
    with django_assert_max_num_queries(4):
        assert len(api.get(PATH).json()["results"]) == 50
    with django_assert_max_num_queries(6):
        assert len(api.get(f"{PATH}/summary?year=2026").json()["months"]) == 12


def test_what_stood_there_and_was_changed_is_on_record(api: APIClient, ana: User) -> None:
    trip = add(api)
    path = f"{PATH}/{trip['id']}"
    api.patch(path, {"use": "personal"}, format="json")
    api.patch(path, {"use": "personal"}, format="json")
    api.delete(path)
    api.post(f"{path}/restore")
    batch = upload(api, FILE)["batch"]
    api.delete(f"{PATH}/import/{batch}")
    entries = AuditEntry.objects.for_user(ana).order_by("id")
    assert [entry.action for entry in entries] == [
        "trip.changed",
        "trip.removed",
        "trip.restored",
        "trips.imported",
        "trips.undone",
    ]
    assert entries[0].changes == {"use": ["business", "personal"]}
    assert entries[1].undo == {"method": "POST", "path": f"mileage/{trip['id']}/restore", "body": None}
