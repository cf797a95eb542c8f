"""How a night stands, on the operators' pages."""

from datetime import date

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from accounts.models import User
from finance.models import Run, RunChunk
from tests.finance.admin.conftest import NOW

RUNS = reverse("admin:finance_run_changelist")


@pytest.fixture
def run(db: None) -> Run:
    row = Run.objects.create(name="forecasts", slot=date(2026, 11, 2), opened_at=NOW, users=30)
    whole = {"run": row, "users": 10}
    RunChunk.objects.create(**whole, first_user=1, last_user=10, status="done", computed=9, passed_over=1, ended_at=NOW)
    RunChunk.objects.create(**whole, first_user=11, last_user=20, status="running", lease_until=NOW, started_at=NOW)
    RunChunk.objects.create(**whole, first_user=21, last_user=21, status="failed", problem="ValueError", error="NaN")
    return row


def steer(operator: Client, action: str, row: Run) -> str:
    return operator.post(RUNS, {"action": action, "_selected_action": [row.pk]}, follow=True).content.decode()


def test_the_list_tells_how_a_run_stands(operator: Client, run: Run) -> None:
    page = operator.get(RUNS).content.decode()
    assert "10 of 30" in page
    page = operator.get(reverse("admin:finance_run_change", args=[run.pk])).content.decode()
    assert "ValueError: 1" in page
    assert "stuck chunks: 1" in page


def test_chunks_are_filtered_by_what_went_wrong(operator: Client, run: Run) -> None:
    page = operator.get(reverse("admin:finance_runchunk_changelist"), {"problem": "ValueError"})
    assert [row.error for row in page.context["cl"].result_list] == ["NaN"]


def test_a_run_is_cancelled_once_and_goes_on_with_what_failed(operator: Client, run: Run) -> None:
    assert "cancelled." in steer(operator, "cancel", run)
    assert "This run is over." in steer(operator, "cancel", run)
    assert Run.objects.get().status == "cancelled"
    assert "1 failed chunks wait again." in steer(operator, "retry", run)
    assert Run.objects.get().status == "running"


def test_who_may_only_look_steers_nothing(run: Run, staff: User, operator: Client) -> None:
    staff.is_superuser = False
    staff.save()
    staff.user_permissions.set(Permission.objects.filter(codename__in=["view_run", "view_runchunk"]))
    steer(operator, "cancel", run)
    assert Run.objects.get().status == "running"
