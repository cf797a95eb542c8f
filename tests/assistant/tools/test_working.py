"""The work itself."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from rest_framework.test import APIClient

from accounts.models import User
from assistant.facts import Span
from finance.models import TaxProfile, Transaction, Trip
from tests.assistant.tools.conftest import Ask, figures
from tests.finance.conftest import LAST_DAY, Write


@pytest.fixture
def two(write: Write) -> None:
    """Write pay of two platforms: the one that leaves less by the hour leaves more in all."""
    for platform, minor, minutes in (("uber", 90_000, 600), ("lyft", 50_000, 240)):
        row = write(LAST_DAY, minor)
        Transaction.objects.filter(pk=row.pk).update(platform=platform, minutes=minutes, jobs=10)


@pytest.mark.parametrize(
    ("without", "template", "best"),
    [
        ({}, "platforms.by_hour", "Lyft"),
        ({"minutes": None}, "platforms.by_job", "Uber"),
        ({"minutes": None, "jobs": None}, "platforms.by_net", "Uber"),
    ],
)
def test_the_best_is_the_apps_best(
    ask: Ask, api: APIClient, clock: object, two: None, without: dict[str, Any], template: str, best: str
) -> None:
    Transaction.objects.update(**without)
    shown = {one["platform"]: one for one in api.get("/api/v1/platforms").json()["platforms"]}
    found = ask("platforms")
    told = figures(found)
    assert (found.template, told["best_platform"]) == (template, best)
    of_best = shown[best.lower()]
    expected = of_best["net"] if "by_net" in template else of_best["per_" + template.rsplit("_", 1)[1]]["amount"]
    assert told.get("best_rate", told.get("best_net")) == Decimal(expected)


def test_one_or_none_is_no_contest(ask: Ask, two: None) -> None:
    Transaction.objects.filter(platform="lyft").delete()
    assert ask("platforms").template == "platforms.single"
    Transaction.objects.update(platform="")
    assert ask("platforms").template == "platforms.none_named"
    Transaction.objects.update(kind="personal")
    assert ask("platforms").template == "platforms.none"


def test_without_a_ledger(ask: Ask, ben: User) -> None:
    assert ask("platforms", user=ben).template == "no_statements"


@pytest.fixture
def driven(ana: User) -> None:
    for month in (3, 9):
        Trip.objects.create(user=ana, on=date(2026, month, 5), distance_thousandths=100_500, unit="mi")


def test_mileage_is_the_apps(ask: Ask, api: APIClient, clock: object, ana: User, driven: None) -> None:
    TaxProfile.objects.create(user=ana, country="US")
    shown = api.get("/api/v1/mileage/summary").json()
    found = ask("mileage")
    told = figures(found)
    assert found.template == "mileage.ok"
    assert told["business_distance"] == Decimal(shown["business"])
    assert told["deduction"] == Decimal(shown["deduction"])
    assert found.facts[0].per == "mile"


def test_what_deducts_nothing_says_why(ask: Ask, ana: User, ben: User, driven: None) -> None:
    assert ask("mileage").template == "mileage.no_country"
    assert ask("mileage", period=Span(date(2020, 1, 1), date(2020, 12, 31))).template == "mileage.none"
    assert ask("mileage", user=ben).template == "mileage.none"
    profile = TaxProfile.objects.create(user=ana, country="IN")
    assert ask("mileage").template in ("mileage.no_rate", "mileage.not_known")
    TaxProfile.objects.filter(pk=profile.pk).update(country="US")
    Trip.objects.update(on=date(2012, 1, 1))
    assert ask("mileage", period=Span(date(2012, 1, 1), date(2012, 12, 31))).template == "mileage.not_known"
