"""What the telephone can promise somebody who wants to be called. It stands above the assistant and answers from there.

Without a telephone nobody is called.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from accounts.models import User
from assistant.facts import Fact, Source
from assistant.tools import figures

SOURCE = Source("telephone", page="/telephone")


@dataclass(frozen=True, slots=True)
class Outlook:
    """Whether somebody would be called, and when.

    Attributes:
        refused: why not, in a word: the end of an answer's key, "act.call.no_pin"; empty where they would be.
        at: when; None where it is in a moment, or not at all.
        again: when it may be asked for again, where that is known.
    """

    refused: str = ""
    at: datetime | None = None
    again: datetime | None = None


Ask = Callable[[User, datetime, date | None], Outlook]
NO_TELEPHONE = Outlook("no_telephone")
_asked: list[Ask] = []


def answered_by(ask: Ask) -> None:
    """Have the telephone answer; the last one that says so does."""
    _asked[:] = [ask]


def outlook(user: User, *, now: datetime, on: date | None = None) -> Outlook:
    """Return what may be promised.

    Args:
        on: a day that they named, by their calendar.
    """
    return _asked[-1](user, now, on) if _asked else NO_TELEPHONE


def when(user: User, at: datetime, *, name: str, now: datetime) -> tuple[Fact, Fact]:
    """Return an instant as the day and the time of day that it is where somebody lives."""
    local, today = at.astimezone(ZoneInfo(user.time_zone)), now.astimezone(ZoneInfo(user.time_zone)).date()
    clock = local.time().replace(second=0, microsecond=0)
    return (
        figures.day(f"{name}_on", local.date(), today, SOURCE),
        figures.clock(f"{name}_at", clock, today, SOURCE),
    )
