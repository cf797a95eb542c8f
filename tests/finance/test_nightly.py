"""The nightly run: once per night, resumable, for those who have transactions."""

import json
from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.management import call_command
from pytest_django import Settings

from accounts.models import User
from finance import ml, nightly
from finance.models import Forecast, LinkedAccount

SLOT = date(2026, 11, 2)
NOW = datetime(2026, 11, 2, 2, 15, tzinfo=UTC)


@pytest.fixture
def with_ml(ml_url: str, settings: Settings) -> None:
    settings.ML_URL, settings.ML_SHARED_KEY = ml_url, "k-test"
    ml.ml_client.cache_clear()


@pytest.mark.usefixtures("half_a_year", "ben", "with_ml")
def test_it_computes_both_periods_for_everybody_with_transactions(ana: User) -> None:
    out = StringIO()
    call_command("run_forecasts", "--slot", "2026-11-02", "--json", stdout=out)
    assert json.loads(out.getvalue())["ready"] == 2
    assert set(Forecast.objects.values_list("user", "period")) == {(ana.pk, "weekly"), (ana.pk, "monthly")}


@pytest.mark.usefixtures("half_a_year", "with_ml")
def test_running_it_again_changes_nothing() -> None:
    first = nightly.run_all(slot=SLOT, now=NOW)
    assert nightly.run_all(slot=SLOT, now=NOW) == first
    assert Forecast.objects.count() == 2


@pytest.mark.usefixtures("half_a_year", "with_ml")
def test_a_run_that_was_cut_goes_on_where_it_was() -> None:
    assert nightly.request_all(slot=SLOT, now=NOW) == 2
    Forecast.objects.filter(period="weekly").delete()
    assert nightly.request_all(slot=SLOT, now=NOW) == 1
    assert nightly.run_all(slot=SLOT, now=NOW)["ready"] == 2


def test_status_counts_what_waits(ana: User, half_a_year: LinkedAccount) -> None:
    nightly.request_all(slot=SLOT, now=NOW)
    out = StringIO()
    call_command("forecast_status", "--slot", "2026-11-02", "--json", stdout=out)
    assert json.loads(out.getvalue())["requested"] == 2
