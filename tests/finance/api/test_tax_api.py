"""What to set aside, over HTTP."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from accounts.models import AuditEntry, User
from finance.models import BalancePoint, LinkedAccount, TaxProfile, Transaction, Trip
from kit.bulk import insert_many

PATH = "/api/v1/tax"
Write = Callable[..., Transaction]
Kind = Transaction.Kind


@pytest.fixture(autouse=True)
def in_october() -> Iterator[None]:
    with time_machine.travel("2026-10-15T12:00:00Z", tick=False):
        yield


@pytest.fixture
def wallet(ana: User) -> LinkedAccount:
    return LinkedAccount.objects.create(user=ana, name="Uber", kind="platform", currency="USD")


@pytest.fixture
def work(write: Write, wallet: LinkedAccount) -> LinkedAccount:
    """Write 300 days of 250.00 gross and 50.00 fee each in the wallet's currency, up to September's end."""
    for offset in range(273):
        on = date(2026, 1, 1) + timedelta(days=offset)
        write(on, 25_000, to=wallet)
        write(on, -5_000, Kind.PLATFORM_FEE, to=wallet)
    Transaction.objects.update(platform="uber")
    return wallet


def patch(api: APIClient, **said: Any) -> dict[str, Any]:
    answer = api.patch(PATH, said, format="json")
    assert answer.status_code == 200, answer.json()
    return dict(answer.json())


def test_without_a_country_nothing_is_guessed(api: APIClient, work: LinkedAccount) -> None:
    answer = api.get(PATH).json()
    assert (answer["reason"], answer["estimate"], answer["set_aside"], answer["dues"]) == ("no_country", None, None, [])
    assert answer["countries"] == ["IN", "US"]


def test_it_works(api: APIClient, work: LinkedAccount) -> None:
    answer = patch(api, country="US")
    assert (answer["year"], answer["currency"], answer["method"], answer["as_of"]) == (
        "2026",
        "USD",
        "table",
        "2026-09-30",
    )
    lines = {line["code"]: line for line in answer["to_date"]["lines"]}
    assert (lines["earned"]["amount"], lines["fees"]["amount"]) == ("68250.00", "-13650.00")
    assert lines["net_earnings"]["amount"] == "54600.00"
    assert lines["taxed_share"]["how"] == "92.35% of the net profit"
    assert lines["standard_deduction"]["source"] == "Rev. Proc. 2025-32, section 4.14"
    whole = {line["code"]: line["amount"] for line in answer["estimate"]["lines"]}
    assert whole["net_earnings"] == "73000.00"
    assert api.get(PATH).json() == answer


def test_each_deposit_has_its_share_and_they_come_to_what_is_needed(api: APIClient, work: LinkedAccount) -> None:
    answer = patch(api, country="US")
    first = answer["deposits"][0]
    assert (first["on"], first["platform"], first["net"]) == ("2026-09-30", "uber", "200.00")
    assert abs(Decimal(first["set_aside"]) * 273 - Decimal(answer["set_aside"]["needed"])) < 2
    assert Decimal(answer["set_aside"]["share"]) == round(Decimal(answer["estimate"]["owed"]) / 73_000, 4)


def test_what_was_paid_and_what_is_kept_are_taken_off(
    api: APIClient, ana: User, work: LinkedAccount, write: Write
) -> None:
    write(date(2026, 1, 10), -90_000, Kind.TAX, to=work)  # the year before's last instalment
    write(date(2026, 4, 14), -100_000, Kind.TAX, to=work)
    pot = LinkedAccount.objects.create(user=ana, name="Pot", currency="USD")
    BalancePoint.objects.create(account=pot, on=date(2026, 9, 1), balance_minor=50_000, source="user")
    found = patch(api, country="US", kept_in=str(pot.public_id))["set_aside"]
    assert (found["paid"], found["kept"]) == ("1000.00", "500.00")
    assert Decimal(found["missing"]) == Decimal(found["needed"]) - 1500


def test_due_dates_with_amounts_and_sources(api: APIClient, work: LinkedAccount) -> None:
    answer = patch(api, country="US")
    assert [due["due_on"] for due in answer["dues"]] == ["2026-04-15", "2026-06-15", "2026-09-15", "2027-01-15"]
    assert {due["method"] for due in answer["dues"]} == {"annualised"}
    assert answer["dues_sources"][0]["checked_on"] == "2026-11-21"
    lower = patch(api, last_year_tax="4000.00")
    assert [due["total"] for due in lower["dues"]] == ["1000.00", "2000.00", "3000.00", "4000.00"]
    assert len(lower["dues_sources"]) == 2


def test_the_mileage_rate_stands_for_fuel(api: APIClient, ana: User, work: LinkedAccount, write: Write) -> None:
    fuel = write(date(2026, 5, 5), -200_000, Kind.EXPENSE, to=work)
    Transaction.objects.filter(pk=fuel.pk).update(category="fuel")
    write(date(2026, 5, 6), -10_000, Kind.EXPENSE, to=work)
    without = patch(api, country="US")
    assert not without["by_mileage_rate"]
    assert {line["code"]: line["amount"] for line in without["to_date"]["lines"]}["costs"] == "-2100.00"
    Trip.objects.create(user=ana, on=date(2026, 6, 30), distance_thousandths=1_000_000, unit="mi")
    Trip.objects.create(user=ana, on=date(2026, 7, 1), distance_thousandths=1_000_000, unit="mi")
    lines = {line["code"]: line["amount"] for line in api.get(PATH).json()["to_date"]["lines"]}
    assert (lines["other_costs"], lines["mileage"]) == ("-100.00", "-1485.00")
    actual = patch(api, mileage_method="actual")
    assert {line["code"] for line in actual["to_date"]["lines"]} >= {"costs"}


def test_an_own_percentage_wins_over_every_table(api: APIClient, work: LinkedAccount) -> None:
    answer = patch(api, country="US", own_percent="25")
    assert (answer["method"], answer["set_aside"]["share"]) == ("own_percentage", "0.2500")
    assert answer["set_aside"]["needed"] == "13650.00"
    assert answer["dues"][0]["method"] == "own_percentage"
    elsewhere = patch(api, country="")
    assert (elsewhere["set_aside"]["needed"], elsewhere["dues"], elsewhere["year"]) == ("13650.00", [], "")
    assert patch(api, own_percent=None)["reason"] == "no_country"


def test_a_year_without_a_table_is_not_known_and_says_which_is(api: APIClient, work: LinkedAccount) -> None:
    patch(api, country="US")
    answer = api.get(PATH, {"on": "2031-05-05"}).json()
    assert (answer["reason"], answer["latest_known"], answer["estimate"]) == ("year_not_known", "2026", None)
    assert api.get(PATH, {"on": "2023-05-05"}).json()["reason"] == "year_not_known"  # mileage rates alone


def test_nothing_earned(api: APIClient) -> None:
    assert patch(api, country="US")["reason"] == "no_earnings"


def test_it_speaks_spanish(api: APIClient, ana: User, work: LinkedAccount) -> None:
    ana.language = "es"
    ana.save()
    assert patch(api, country="US")["estimate"]["lines"][0]["label"] == "Ingresos"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"country": "FR"}, "country"),
        ({"own_percent": "101"}, "own_percent"),
        ({"state_percent": "-1"}, "state_percent"),
        ({"other_income": "-5.00"}, "other_income"),
        ({"withheld": "1.234"}, "withheld"),
        ({"filing_status": "complicated"}, "filing_status"),
        ({"kept_in": "5b3f1b1c-0000-4000-8000-000000000000"}, "kept_in"),
    ],
)
def test_what_cannot_be_is_refused(api: APIClient, said: dict[str, Any], field: str) -> None:
    answer = api.patch(PATH, {"country": "US", **said}, format="json")
    assert answer.status_code == 400
    assert field in answer.json()["error"]["fields"]


def test_ben_has_his_own(api: APIClient, api_of: Callable[[User], APIClient], ben: User, work: LinkedAccount) -> None:
    patch(api, country="US", state_percent="5")
    answer = api_of(ben).get(PATH).json()
    assert (answer["profile"]["country"], answer["profile"]["state_percent"], answer["deposits"]) == ("", "0.00", [])
    refused = api_of(ben).patch(PATH, {"kept_in": str(work.public_id)}, format="json")
    assert refused.status_code == 400


def test_changes_are_on_record(api: APIClient, ana: User) -> None:
    patch(api, country="US", state_percent="5.5")
    patch(api, country="US")
    [entry] = AuditEntry.objects.for_user(ana)
    assert entry.changes == {"country": ["", "US"], "state_percent_hundredths": [0, 550]}


def test_twenty_thousand_transactions_take_as_many_queries_as_two(
    api: APIClient, ana: User, wallet: LinkedAccount, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    TaxProfile.objects.create(user=ana, country="US")
    names = ["user_id", "account_id", "posted_on", "amount_minor", "currency", "kind", "platform", "fingerprint"]
    first = date(2026, 1, 1)
    insert_many(
        Transaction,
        names,
        (
            (ana.pk, wallet.pk, first + timedelta(days=n % 280), 300, "USD", "earning", f"p{n % 6}", str(n))
            for n in range(20_000)
        ),
    )
    with django_assert_max_num_queries(10):
        assert api.get(PATH).json()["method"] == "table"
