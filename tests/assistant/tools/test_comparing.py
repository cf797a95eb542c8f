"""Two periods or two platforms."""

from datetime import date
from decimal import Decimal

import pytest
from rest_framework.test import APIClient

from accounts.models import User
from assistant.facts import Span
from assistant.tools.comparing import before
from finance import refresh
from finance.models import LinkedAccount, Transaction
from tests.assistant.tools.conftest import Ask, figures
from tests.finance.conftest import LAST_DAY, Write

AUGUST = Span(date(2026, 8, 1), date(2026, 8, 31))
SEPTEMBER = Span(date(2026, 9, 1), date(2026, 9, 30))
OCTOBER = Span(date(2026, 10, 1), date(2026, 10, 31))


def test_periods_are_compared_as_the_snapshots_show_them(
    ask: Ask, api: APIClient, ana: User, half_a_year: LinkedAccount
) -> None:
    refresh.after_change(user=ana, currency="CZK")
    october, september = api.get("/api/v1/snapshots?period=monthly").json()["results"][:2]
    for said in ({}, {"period": OCTOBER}, {"period": SEPTEMBER, "other_period": OCTOBER}):
        found = ask("compare", **said)
        told = figures(found)
        assert found.template == "compare.earned_more"
        assert (told["earned"], told["other_earned"]) == (Decimal(october["revenue"]), Decimal(september["revenue"]))
        assert told["difference"] == told["earned"] - told["other_earned"]
        assert told["change"] == round(Decimal(october["growth"]) * 100)


def test_less_and_the_same_are_said_as_such(ask: Ask, half_a_year: LinkedAccount) -> None:
    assert ask("compare", period=SEPTEMBER, other_period=AUGUST).template == "compare.earned_same"
    weeks = Span(date(2026, 10, 1), date(2026, 10, 10)), Span(date(2026, 10, 11), date(2026, 10, 31))
    assert ask("compare", period=weeks[1], other_period=Span(date(2026, 7, 1), date(2026, 9, 30))).template == (
        "compare.earned_less"
    )


def test_spending_on_a_category(ask: Ask, half_a_year: LinkedAccount) -> None:
    Transaction.objects.filter(kind="expense").update(category="fuel")
    found = ask("compare", period=OCTOBER, other_period=SEPTEMBER, category="fuel")
    assert found.template.startswith("compare.spent_")
    assert figures(found)["category"] == "fuel"


def test_platforms_are_compared_by_what_they_leave(ask: Ask, api: APIClient, write: Write) -> None:
    for platform, minor, kind in (
        ("uber", 9_000, "earning"),
        ("lyft", 8_000, "earning"),
        ("uber", -2_000, "platform_fee"),
    ):
        row = write(LAST_DAY, minor, kind)
        Transaction.objects.filter(pk=row.pk).update(platform=platform)
    shown = api.get("/api/v1/platforms?from=2026-10-01&to=2026-10-31").json()["platforms"]
    told = figures(ask("compare", platform="uber", other_platform="lyft"))
    assert [told["platform"], told["other_platform"]] == ["Lyft", "Uber"]
    assert [told["net_earned"], told["other_net_earned"]] == [Decimal(one["net"]) for one in shown]
    assert told["difference"] == Decimal("10.00")


@pytest.mark.parametrize(
    ("span", "earlier"),
    [
        (OCTOBER, SEPTEMBER),
        (Span(date(2026, 10, 5), date(2026, 10, 11)), Span(date(2026, 9, 28), date(2026, 10, 4))),
        (Span(date(2026, 3, 1), date(2026, 3, 31)), Span(date(2026, 2, 1), date(2026, 2, 28))),
    ],
)
def test_the_period_before(span: Span, earlier: Span) -> None:
    assert before(span) == earlier


def test_a_period_that_is_not_known_is_said_to_be(ask: Ask, half_a_year: LinkedAccount) -> None:
    old = Span(date(2019, 1, 1), date(2019, 1, 31))
    assert ask("compare", period=OCTOBER, other_period=old).template == "period.before"
