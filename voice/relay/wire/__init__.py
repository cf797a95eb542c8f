"""ConversationRelay's messages as values.

Source: Twilio, "Getting and sending WebSocket messages" (ConversationRelay).
"""

from voice.relay.wire.incoming import (
    MOST_CHARACTERS,
    Fault,
    Incoming,
    Interrupt,
    Key,
    Malformed,
    Played,
    Prompt,
    Setup,
    Speaking,
    Unknown,
    read,
)
from voice.relay.wire.outgoing import End, Languages, Outgoing, Play, SendDigits, Text

__all__ = [
    "MOST_CHARACTERS",
    "End",
    "Fault",
    "Incoming",
    "Interrupt",
    "Key",
    "Languages",
    "Malformed",
    "Outgoing",
    "Play",
    "Played",
    "Prompt",
    "SendDigits",
    "Setup",
    "Speaking",
    "Text",
    "Unknown",
    "read",
]
