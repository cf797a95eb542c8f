"""A call that GigLens placed, as a pure flow: what was heard in, what is to be said and done out.

It opens with who is calling and what zero does, and tells nothing until a key was pressed; then asks for the PIN, tells
what it is about, and takes one key. Approval needs all of it: five by a person at the line, the PIN (or, up to the
user's own limit, a detection that says a human answered), the question said to its end, and a one in answer to it.

Each document that goes out has a number, the turn, and its answer comes to an address with that number: an answer that
comes twice, or late, is to a document that is out no more, and decides nothing.
"""

from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, get_args

from voice.flow.acts import CheckPin
from voice.flow.values import Ended, Heard, Listening, Why

Place = Literal["opening", "pin", "question", "briefing", "over"]
OPENS, APPROVES, DECLINES, REPEATS, STOPS = "5", "1", "2", "9", "0"
PATIENCE = 2  # silences, and wrong keys, that are answered by saying it once more
PIN_TRIES, PIN_DIGITS = 3, 6
KEY = Listening("decision", 1, speech=False)
PIN = Listening("pin", PIN_DIGITS, speech=False, timeout_s=12)


@dataclass(frozen=True, slots=True)
class Line:
    """Say one of our own lines. `to_its_end`: no key cuts it short."""

    key: str
    to_its_end: bool = False


@dataclass(frozen=True, slots=True)
class Tell:
    """Say what the call is about: the question, or the briefing. Only to the person themselves."""


@dataclass(frozen=True, slots=True)
class Decide:
    """Carry the decision out, and say what became of it."""

    yes: bool


@dataclass(frozen=True, slots=True)
class Stop:
    """Take every consent to be rung back."""


@dataclass(frozen=True, slots=True)
class HandOver:
    """Go on as on any call: with the PIN, then the menu."""


Part = Line | Tell | CheckPin | Decide | Stop | HandOver | Listening | Ended
Parts = tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class State:
    """Where the call is.

    Attributes:
        turn: the number of the document that is out; 0 before the first.
        silences, stumbles: since something was understood.
        tries: wrong PINs.
    """

    place: Place = "opening"
    turn: int = 0
    silences: int = 0
    stumbles: int = 0
    tries: int = 0

    def kept(self) -> dict[str, Any]:
        """Return it as JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known at a step.

    Attributes:
        purpose: of the call: "approval", "briefing" or "call_back".
        pin_needed: whatever the detection says.
        answered_by: Twilio's word for who answered, empty as long as it has said none.
        open: what it is about still waits, and may still be asked.
        decided: it does not, because somebody has decided it.
    """

    purpose: str
    pin_needed: bool
    answered_by: str
    open: bool
    decided: bool = False

    @property
    def machine(self) -> bool:
        """Whether a machine answered."""
        return is_machine(self.answered_by)

    @property
    def trusted(self) -> bool:
        """Whether the key alone will do: below the limit, and with a person at the line."""
        return not self.pin_needed and self.answered_by == "human"


def is_machine(answered_by: str) -> bool:
    """Tell whether a word of the detection is about a machine; "unknown" and none at all are not."""
    return answered_by.startswith("machine") or answered_by == "fax"


def restored(kept: Any) -> State:
    """Read a state; what is none is a call that begins."""
    try:
        state = State(**kept)
    except TypeError:
        return State()
    counts = (state.turn, state.silences, state.stumbles, state.tries)
    sound = state.place in get_args(Place) and all(isinstance(one, int) and one >= 0 for one in counts)
    return state if sound else State()


def begin(state: State, known: Known) -> tuple[State, Parts]:
    """Answer the first request of a call; a repeated one gets the document that is out."""
    if state.turn or known.machine or not known.open:
        return again(state, known)
    return replace(state, turn=1), _document(replace(state, turn=1), known)


