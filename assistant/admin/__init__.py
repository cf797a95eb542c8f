"""What operators see of the assistant: articles, that conversations are there, how the providers of models are."""

from assistant.admin import articles, conversations, proposals, providers

__all__ = ["articles", "conversations", "proposals", "providers"]
