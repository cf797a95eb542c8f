"""What the assistant keeps of its conversations."""

from assistant.models.conversations import Channel, Conversation, ConversationSettings, Turn

__all__ = ["Channel", "Conversation", "ConversationSettings", "Turn"]
