"""Bills, what is due, and the calendar, over HTTP."""

from collections.abc import Callable
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from icalendar import Calendar
from rest_framework.test import APIClient

from accounts.models import User
from finance.models import CalendarFeed, RecurringFlow, Transaction
from finance.recurring import bills
from finance.recurring.cadence import Cadence, after
from kit.logs import without_secrets
from tests.finance.conftest import Kind

Write = Callable[..., Transaction]
NEW = {"name": "Insurance", "amount": "120.50", "cadence": "monthly"}


@pytest.fixture
def phone(ana: User, write: Write) -> RecurringFlow:
    """Write six monthly phone bills, the next one due about now."""
    today = timezone.localdate()
    for back in range(6, 0, -1):
        row = write(after(today, Cadence.MONTHLY, -back, day=min(today.day, 28)), -29_900, Kind.EXPENSE)
        Transaction.objects.filter(pk=row.pk).update(memo="VODAFONE 991")
    bills.refresh(user=ana, currency="CZK", today=today)
    return RecurringFlow.objects.get(user=ana)


def test_it_works(api: APIClient, phone: RecurringFlow) -> None:
    answer = api.get("/api/v1/bills").json()
    assert answer["next"] is None
    [bill] = answer["results"]
    assert bill["name"] == "Vodafone"
    assert (bill["amount"], bill["direction"], bill["cadence"], bill["times"]) == ("299.00", "out", "monthly", 6)
    assert bill["recent"][0]["amount"] == "299.00"
    assert bill["next_on"] == bill["due_on"] == phone.due_on.isoformat()


@pytest.mark.usefixtures("phone")
def test_what_is_due_with_its_total(api: APIClient) -> None:
    answer = api.get("/api/v1/bills/upcoming?days=40").json()
    assert {one["name"] for one in answer["results"]} == {"Vodafone"}
    due = len(answer["results"])
    assert answer["totals"] == [{"currency": "CZK", "money_in": "0.00", "money_out": f"{due * 299}.00"}]


def test_its_owner_has_the_word(api: APIClient, phone: RecurringFlow) -> None:
    path = f"/api/v1/bills/{phone.public_id}"
    assert api.patch(path, {"name": "Phone", "decision": "dismissed"}, format="json").json()["name"] == "Phone"
    assert api.get("/api/v1/bills").json()["results"] == []
    assert len(api.get("/api/v1/bills?status=dismissed").json()["results"]) == 1
    assert api.patch(path, {"decision": ""}, format="json").json()["decision"] == ""
    assert len(api.get("/api/v1/bills").json()["results"]) == 1
    refused = api.delete(path)
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "found_bill")


def test_one_told_by_hand_can_be_forgotten(api: APIClient) -> None:
    soon = (timezone.localdate() + timedelta(days=9)).isoformat()
    made = api.post("/api/v1/bills", NEW | {"due_on": soon}, format="json")
    assert made.status_code == 201
    assert (made.json()["source"], made.json()["currency"], made.json()["amount"]) == ("user", "CZK", "120.50")
    assert api.delete(f"/api/v1/bills/{made.json()['id']}").status_code == 204
    assert api.get("/api/v1/bills?status=all&direction=all").json()["results"] == []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"amount": "-5"}, "amount"),
        ({"amount": "0.001"}, "amount"),
        ({"amount": "0"}, "amount"),
        ({"cadence": "hourly"}, "cadence"),
        ({"currency": "XXQ"}, "currency"),
        ({"due_on": "2020-01-01"}, "due_on"),
    ],
)
def test_what_cannot_be_a_bill_is_refused_by_field(api: APIClient, wrong: dict[str, str], field: str) -> None:
    soon = (timezone.localdate() + timedelta(days=9)).isoformat()
    answer = api.post("/api/v1/bills", NEW | {"due_on": soon} | wrong, format="json")
    assert answer.status_code == 400
    assert field in answer.json()["error"]["fields"]
    assert not RecurringFlow.objects.exists()


@pytest.mark.parametrize("query", ["?direction=up", "?status=new"])
def test_a_filter_that_is_none_is_refused(api: APIClient, query: str) -> None:
    assert api.get(f"/api/v1/bills{query}").status_code == 400
    assert api.get("/api/v1/bills/upcoming?days=0").status_code == 400


def test_ben_sees_nothing_of_anas(ben: User, api_of: Callable[[User], APIClient], phone: RecurringFlow) -> None:
    bens = api_of(ben)
    assert bens.get("/api/v1/bills").json()["results"] == []
    assert bens.get("/api/v1/bills/upcoming").json()["results"] == []
    for call in (bens.get, bens.patch, bens.delete):
        assert call(f"/api/v1/bills/{phone.public_id}").status_code == 404


def address(api: APIClient) -> str:
    made = api.post("/api/v1/calendar")
    assert made.status_code == 201
    return str(urlsplit(made.json()["url"]).path)


def test_the_calendar_opens_for_whoever_has_the_address(api: APIClient, phone: RecurringFlow) -> None:
    assert api.get("/api/v1/calendar").json() == {"created_at": None, "url": None}
    path = address(api)
    answer = APIClient().get(path)
    assert answer["Content-Type"].startswith("text/calendar")
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    assert [one.decoded("dtstart") for one in events][0] == phone.due_on
    assert str(events[0]["summary"]) == "Vodafone: -Kč\xa0299.00"
    assert len({str(one["uid"]) for one in events}) == len(events) >= 4
    assert path.split("/")[-1].removesuffix(".ics") not in str(CalendarFeed.objects.values_list()[0])


@pytest.mark.usefixtures("phone")
def test_a_new_address_closes_the_old_one_and_taking_it_away_closes_all(api: APIClient) -> None:
    first, second = (address(api) for _ in range(2))
    assert APIClient().get(first).status_code == 404
    assert APIClient().get(second).status_code == 200
    assert api.delete("/api/v1/calendar").status_code == 204
    assert APIClient().get(second).status_code == 404
    assert api.get("/api/v1/calendar").json()["created_at"] is None


def test_the_secret_is_in_no_log_line() -> None:
    line = {"request": "GET /api/v1/calendar/abc-DEF_1.ics", "event": "request_started", "code": 200}
    assert without_secrets(None, "info", line)["request"] == "GET /api/v1/calendar/***.ics"


def test_a_name_with_signs_of_the_format_stays_a_name(api: APIClient) -> None:
    soon = timezone.localdate() + timedelta(days=3)
    name = "A;B,C\\n\nBEGIN:VEVENT"
    api.post("/api/v1/bills", NEW | {"due_on": soon.isoformat(), "name": name}, format="json")
    path = address(api)
    events = Calendar.from_ical(APIClient().get(path).content).walk("VEVENT")
    assert events[0].decoded("dtstart") == soon
    assert isinstance(soon, date)
    assert str(events[0]["summary"]).startswith("A;B,C")
