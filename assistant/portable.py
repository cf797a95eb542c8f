"""What of somebody's conversations goes into an archive: for reading, opened, because it is theirs."""

from collections.abc import Mapping
from typing import Any

from accounts.archives.parts import Part, declare
from assistant.models import Conversation, ConversationSettings, Proposal, Turn
from assistant.models.conversations import MOST_KEEP_DAYS


def check_settings(columns: Mapping[str, Any]) -> None:
    """Refuse a time that no setting can have."""
    if not 0 <= columns["keep_days"] <= MOST_KEEP_DAYS:
        raise ValueError("not a number of days that can be set")


declare(
    Part(Conversation, "conversations", without=("context",), restored=False, fills=False, currency=""),
    Part(Turn, "conversation_turns", owner="conversation__user", restored=False, fills=False, currency=""),
    Part(Proposal, "proposals", restored=False, fills=False, currency=""),
    Part(ConversationSettings, "conversation_settings", check=check_settings, fills=False, currency=""),
)
