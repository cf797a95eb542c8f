"""What is on the accounts."""

from datetime import timedelta
from decimal import Decimal

from rest_framework.test import APIClient

from accounts.models import User
from finance.models import BalancePoint, LinkedAccount
from tests.assistant.tools.conftest import NOW, Ask, figures
from tests.finance.conftest import LAST_DAY, Write


def test_it_is_what_the_accounts_show(ask: Ask, api: APIClient, half_a_year: LinkedAccount) -> None:
    found = ask("balance")
    (shown,) = api.get("/api/v1/linked-accounts").json()["results"]
    assert found.template == "balance.ok"
    assert figures(found) == {"balance": Decimal(shown["balance"]), "as_of": LAST_DAY}


def test_nothing_is_known_without_a_statement(ask: Ask) -> None:
    assert ask("balance").template == "no_statements"


def test_half_a_total_is_not_told(ask: Ask, ana: User, half_a_year: LinkedAccount, write: Write) -> None:
    other = LinkedAccount.objects.create(user=ana, name="Other", currency="CZK")
    write(LAST_DAY, -100, to=other)
    assert ask("balance").template == "no_balance"


def test_a_second_currency_is_mentioned(ask: Ask, ana: User, half_a_year: LinkedAccount, write: Write) -> None:
    euros = LinkedAccount.objects.create(user=ana, name="Euros", currency="EUR")
    write(LAST_DAY, 5_000, to=euros)
    BalancePoint.objects.create(account=euros, on=LAST_DAY, balance_minor=9_000, source="user")
    found = ask("balance")
    assert found.template == "balance.ok+other_balance"
    assert figures(found)["other_balance"] == Decimal("90.00")
    asked_for = ask("balance", currency="EUR")
    assert asked_for.template == "balance.ok"
    assert figures(asked_for)["balance"] == Decimal("90.00")


def test_an_overdrawn_account_is_said_to_be_one(ask: Ask, account: LinkedAccount, write: Write) -> None:
    write(LAST_DAY, -100)
    BalancePoint.objects.create(account=account, on=LAST_DAY, balance_minor=-25_00, source="user")
    assert ask("balance").template == "balance.overdrawn"


def test_an_old_balance_asks_for_a_newer_statement(ask: Ask, half_a_year: LinkedAccount) -> None:
    assert ask("balance", now=NOW + timedelta(days=20)).template == "balance.ok+newer_statement"


def test_ben_sees_nothing_of_anas(ask: Ask, ben: User, half_a_year: LinkedAccount) -> None:
    assert ask("balance", user=ben).template == "no_statements"
