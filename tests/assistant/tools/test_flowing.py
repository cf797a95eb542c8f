"""What came in and what went out."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from rest_framework.test import APIClient

from accounts.models import User
from assistant.facts import Span
from finance import refresh
from finance.models import LinkedAccount, Transaction
from tests.assistant.tools.conftest import Ask, figures
from tests.finance.conftest import LAST_DAY, Write

OCTOBER = Span(date(2026, 10, 1), date(2026, 10, 31))


@pytest.fixture
def october(api: APIClient, ana: User, half_a_year: LinkedAccount) -> dict[str, Any]:
    """Return what the app shows of October."""
    refresh.after_change(user=ana, currency="CZK")
    shown: dict[str, Any] = api.get("/api/v1/snapshots?period=monthly").json()["results"][0]
    assert shown["starts_on"] == "2026-10-01"
    return shown


@pytest.mark.parametrize("period", [None, OCTOBER])
def test_income_is_the_snapshots_revenue(ask: Ask, october: dict[str, Any], period: Span | None) -> None:
    found = ask("income", period=period)
    assert found.template == "income.ok"
    assert figures(found)["earned"] == Decimal(october["revenue"])
    assert figures(found)["days_worked"] == october["days_worked"]


def test_income_of_a_platform_is_what_the_platforms_page_shows(ask: Ask, api: APIClient, write: Write) -> None:
    for minor, kind in ((50_000, "earning"), (-9_000, "platform_fee"), (1_500, "earning")):
        row = write(LAST_DAY, minor, kind)
        Transaction.objects.filter(pk=row.pk).update(platform="uber_eats")
    write(LAST_DAY, 70_000)
    shown = api.get("/api/v1/platforms?from=2026-10-01&to=2026-10-31").json()
    (uber,) = [one for one in shown["platforms"] if one["platform"] == "uber_eats"]
    found = ask("income", period=OCTOBER, platform="Uber_Eats")
    assert found.template == "income.platform_fees"
    assert figures(found)["earned"] == Decimal(uber["gross"]) + Decimal(uber["tip"])
    assert figures(found)["net_earned"] == Decimal(uber["net"])
    assert figures(found)["platform"] == "Uber Eats"
    assert ask("income", period=OCTOBER).template == "income.ok_fees"
    assert ask("income", period=OCTOBER, platform="lyft").template == "income.none_there"


def test_spending_is_the_snapshots_cash_out(ask: Ask, october: dict[str, Any]) -> None:
    found = ask("spending", period=OCTOBER)
    assert figures(found)["spent"] == Decimal(october["cash_out"])


def test_spending_on_a_category_is_what_the_filtered_list_shows(
    ask: Ask, api: APIClient, half_a_year: LinkedAccount
) -> None:
    Transaction.objects.filter(kind="expense").update(category="fuel")
    (shown,) = api.get("/api/v1/transactions/totals?from=2026-10-01&to=2026-10-31&category=fuel").json()["results"]
    found = ask("spending", period=OCTOBER, category="fuel", language="es")
    assert figures(found)["spent"] == -Decimal(shown["total_out"])
    assert figures(found)["category"] == "combustible"
    most = ask("spending", period=OCTOBER)
    assert most.template == "spending.most"
    assert figures(most)["top_spent"] == -Decimal(shown["total_out"])


def test_each_figure_leads_to_its_rows(ask: Ask, api: APIClient, half_a_year: LinkedAccount) -> None:
    fact = ask("spending", period=OCTOBER).facts[0]
    query = fact.source.page.removeprefix("/transactions?")
    (shown,) = api.get(f"/api/v1/transactions/totals?{query}").json()["results"]
    assert fact.value == -Decimal(shown["total_out"])


def test_days_that_are_not_known_are_said_to_be(ask: Ask, half_a_year: LinkedAccount) -> None:
    assert ask("income", period=Span(date(2026, 11, 1), date(2026, 11, 30))).template == "period.ahead"
    assert ask("spending", period=Span(date(2020, 1, 1), date(2020, 1, 31))).template == "period.before"
    half = ask("income", period=Span(date(2026, 10, 26), date(2026, 11, 1)))
    assert half.template == "income.ok+partly_known"
    assert figures(half)["known_until"] == LAST_DAY


def test_nothing_is_nothing(ask: Ask, half_a_year: LinkedAccount) -> None:
    sunday = Span(date(2026, 10, 25), date(2026, 10, 25))
    assert ask("income", period=sunday).template == "income.none"
    assert ask("spending", period=sunday).template == "spending.none"
    assert ask("spending", period=sunday, category="fuel").template == "spending.none_there"
    assert ask("income", user=User.objects.create_user("new@example.com")).template == "no_statements"
