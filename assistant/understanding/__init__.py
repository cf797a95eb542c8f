"""What somebody asks for, understood without a language model: `understand`."""

from assistant.understanding.model import NoIntentModel
from assistant.understanding.understanding import understand
from assistant.understanding.understood import INTENTS, Context, Known, Slots, Understood

__all__ = ["INTENTS", "Context", "Known", "NoIntentModel", "Slots", "Understood", "understand"]