def again(state: State, known: Known) -> tuple[State, Parts]:
    """Return the document that is out once more; nothing has changed."""
    if known.machine:
        return _over(state, "voicemail")
    if state.place == "over":
        return _over(state, "goodbye", Line("goodbye"))
    if not known.open:
        return _over(state, "decided", Line("already" if known.decided else "goodbye"))
    return state, _document(state, known)


def heard(state: State, what: Heard, known: Known) -> tuple[State, Parts]:
    """Go on with what was heard in answer to the document that is out."""
    if not state.turn:
        return begin(state, known)
    if known.machine or not known.open or state.place == "over":
        return again(state, known)
    key = what.digits if what.kind == "digits" else ""
    state = replace(state, turn=state.turn + 1)
    if key == STOPS:
        return _over(state, "goodbye", Stop(), Line("stopped"))
    if what.kind == "silence":
        return _silent(state, known)
    ways = {"opening": _opened, "pin": _pin_given, "question": _answered, "briefing": _briefed}
    return ways[state.place](state, key, known)


def pin_was(state: State, known: Known, *, right: bool) -> tuple[State, Parts]:
    """Go on when a PIN was looked at."""
    if right:
        return _told(state, known)
    if state.tries + 1 >= PIN_TRIES:
        return _over(state, "locked", Line("pin_over"))
    state = replace(state, tries=state.tries + 1, silences=0)
    return state, (Line("pin_wrong"), *_document(state, known))


def _opened(state: State, key: str, known: Known) -> tuple[State, Parts]:
    if key != OPENS:
        return _stumbled(state, known)
    if known.purpose == "call_back":
        return replace(state, place="over"), (HandOver(),)
    if known.trusted:
        return _told(state, known)
    state = replace(state, place="pin", silences=0, stumbles=0)
    return state, _document(state, known)


def _pin_given(state: State, key: str, known: Known) -> tuple[State, Parts]:
    if len(key) == PIN_DIGITS and key.isascii() and key.isdigit():
        return state, (CheckPin(key),)
    return pin_was(state, known, right=False)  # no PIN at all: nothing to look at


def _told(state: State, known: Known) -> tuple[State, Parts]:
    place: Place = "briefing" if known.purpose == "briefing" else "question"
    state = replace(state, place=place, silences=0, stumbles=0)
    return state, _document(state, known)


def _answered(state: State, key: str, known: Known) -> tuple[State, Parts]:
    if key in (APPROVES, DECLINES):
        return _over(state, "decided", Decide(key == APPROVES), Line("goodbye"))
    if key == REPEATS:
        return _told(state, known)
    return _stumbled(state, known)


def _briefed(state: State, key: str, known: Known) -> tuple[State, Parts]:
    return _told(state, known) if key == REPEATS else _over(state, "goodbye", Line("goodbye"))


def _silent(state: State, known: Known) -> tuple[State, Parts]:
    if state.place == "briefing":
        return _over(state, "goodbye", Line("goodbye"))
    state = replace(state, silences=state.silences + 1)
    if state.silences > PATIENCE:
        return _over(state, "silence", Line("undecided" if state.place == "question" else "goodbye"))
    return state, _document(state, known)


def _stumbled(state: State, known: Known) -> tuple[State, Parts]:
    state = replace(state, stumbles=state.stumbles + 1, silences=0)
    if state.stumbles > PATIENCE:
        return _over(state, "silence", Line("undecided" if state.place == "question" else "goodbye"))
    return state, (Line("no_such_key"), *_document(state, known))


def _document(state: State, known: Known) -> Parts:
    """Return what is said and awaited where the call is."""
    match state.place:
        case "opening":
            return (Line(f"opening.{known.purpose}"), KEY)
        case "pin":
            return (Line("pin"), PIN)
        case "briefing":
            return (Tell(), Line("keys.briefing"), KEY)
        case _:
            return (Tell(), Line("keys.approval"), KEY)


def _over(state: State, why: Why, *parts: Part) -> tuple[State, Parts]:
    return replace(state, place="over"), (*parts, Ended(why))
