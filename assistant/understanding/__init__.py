"""What somebody asks for, understood without a language model: `understand`."""

from assistant.understanding.understood import INTENTS, Context, Known, Slots, Understood

__all__ = ["INTENTS", "Context", "Known", "Slots", "Understood"]
