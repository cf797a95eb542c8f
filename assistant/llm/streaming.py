"""Server-sent events out of bytes that end anywhere. Pure.

The SDK makes an object of several models of each token; a turn has a hundred tokens, and forty calls talk at once.
"""

import json
from types import SimpleNamespace
from typing import Any

END = b"[DONE]"


class Events:
    """Give it bytes; it gives back what the events that they complete hold.

    Attributes:
        over: that the provider has said that nothing more comes.
    """

    def __init__(self) -> None:
        self.over = False
        self._held = b""
        self._data: list[bytes] = []
        self._named = b""

    def take(self, piece: bytes) -> list[bytes]:
        """Take the next bytes; return the data of the events that are whole now."""
        *lines, self._held = (self._held + piece).split(b"\n")
        return [data for line in lines if (data := self._line(line.removesuffix(b"\r"))) is not None]

    def _line(self, line: bytes) -> bytes | None:
        if not line:
            return self._whole()
        name, _, value = line.partition(b":")
        if name == b"data":
            self._data.append(value.removeprefix(b" "))
        elif name == b"event":
            self._named = value.removeprefix(b" ")
        return None

    def _whole(self) -> bytes | None:
        """Return what an event holds that has come to its end, where it is one of ours."""
        data, ours = b"\n".join(self._data), self._named in (b"", b"error")
        self._data, self._named = [], b""
        self.over = self.over or data.startswith(END)
        return data if data and ours and not self.over else None


def opened(data: bytes) -> Any:
    """Return what an event's JSON says, objects as objects with attributes.

    Raises:
        ValueError: it is no JSON, or no text.
    """
    return json.loads(data, object_hook=lambda given: SimpleNamespace(**given))
