"""Twilio, for this project's tests: the telephone rig (docs/telephone-rig.md) under the roof of the other fakes."""

from telephone_rig import (
    Attempt,
    Call,
    Callback,
    Line,
    NothingAwaited,
    Notice,
    Signer,
    VirtualClock,
    Weather,
    Web,
    Webhooks,
    ring,
)
from telephone_rig.rest import FakeTwilio, Fault, Message, Placed, running_twilio

__all__ = [
    "Attempt",
    "Call",
    "Callback",
    "FakeTwilio",
    "Fault",
    "Line",
    "Message",
    "NothingAwaited",
    "Notice",
    "Placed",
    "Signer",
    "VirtualClock",
    "Weather",
    "Web",
    "Webhooks",
    "ring",
    "running_twilio",
]
