"""Verbs that hand a call to something else, and what they bring back: Dial, Record, Enqueue, Connect, Start, Stop."""

from typing import TYPE_CHECKING

from telephone_rig.relay.talking import Talking
from telephone_rig.twiml.walking import Other, Request

if TYPE_CHECKING:
    from telephone_rig.progress import Progress


def begun(call: "Progress", other: Other) -> Request | None:
    """Begin it. Unless it needs nobody, it stays awaited until `call.answer_with(...)`."""
    names = ", ".join(child.name for child in other.verb.within) or other.verb.text
    call.ear.note(f"{other.name} {names}".strip())
    if other.name in ("Start", "Stop"):
        return None
    call.awaiting = other
    if other.name == "Connect" and other.verb.within and other.verb.within[0].name == "ConversationRelay":
        call.relay = Talking(call, other)
        call.relay.open()
    return None
