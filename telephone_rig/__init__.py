"""A telephone rig: it rings an application that speaks TwiML as Twilio does, and needs neither telephone nor Twilio.

    line = Line("https://example.org/voice", Webhooks(Signer("auth token")))
    call = ring(line)
    assert "Press 1" in call.heard
    call.press("1").say("what is my balance").hang_up()

docs/telephone-rig.md tells the rest. It imports no Django and nothing of the application.
"""

from telephone_rig.call import Call, Endless, NothingAwaited
from telephone_rig.callbacks import Callback, Weather
from telephone_rig.clock import RealClock, VirtualClock
from telephone_rig.line import Line
from telephone_rig.notices import Notice
from telephone_rig.signing import Signer
from telephone_rig.web import Limits, Web
from telephone_rig.webhooks import Attempt, Webhooks

__all__ = [
    "Attempt",
    "Call",
    "Callback",
    "Endless",
    "Limits",
    "Line",
    "NothingAwaited",
    "Notice",
    "RealClock",
    "Signer",
    "VirtualClock",
    "Weather",
    "Web",
    "Webhooks",
    "ring",
]


def ring(line: Line, *, leaves_at: float | None = None) -> Call:
    """Ring an application's number and listen until it awaits something."""
    return Call(line, leaves_at=leaves_at).begin()
