"""What somebody's archive tells of their calls: that there were some, and their own number; no state, no secret."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import User
from tests.finance.test_portable import export, tables
from voice.models import Call, CallConsent, CallEvent, CallSettings, PhoneNumber, Ring

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
PARTS = ("calls", "call_events", "call_consents", "call_settings", "phone_numbers", "rings")


@pytest.mark.django_db
def test_calls_go_along(ana: User, ben: User) -> None:
    for user, digits in ((ana, "0100"), (ben, "0200")):
        call = Call.objects.create(
            user=user,
            call_sid=f"CA{digits:0>32}",
            direction="inbound",
            number=f"+1202555{digits}",
            state={"secret": "where the flow is"},
            created_at=NOW,
            last_heard_at=NOW,
        )
        CallEvent.objects.create(call=call, kind="turn", at=NOW, key="step-1")
        CallConsent.objects.create(user=user, purpose="approvals", wording="Yes.", wording_version="1.en", given_at=NOW)
        CallSettings.objects.create(user=user)
        PhoneNumber.objects.create(
            user=user, number=f"+1202555{digits}", fingerprint=digits * 16, ends=digits, created_at=NOW
        )
        Ring.objects.create(
            user=user,
            purpose="briefing",
            nonce=f"nonce-{digits}",
            created_at=NOW,
            due_at=NOW,
            expires_at=NOW + timedelta(hours=1),
        )
    found = tables(export(ana))
    assert {name: len(found[name]) for name in PARTS} == dict.fromkeys(PARTS, 1)
    assert "+12025550100" in found["calls"][0]
    told = str({name: found[name] for name in PARTS})
    assert not [secret for secret in ("0200", "where the flow is", "nonce-") if secret in told]
