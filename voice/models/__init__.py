"""Rows of the telephone."""

from voice.models.callers import CallerKey, CodeAllowance, Lockout, PhoneNumber, PhonePin
from voice.models.calls import BlockedNumber, Call, CallEvent, OutboundSwitch, WebhookAnswer
from voice.models.costs import CallCost, CallSpending
from voice.models.outbound import CallConsent, CallDay, CallSettings, Ring

__all__ = [
    "BlockedNumber",
    "Call",
    "CallConsent",
    "CallCost",
    "CallDay",
    "CallEvent",
    "CallSettings",
    "CallSpending",
    "CallerKey",
    "CodeAllowance",
    "Lockout",
    "OutboundSwitch",
    "PhoneNumber",
    "PhonePin",
    "Ring",
    "WebhookAnswer",
]
