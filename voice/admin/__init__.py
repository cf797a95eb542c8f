"""What operators see of the telephone: calls live and past, errors, blocked numbers, the switch; no words."""

from voice.admin import calls, switches

__all__ = ["calls", "switches"]
