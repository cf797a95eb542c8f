"""Operators see who agreed to what and what became of it, and may take a consent back."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry, User
from telephone_rig.rest import FakeTwilio
from tests.voice.outbound.conftest import NOW, Clock
from voice.models import CallConsent, CallDay, Ring
from voice.outbound import dialling

CONSENTS = reverse("admin:voice_callconsent_changelist")


@pytest.fixture
def operator(client: Client, staff: User) -> Client:
    client.force_login(staff)
    return client


def test_it_works(ana: User, ring: Ring, operator: Client) -> None:
    row = CallConsent.objects.get(purpose="approvals")
    for _ in range(2):
        operator.post(CONSENTS, {"action": "take_back", "_selected_action": [row.pk]})
    row.refresh_from_db()
    ring.refresh_from_db()
    assert (row.revoked_at, row.revoked_from) == (NOW, "operator")
    assert (ring.outcome, ring.reason) == ("refused", "consent_revoked")
    entry = AuditEntry.objects.get(action="call_consent.revoked")
    assert (entry.by, entry.details["via"]) == ("operator", "operator")
    assert CallConsent.objects.for_user(ana).standing().count() == 1, "the other stands"


@pytest.mark.parametrize("name", ["ring", "callconsent", "callday"])
def test_lists_open_and_show_no_address(
    ring: Ring, twilio: FakeTwilio, clock: Clock, operator: Client, name: str
) -> None:
    dialling.dial(ring.pk, clock=clock)
    ring.refresh_from_db()
    row = {"ring": ring, "callconsent": CallConsent.objects.first(), "callday": CallDay.objects.first()}[name]
    assert row is not None
    pages = [reverse(f"admin:voice_{name}_changelist"), reverse(f"admin:voice_{name}_change", args=[row.pk])]
    for page in pages:
        answer = operator.get(page)
        assert answer.status_code == 200
        assert ring.nonce not in answer.content.decode()


def test_nobody_else(ana: User, ring: Ring, client: Client) -> None:
    client.force_login(ana)
    client.post(CONSENTS, {"action": "take_back", "_selected_action": [CallConsent.objects.first()]})
    assert CallConsent.objects.for_user(ana).standing().count() == 2
