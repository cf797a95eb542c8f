"""What of somebody's calls goes into an archive."""

from accounts.archives.parts import Part, declare, leave_out
from voice.models import Call, CallConsent, CallEvent, CallSettings, PhoneNumber, Ring

declare(
    Part(
        Call,
        "calls",
        without=("state", "step", "number_fingerprint", "looked_up_at"),
        restored=False,
        fills=False,
        currency="",
    ),
    Part(CallEvent, "call_events", owner="call__user", restored=False, fills=False, currency=""),
    Part(CallConsent, "call_consents", restored=False, fills=False, currency=""),
    Part(Ring, "rings", without=("nonce",), restored=False, fills=False, currency=""),
    Part(
        PhoneNumber,
        "phone_numbers",
        only=("public_id", "number", "created_at", "verified_at"),
        restored=False,
        fills=False,
        currency="",
    ),
    Part(CallSettings, "call_settings", restored=False, fills=False, currency=""),
)
leave_out(
    voice_blockednumber="operators' decisions about numbers, not about people",
    voice_outboundswitch="one switch of the installation",
    voice_phonepin="a secret: it is set anew",
    voice_callcost="what calls are counted as, for the caps; their prices are with the calls",
    voice_callday="sums of calls, for the caps",
    voice_callspending="sums of costs, for the caps",
    voice_lockout="counts of wrong PINs, forgotten within days",
    voice_codeallowance="counts of codes sent, forgotten within a day",
)
