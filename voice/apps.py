"""The app's name."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from accounts.models import User
    from assistant.proposals.calling import Outlook


class VoiceConfig(AppConfig):
    name = "voice"

    def ready(self) -> None:
        """Tell the assistant, which knows nothing of the telephone, whom to ask about calls."""
        from assistant.proposals import calling  # models are loaded by now

        calling.answered_by(_outlook)


def _outlook(user: "User", now: "datetime", on: "date | None") -> "Outlook":
    from voice.outbound.outlook import outlook  # with its first question: not every command needs the telephone

    return outlook(user, now, on)
