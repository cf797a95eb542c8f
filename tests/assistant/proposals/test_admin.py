"""An operator may decline what waits, and nothing more."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry, User
from assistant.proposals import keeping
from assistant.proposals.drafts import Draft
from finance.models import Goal
from tests.assistant.tools.conftest import NOW

LIST = reverse("admin:assistant_proposal_changelist")


@pytest.fixture
def waiting(ana: User, clock: Any) -> Any:
    draft = Draft("set_goal", {"name": "Bike", "target": "500.00", "currency": "CZK"}, ())
    return keeping.propose(user=ana, draft=draft, channel="telephone", now=NOW, rung=True)


def test_it_works(client: Client, staff: User, ana: User, waiting: Any) -> None:
    client.force_login(staff)
    for _ in range(2):
        client.post(LIST, {"action": "decline", "_selected_action": [waiting.pk]})
    waiting.refresh_from_db()
    assert (waiting.status, Goal.objects.count()) == ("declined", 0)
    entry = AuditEntry.objects.get(action="proposal.declined")
    assert (entry.by, entry.details["via"]) == ("operator", "admin")
    assert keeping.confirm(user=ana, public_id=waiting.public_id, now=NOW).status == "declined"


def test_what_was_decided_stays(client: Client, staff: User, ana: User, waiting: Any) -> None:
    keeping.confirm(user=ana, public_id=waiting.public_id, now=NOW)
    client.force_login(staff)
    client.post(LIST, {"action": "decline", "_selected_action": [waiting.pk]})
    waiting.refresh_from_db()
    assert (waiting.status, Goal.objects.count()) == ("executed", 1)


def test_nobody_else(client: Client, ana: User, waiting: Any) -> None:
    client.force_login(ana)
    client.post(LIST, {"action": "decline", "_selected_action": [waiting.pk]})
    waiting.refresh_from_db()
    assert waiting.status == "proposed"
