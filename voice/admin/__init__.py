"""What operators see of the telephone: calls live and past, errors, blocked numbers, the switch; no words."""

from voice.admin import callers, calls, rings, switches

__all__ = ["callers", "calls", "rings", "switches"]
