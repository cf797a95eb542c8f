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

__all__ = [
    "Attempt",
    "Call",
    "Callback",
    "Line",
    "NothingAwaited",
    "Notice",
    "Signer",
    "VirtualClock",
    "Weather",
    "Web",
    "Webhooks",
    "ring",
]
