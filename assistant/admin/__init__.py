"""The assistant for operators: counts and timings of conversations, and the articles to edit."""

from assistant.admin import articles, conversations

__all__ = ["articles", "conversations"]
