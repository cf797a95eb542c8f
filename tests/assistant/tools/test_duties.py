"""What is due."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from rest_framework.test import APIClient

from accounts.models import User
from assistant.facts import Span
from finance.models import Forecast, LinkedAccount, RecurringFlow, TaxProfile
from finance.recurring import bills
from finance.recurring.cadence import Cadence
from tests.assistant.tools.conftest import NOW, Ask, figures
from tests.finance.conftest import LAST_DAY, Write

TODAY = NOW.date()


@pytest.fixture
def rent(ana: User, account: LinkedAccount, write: Write) -> RecurringFlow:
    write(LAST_DAY, -100)

    def tell(name: str, minor: int, days: int) -> RecurringFlow:
        on = TODAY + timedelta(days=days)
        return bills.tell(
            user=ana, name=name, direction=-1, amount_minor=minor, currency="CZK", cadence=Cadence.MONTHLY, due_on=on
        )

    tell("Gym", 90_000, 12)
    return tell("Rent 4711", 1_500_000, 3)


def test_bills_are_the_apps(ask: Ask, api: APIClient, clock: object, rent: RecurringFlow) -> None:
    shown = api.get("/api/v1/bills/upcoming").json()
    found = ask("bills")
    told = figures(found)
    assert found.template == "bills.ok"
    assert told["bills_total"] == Decimal(shown["totals"][0]["money_out"])
    assert told["bills_count"] == len(shown["results"])
    assert told["next_bill_on"] == date.fromisoformat(shown["results"][0]["on"])
    assert told["next_bill_amount"] == Decimal(shown["results"][0]["amount"])
    assert told["next_bill"] == "Rent", "a number in a name is no figure"


def test_a_shorter_time_may_have_one_or_none(ask: Ask, rent: RecurringFlow) -> None:
    assert ask("bills", period=Span(TODAY, TODAY + timedelta(days=5))).template == "bills.single"
    assert ask("bills", period=Span(TODAY, TODAY + timedelta(days=1))).template == "bills.none"


def test_what_was_missed_is_said(ask: Ask, rent: RecurringFlow) -> None:
    late = TODAY - timedelta(days=4)
    RecurringFlow.objects.filter(pk=rent.pk).update(status="missed", due_on=late, due_from=late, due_to=late)
    found = ask("bills")
    assert found.template.endswith("+bill_missed")
    assert figures(found)["missed_bill_on"] == late


def test_ben_sees_no_bill_of_anas(ask: Ask, ben: User, rent: RecurringFlow) -> None:
    assert ask("bills", user=ben).template == "no_statements"


def test_tax_is_the_apps(ask: Ask, api: APIClient, clock: object, ana: User, half_a_year: LinkedAccount) -> None:
    TaxProfile.objects.create(user=ana, own_percent_hundredths=2_000)
    shown = api.get("/api/v1/tax").json()
    told = figures(ask("tax"))
    aside = shown["set_aside"]
    assert told["tax_missing"] == Decimal(aside["missing"])
    assert told["tax_needed"] == Decimal(aside["needed"])
    assert told["tax_paid"] == Decimal(aside["paid"])
    assert told["net_earned"] == Decimal(aside["net_earnings"])
    assert told["tax_share"] == round(Decimal(aside["share"]) * 100)


def test_the_next_tax_date_is_the_apps(ask: Ask, api: APIClient, clock: object, ana: User) -> None:
    dollars = LinkedAccount.objects.create(user=ana, name="Dollars", currency="USD")
    User.objects.filter(pk=ana.pk).update(home_currency="USD")
    ana.refresh_from_db()
    for month in range(1, 11):
        dollars.transactions.create(
            user=ana, posted_on=date(2026, month, 20), amount_minor=600_000, currency="USD", kind="earning",
            fingerprint=f"pay-{month}",
        )  # fmt: skip
    TaxProfile.objects.create(user=ana, country="US")
    shown = api.get("/api/v1/tax").json()
    found = ask("tax")
    due = next(one for one in shown["dues"] if one["due_on"] >= TODAY.isoformat() and Decimal(one["amount"]) > 0)
    assert found.template == "tax.ok+tax_due"
    assert figures(found)["tax_due"] == Decimal(due["amount"])
    assert figures(found)["tax_due_on"] == date.fromisoformat(due["due_on"])


def test_enough_is_enough(ask: Ask, ana: User, half_a_year: LinkedAccount, write: Write) -> None:
    TaxProfile.objects.create(user=ana, own_percent_hundredths=100)
    write(LAST_DAY, -900_000, "tax")
    assert ask("tax").template == "tax.enough"


@pytest.mark.parametrize(("country", "template"), [("", "tax.no_country"), ("US", "tax.no_earnings")])
def test_what_is_missing_for_an_estimate_is_said(
    ask: Ask, ana: User, half_a_year: LinkedAccount, country: str, template: str
) -> None:
    TaxProfile.objects.create(user=ana, country=country)
    assert ask("tax").template == template


def test_a_year_without_a_table(ask: Ask, ana: User, half_a_year: LinkedAccount) -> None:
    TaxProfile.objects.create(user=ana, country="US")
    assert ask("tax", now=NOW.replace(year=2040)).template == "tax.year_not_known"


@pytest.mark.usefixtures("answered")
def test_nothing_of_the_forecast_is_needed(ask: Ask) -> None:
    assert Forecast.objects.exists()
    assert ask("tax").template == "tax.no_country"
