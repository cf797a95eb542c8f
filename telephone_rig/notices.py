"""What Twilio would write into its debugger: an error or a warning, with its code."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Notice:
    """One line of the debugger.

    Attributes:
        code: as in https://www.twilio.com/docs/api/errors.
        level: an error ends the document, or the call; after a warning it goes on.
        text: what is wrong, and where.
    """

    code: int
    text: str
    level: Literal["error", "warning"] = "warning"

    def __str__(self) -> str:
        return f"{self.level} {self.code}: {self.text}"


class Broken(Exception):
    """A document or an answer that cannot be used; the call goes to the fallback address."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(text)
        self.notice = Notice(code, text, "error")
