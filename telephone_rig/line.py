"""What lies between a telephone and an application: numbers, addresses, the account, the clock."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING

from telephone_rig import sids
from telephone_rig.callbacks import FINE, Callback, Weather
from telephone_rig.clock import Clock, VirtualClock
from telephone_rig.notices import Broken
from telephone_rig.webhooks import Params, Webhooks

if TYPE_CHECKING:
    from telephone_rig.progress import Progress

API_VERSION = "2010-04-01"


@dataclass
class Line:
    """A number of an application's, and somebody who rings it or is rung from it.

    Attributes:
        caller: the number that rings.
        called: the number that is rung.
        events: which of initiated, ringing, answered, completed are told to `status_callback`.
        now: the time of day, for callbacks.
        extra: more parameters of every request, as carriers add them: StirVerstat, CallerName, FromCity.
    """

    voice_url: str
    webhooks: Webhooks
    caller: str = "+15550100"
    called: str = "+15550199"
    method: str = "POST"
    fallback_url: str = ""
    status_callback: str = ""
    events: tuple[str, ...] = ("completed",)
    weather: Weather = field(default_factory=lambda: FINE)
    account_sid: str = field(default_factory=lambda: sids.new("AC"))
    clock: Clock = field(default_factory=VirtualClock)
    extra: Params = ()
    now: Callable[[], datetime] = lambda: datetime.now(UTC)

    def params(self, call: "Progress") -> Params:
        """Return what stands in every request about a call."""
        return (
            ("CallSid", call.sid),
            ("AccountSid", self.account_sid),
            ("ApiVersion", API_VERSION),
            ("From", self.caller),
            ("To", self.called),
            ("Caller", self.caller),
            ("Called", self.called),
            ("CallStatus", call.status),
            ("Direction", call.direction),
            *self.extra,
            *call.more,
        )

    def lasted(self, call: "Progress") -> int:
        """Return its seconds since it was answered."""
        return 0 if call.answered_at is None else round(self.clock.now() - call.answered_at)

    def ended(self, call: "Progress", more: Params = ()) -> None:
        """Tell what is to be told about a call that is over."""
        seconds = self.lasted(call)
        lasted = (("CallDuration", str(seconds)), ("Duration", str(-(-seconds // 60))))
        self.happened(call, "completed", (*lasted, *more))
        if self.weather.held:
            self.deliver(call)

    def happened(self, call: "Progress", event: str, more: Params = ()) -> None:
        """Note an event, and tell it at once unless the weather holds callbacks back."""
        if not self.status_callback or event not in self.events:
            return
        told = (
            *self.params(call),
            ("Timestamp", format_datetime(self.now())),
            ("CallbackSource", "call-progress-events"),
            ("SequenceNumber", str(len(call.callbacks))),
            *more,
        )
        call.callbacks.append(Callback(self.status_callback, told))
        if not self.weather.held:
            self.deliver(call, [call.callbacks[-1]])

    def deliver(self, call: "Progress", callbacks: list[Callback] | None = None) -> None:
        """Send callbacks through the weather; what the application answers is ignored."""
        for one in self.weather.arriving(call.callbacks if callbacks is None else callbacks):
            try:
                self.webhooks.send(one.url, one.params, one.method)
            except Broken as broken:
                call.notices.append(broken.notice)
