"""What is held back for taxes: by the user's setting only, everywhere that safe-to-spend is shown."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import User
from finance import forecasts
from finance.held import held_for_taxes
from finance.ml import MLClient
from finance.models import BalancePoint, Forecast, LinkedAccount, TaxProfile, Transaction

Write = Callable[..., Transaction]
Kind = Transaction.Kind
LAST = date(2026, 10, 31)


@pytest.fixture
def earned(ana: User, write: Write, client_of_ml: MLClient) -> LinkedAccount:
    """Write 200 days of pay in dollars, a balance, and the forecast of it."""
    ana.home_currency = "USD"
    ana.save()
    account = LinkedAccount.objects.create(user=ana, name="Dollars", currency="USD")
    for back in range(200):
        write(LAST - timedelta(days=back), 20_000, to=account)
    BalancePoint.objects.create(account=account, on=LAST, balance_minor=3_000_000, source="user")
    row = Forecast.objects.create(user=ana, period="weekly", currency="USD", requested_at=timezone.now())
    forecasts.run(row.pk, client=client_of_ml, now=timezone.now())
    return account


def test_nothing_is_held_back_unless_the_user_wants_it(ana: User, earned: LinkedAccount) -> None:
    TaxProfile.objects.create(user=ana, country="US", own_percent_hundredths=2_000)
    assert held_for_taxes(ana, "USD", on=LAST) == 0


def test_what_was_to_be_set_aside_and_is_not_paid(ana: User, earned: LinkedAccount, write: Write) -> None:
    TaxProfile.objects.create(user=ana, country="US", own_percent_hundredths=2_000, hold_back=True)
    assert held_for_taxes(ana, "USD", on=LAST) == 800_000
    write(date(2026, 9, 15), -300_000, Kind.TAX, to=earned)
    assert held_for_taxes(ana, "USD", on=LAST) == 500_000
    assert held_for_taxes(ana, "CZK", on=LAST) == 0


def test_it_is_taken_off_safe_to_spend_and_shown_beside(api: APIClient, ana: User, earned: LinkedAccount) -> None:
    free = api.get("/api/v1/safe-to-spend").json()
    assert free["held_for_taxes"] == "0.00"
    TaxProfile.objects.create(user=ana, country="US", own_percent_hundredths=1_000, hold_back=True)
    kept = api.get("/api/v1/safe-to-spend").json()
    assert (kept["held_for_taxes"], kept["held_for_goals"]) == ("4000.00", "0.00")
    assert float(free["amount"]) - float(kept["amount"]) == 4000
    assert api.get("/api/v1/forecasts/latest?period=weekly").json()["safe_to_spend"] == kept["amount"]
    judged = api.get("/api/v1/affordability?amount=10").json()
    assert (judged["safe_to_spend"], judged["held_for_taxes"]) == (kept["amount"], "4000.00")
