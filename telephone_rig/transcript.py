"""What was heard and done on a call, line by line, as text."""

from dataclasses import dataclass, field
from typing import Literal

Who = Literal["line", "caller", "note"]
MARKS = {"line": "<", "caller": ">", "note": "-"}


@dataclass(frozen=True)
class Entry:
    """One line of it. `who` speaks: the line, the caller, or the rig about what happened."""

    at: float
    who: Who
    text: str
    language: str = ""

    def __str__(self) -> str:
        minutes, seconds = divmod(self.at, 60)
        tag = f" [{self.language}]" if self.who == "line" and self.language[:2] not in ("", "en") else ""
        return f"{int(minutes):02}:{seconds:04.1f} {MARKS[self.who]}{tag} {self.text}"


@dataclass
class Transcript:
    """Everything so far."""

    entries: list[Entry] = field(default_factory=list)

    def add(self, at: float, who: Who, text: str, language: str = "") -> Entry:
        """Write a line."""
        entry = Entry(at, who, text, language)
        self.entries.append(entry)
        return entry

    def __str__(self) -> str:
        return "\n".join(map(str, self.entries))
