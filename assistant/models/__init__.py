"""What the assistant keeps of its conversations, and the articles that operators wrote."""

from assistant.models.articles import ArticleRow
from assistant.models.conversations import Channel, Conversation, ConversationSettings, Turn
from assistant.models.proposals import Proposal

__all__ = ["ArticleRow", "Channel", "Conversation", "ConversationSettings", "Proposal", "Turn"]
