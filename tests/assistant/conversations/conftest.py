"""A conversation of ana's."""

from datetime import UTC, datetime

import pytest

from accounts.models import User
from assistant.models import Channel, Conversation, Turn
from assistant.models.conversations import expiry

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
SAID = "How much did the clinic in Brno cost me?"


@pytest.fixture
def talk(ana: User) -> Conversation:
    """Return a conversation with one turn that names something private."""
    talk = Conversation.objects.create(
        user=ana,
        channel=Channel.TEXT,
        language="en",
        title=SAID,
        turns_count=1,
        started_at=NOW,
        last_at=NOW,
        expires_at=expiry(30, last_at=NOW),
    )
    Turn.objects.create(
        conversation=talk,
        position=1,
        at=NOW,
        channel=Channel.TEXT,
        language="en",
        intent="spending",
        question=SAID,
        answer="You spent 1,234.56 at the clinic.",
        details={"slots": {"text": "clinic"}, "facts": []},
    )
    return talk
