"""Where a call is, as a value that JSON can hold."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any, Literal, get_args

from assistant.languages import DEFAULT, Language, known
from assistant.turns.events import Pace
from voice.flow.values import Said

VERSION = 1
Place = Literal["lobby", "language", "pin", "articles", "menu", "question", "choice", "decision", "more"]
PLACES: tuple[Place, ...] = get_args(Place)
PRIVATE: frozenset[Place] = frozenset({"menu", "question", "choice", "decision", "more"})


@dataclass(frozen=True, slots=True)
class State:
    """Where a call is.

    Attributes:
        back: where the choice of a language returns to.
        chosen: that the language was chosen on this call.
        identified: that the PIN was right; of the call's row, never of what was kept here.
        tries: PINs that were wrong.
        silences, stumbles: one after the other, without a right word or key in between.
        steps: all of them: an end for a call that would find none.
        began_at, active_at: when the call began, when a key or a word came last.
        page, shelf, further: of the articles: which page, their keys and names, whether there is a next page.
        options: what was offered as 1 and 2.
        proposal: the public id of what waits for a yes or a no by key.
        turn: the assistant's turn that was said last.
        said: the last words, for a line that has to say them again.
        answer: the last answer, for who wants to hear it again.
    """

    place: Place = "lobby"
    back: Place = "lobby"
    language: Language = DEFAULT
    chosen: bool = False
    pace: Pace = "normal"
    identified: bool = False
    tries: int = 0
    silences: int = 0
    stumbles: int = 0
    steps: int = 0
    began_at: datetime | None = None
    active_at: datetime | None = None
    page: int = 0
    shelf: tuple[tuple[str, str], ...] = ()
    further: bool = False
    options: tuple[str, ...] = ()
    proposal: str = ""
    turn: str = ""
    said: tuple[Said, ...] = ()
    answer: tuple[Said, ...] = ()

    @property
    def home(self) -> Place:
        """The menu that is theirs."""
        return "menu" if self.identified else "lobby"

    def __repr__(self) -> str:
        """Keep what was said out of logs and traces."""
        return f"State({self.place!r}, steps={self.steps})"


def told(state: State) -> dict[str, Any]:
    """Return a state as JSON; who it is known to be is no part of it."""
    kept = {name: getattr(state, name) for name in READ} | {"version": VERSION}
    for moment in ("began_at", "active_at"):
        kept[moment] = kept[moment].isoformat() if kept[moment] else None
    for words in ("said", "answer"):  # by hand: `asdict` takes a millisecond for a menu
        kept[words] = [_words(one) for one in kept[words]]
    return kept


def _words(said: Said) -> dict[str, Any]:
    return {
        "text": said.text,
        "written": said.written,
        "language": said.language,
        "pace": said.pace,
        "interruptible": said.interruptible,
    }


def remembering(state: State, said: tuple[Said, ...]) -> State:
    """Return a state that knows what was said last, for a line that has to say it again."""
    return replace(state, said=said)


def restored(kept: Mapping[str, Any] | None, *, identified: bool) -> State:
    """Read a state; what another version wrote in another way is as in a call that begins."""
    found: dict[str, Any] = {}
    for name in (one.name for one in fields(State)):
        if name in READ and kept and name in kept:
            try:
                found[name] = READ[name](kept[name])
            except (TypeError, ValueError, KeyError, AttributeError, OverflowError):
                continue
    state = State(**(found | {"identified": identified}))
    return _consistent(state)


def _consistent(state: State) -> State:
    """A place that is not theirs, or that lacks what it is about, is left for the menu."""
    lacking = (state.place == "decision" and not state.proposal) or (state.place == "choice" and not state.options)
    back = state.home if state.back in PRIVATE and not state.identified else state.back
    place = state.home if lacking or (state.place in PRIVATE and not state.identified) else state.place
    if state.identified and place in {"lobby", "pin"}:
        place = "menu"
    return replace(state, place=place, back=back)


def _place(value: Any) -> Place:
    if value not in PLACES:
        raise ValueError(value)
    return value  # type: ignore[no-any-return]  # one of them


def _language(value: Any) -> Language:
    if not isinstance(value, str) or not known(value):
        raise ValueError(value)
    return value


def _pace(value: Any) -> Pace:
    return "slow" if value == "slow" else "normal"


def _count(value: Any) -> int:
    return max(0, int(value))


def _moment(value: Any) -> datetime | None:
    if value is None:
        return None
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError(value)
    return moment


def _said(value: Any) -> tuple[Said, ...]:
    return tuple(
        Said(str(one["text"]), str(one["written"]), _language(one["language"]), _pace(one["pace"]),
             bool(one["interruptible"]))
        for one in value
    )  # fmt: skip


def _texts(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        raise TypeError(value)
    return tuple(str(one) for one in value)


READ: Mapping[str, Any] = {
    "place": _place,
    "back": _place,
    "language": _language,
    "chosen": bool,
    "pace": _pace,
    "tries": _count,
    "silences": _count,
    "stumbles": _count,
    "steps": _count,
    "began_at": _moment,
    "active_at": _moment,
    "page": _count,
    "shelf": lambda value: tuple((str(key), str(name)) for key, name in value),
    "further": bool,
    "options": _texts,
    "proposal": str,
    "turn": str,
    "said": _said,
    "answer": _said,
}
