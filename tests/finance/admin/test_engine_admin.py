"""Operators and what the machine computes: which model said it, and having it computed again."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.models import User
from finance.models import Forecast
from tests.finance.admin.conftest import NOW, Fill
from tests.sent import Sent

FORECASTS = reverse("admin:finance_forecast_changelist")


@pytest.fixture
def answered(ana: User, fill: Fill) -> Forecast:
    """Return ana's weekly forecast, answered, with none waiting."""
    row = fill(ana).forecast
    Forecast.objects.filter(pk=row.pk).update(
        status="ready", started_at=NOW, completed_at=NOW, as_of=NOW.date(), model="additive", model_version="2026.11-a1"
    )
    Forecast.objects.exclude(pk=row.pk).delete()
    row.refresh_from_db()
    return row


def run_again(operator: Client, row: Forecast) -> str:
    chosen = {"action": "run_again", "_selected_action": [row.pk]}
    return operator.post(FORECASTS, chosen, follow=True).content.decode()


def test_a_score_names_its_model_and_version(operator: Client, ana: User, fill: Fill) -> None:
    fill(ana)
    page = operator.get(reverse("admin:finance_score_changelist")).content.decode()
    assert "health-rules" in page
    assert "model version" in page.casefold()


def test_forecasts_are_filtered_by_the_version_that_made_them(operator: Client, answered: Forecast) -> None:
    page = operator.get(FORECASTS, {"model_version": "2026.11-a1"})
    assert [row.pk for row in page.context["cl"].result_list] == [answered.pk]
    assert not operator.get(FORECASTS, {"model_version": "older"}).context["cl"].result_list


def test_running_again_asks_anew_and_keeps_the_old(
    operator: Client,
    answered: Forecast,
    sent: Sent,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        assert "1 forecasts asked for." in run_again(operator, answered)
    new = Forecast.objects.get(status="requested")
    assert (new.user, new.period, new.currency, new.trigger) == (answered.user, "weekly", "CZK", "operator")
    assert sent == [("finance.tasks.run_forecast", (new.pk,))]
    assert Forecast.objects.get(pk=answered.pk).status == "ready"


def test_running_again_twice_leaves_one_waiting(operator: Client, answered: Forecast) -> None:
    for _ in range(2):
        run_again(operator, answered)
    assert Forecast.objects.filter(status="requested").count() == 1


def test_a_forecast_is_found_by_its_id(operator: Client, answered: Forecast) -> None:
    page = operator.get(FORECASTS, {"q": str(answered.public_id)})
    assert [row.pk for row in page.context["cl"].result_list] == [answered.pk]


def test_a_forecast_can_be_looked_into(operator: Client, answered: Forecast) -> None:
    page = operator.get(reverse("admin:finance_forecast_change", args=[answered.pk]))
    assert "2026.11-a1" in page.content.decode()
