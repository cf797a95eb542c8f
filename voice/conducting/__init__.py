"""The edge of the flow: loads a call's state, does what the flow wants done, and yields what is to be said."""

from voice.conducting.conductor import conduct, interrupted

__all__ = ["conduct", "interrupted"]
