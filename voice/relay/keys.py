"""Keys become entries: one at once, a PIN when it is whole. What was pressed is never logged."""

import math

from voice.flow.values import Listening

BETWEEN_S = 4.0  # between two keys of one entry
UNSURE_S = 1.5  # the same, where it is not known what is awaited
MOST_KEYS = 32
AFTER_S = 2.0  # for a # that closes what was whole already


class Keypad:
    """The keys of one entry, until it is whole.

    Attributes:
        due: when what was pressed counts as the entry, without another key.
    """

    def __init__(self) -> None:
        self.due: float | None = None
        self._pressed = ""
        self._swallow_until = -math.inf

    def __repr__(self) -> str:
        return "Keypad()"

    def press(self, key: str, awaited: Listening | None, *, now: float) -> str | None:
        """Take a key; return the entry when it is whole.

        A * begins a longer entry anew, and a # closes it; pressed first, both stand for themselves.
        """
        late, self._swallow_until = now <= self._swallow_until, -math.inf
        if key == "#" and late:
            return None
        count = awaited.digits if awaited else None
        if count == 1:
            return self._whole(key)
        if key in "*#" and not self._pressed:
            self._swallow_until = now + AFTER_S if key == "*" else -math.inf
            return self._whole(key)
        if key == "*":
            self._pressed = ""
        elif key == "#":
            return self._whole(self._pressed)
        else:
            self._pressed += key
        if len(self._pressed) == (count or MOST_KEYS):
            self._swallow_until = now + AFTER_S
            return self._whole(self._pressed)
        self.due = now + (BETWEEN_S if awaited else UNSURE_S)
        return None

    def elapsed(self, *, now: float) -> str | None:
        """Return the entry that no further key came to, once it has waited long enough."""
        if self.due is None or now < self.due:
            return None
        return self._whole(self._pressed) or None

    def clear(self) -> None:
        """Forget what was pressed."""
        self._pressed, self.due = "", None

    def _whole(self, entry: str) -> str:
        self.clear()
        return entry
