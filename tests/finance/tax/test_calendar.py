"""Tax dates beside the bills, and in the calendar."""

from collections.abc import Callable, Iterator
from datetime import date
from urllib.parse import urlsplit

import pytest
import time_machine
from icalendar import Calendar
from rest_framework.test import APIClient

from accounts.models import User
from finance.models import LinkedAccount, TaxProfile, Transaction

UPCOMING = "/api/v1/bills/upcoming"
Write = Callable[..., Transaction]


@pytest.fixture(autouse=True)
def new_year() -> Iterator[None]:
    with time_machine.travel("2027-01-03T12:00:00Z", tick=False):
        yield


@pytest.fixture
def earned(ana: User, write: Write) -> None:
    wallet = LinkedAccount.objects.create(user=ana, name="Uber", kind="platform", currency="USD")
    for month in range(1, 13):
        write(date(2026, month, 20), 500_000, to=wallet)
    TaxProfile.objects.create(user=ana, country="US")


@pytest.mark.usefixtures("earned")
def test_the_last_instalment_of_the_year_before_is_still_due(api: APIClient) -> None:
    [tax] = api.get(f"{UPCOMING}?days=30").json()["taxes"]
    assert (tax["on"], tax["year"], tax["currency"], tax["method"]) == ("2027-01-15", "2026", "USD", "annualised")
    assert float(tax["amount"]) > 0
    assert api.get(f"{UPCOMING}?days=5").json()["taxes"] == []


@pytest.mark.usefixtures("earned")
def test_the_calendar_tells_of_it(api: APIClient) -> None:
    url = urlsplit(api.post("/api/v1/calendar").json()["url"]).path
    events = [event for event in Calendar.from_ical(api.get(url).content).walk("VEVENT") if "tax" in str(event["uid"])]
    assert [str(event["summary"])[:15] for event in events] == ["Estimated tax: "]
    assert events[0].decoded("dtstart") == date(2027, 1, 15)


def test_nothing_for_those_who_never_said_where_they_pay(api: APIClient) -> None:
    assert api.get(f"{UPCOMING}?days=30").json()["taxes"] == []
