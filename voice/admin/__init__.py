"""What operators see of the telephone: calls live and past, errors, blocked numbers, the switch; no words."""

from voice.admin import calls, rings, switches

__all__ = ["calls", "rings", "switches"]
