"""The call as a pure state machine: what was heard in, what is to be said and done out. No network, no database."""

from voice.flow.hearing import LIMITS, Limits, begin, heard
from voice.flow.interruptions import heard_of
from voice.flow.outcomes import broken, done
from voice.flow.state import State, remembering, restored, told

__all__ = [
    "LIMITS",
    "Limits",
    "State",
    "begin",
    "broken",
    "done",
    "heard",
    "heard_of",
    "remembering",
    "restored",
    "told",
]
