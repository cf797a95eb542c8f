"""A row of each kind for anybody, and the operator who looks at them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from django.test import Client

from accounts.models import User
from finance.intake import imports
from finance.models import (
    Alert,
    AlertDelivery,
    AlertSettings,
    FinancialSnapshot,
    Forecast,
    Goal,
    Import,
    LinkedAccount,
    PayoutFinding,
    PushSubscription,
    Recommendation,
    Review,
    Score,
    StatementMapping,
    TaxProfile,
    Transaction,
    Transfer,
    Trip,
)

NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
STATEMENT = b"Date,Description,Amount\n2026-10-03,Coffee,-3.00\n2026-10-04,Payout,much\n2026-10-04,Payout,100.00\n"


@dataclass(frozen=True)
class Rows:
    """What an operator may find of one person."""

    statement: Import
    transaction: Transaction
    forecast: Forecast


Fill = Callable[[User], Rows]


@pytest.fixture
def operator(client: Client, staff: User) -> Client:
    """Return a browser in which an operator is logged in."""
    client.force_login(staff)
    return client


@pytest.fixture
def fill(db: None) -> Fill:
    """Return a function that gives somebody a row of each kind."""

    def one(user: User) -> Rows:
        account = LinkedAccount.objects.create(user=user, name="Main", currency="CZK")
        statement, _ = imports.import_statement(account=account, file_name=f"of-{user.pk}.csv", content=STATEMENT)
        forecast, _ = Forecast.objects.get_or_create(
            user=user, period="weekly", currency="CZK", status="requested", defaults={"requested_at": NOW}
        )
        Score.objects.create(
            user=user,
            kind="health",
            as_of=date(2026, 11, 1),
            value=70,
            band="coping",
            currency="CZK",
            model="health-rules",
            model_version="1",
            computed_at=NOW,
        )
        Recommendation.objects.create(
            user=user,
            kind="buffer",
            deduplication_key="buffer",
            currency="CZK",
            evidence=[],
            priority=1,
            as_of=date(2026, 11, 1),
        )
        assert FinancialSnapshot.objects.for_user(user).exists()
        transaction = Transaction.objects.for_user(user).order_by("pk").first()
        assert transaction is not None
        Review.objects.create(user=user, kind="possible_duplicate", key="k", joined=True)
        StatementMapping.objects.create(user=user, signature="s", header=["Quand"], mapping={}, used_at=NOW)
        Transfer.objects.create(user=user, kind="transfer", source="auto", key="k", currency="CZK", split_at=NOW)
        Trip.objects.create(user=user, on=date(2026, 10, 1), distance_thousandths=12_500, unit="mi")
        TaxProfile.objects.create(user=user, country="US")
        PayoutFinding.objects.create(
            user=user,
            account=account,
            kind="underpaid",
            key="k",
            currency="CZK",
            on=date(2026, 10, 1),
            amount_minor=1,
            evidence={"figures": {}, "job": "", "lines": []},
        )
        fill_alerts(user)
        return Rows(statement, transaction, forecast)

    return one


def fill_alerts(user: User) -> None:
    """Give somebody an alert on its way to a device, and a goal."""
    told = {"kind": "bill_due", "severity": "info", "evidence": [], "created_at": NOW}
    alert = Alert.objects.create(user=user, deduplication_key="k", **told)
    AlertDelivery.objects.create(alert=alert, user=user, channel="push", not_before=NOW)
    AlertSettings.objects.create(user=user)
    PushSubscription.objects.create(
        user=user, endpoint=f"https://p.example.net/{user.pk}", endpoint_sha256=str(user.pk), created_at=NOW
    )
    Goal.objects.create(user=user, name="Van", currency="CZK", target_minor=1, starts_on=date(2026, 10, 1))
