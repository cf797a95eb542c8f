"""An account at Twilio: what it was asked to do, and the people at the other end of its calls."""

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from telephone_rig import sids
from telephone_rig.call import Call
from telephone_rig.callbacks import FINE, Weather
from telephone_rig.clock import VirtualClock
from telephone_rig.line import Line
from telephone_rig.listening import Ear
from telephone_rig.progress import Progress
from telephone_rig.rest import faults
from telephone_rig.rest.faults import Fault
from telephone_rig.rest.refusals import Refused, check_call, check_message
from telephone_rig.rest.rows import Form, Message, Placed
from telephone_rig.signing import Signer
from telephone_rig.twiml.walking import Request
from telephone_rig.web import Web
from telephone_rig.webhooks import Params, Webhooks

MACHINE_S = 4.0  # of silence that a person hears while it is found out whether they are a machine


@dataclass
class FakeTwilio:
    """What it does and what it was asked; change it while it runs.

    Attributes:
        address: `http://127.0.0.1:port`, in place of https://api.twilio.com.
        numbers: which it may call from; empty for any.
        web: how webhooks travel, with routes to where the application really is.
        script: faults for the next requests, in order.
        weather: how status callbacks travel.
        picks_up: called with each call as it is placed, for calls that nobody in the test picks up by hand.
    """

    address: str = ""
    account_sid: str = field(default_factory=lambda: sids.new("AC"))
    auth_token: str = "0123456789abcdef0123456789abcdef"  # noqa: S105 - made up, as everything here is
    numbers: frozenset[str] = frozenset()
    web: Web = field(default_factory=Web)
    script: deque[Fault] = field(default_factory=deque)
    weather: Weather = field(default_factory=lambda: FINE)
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    picks_up: Callable[[Placed], None] | None = None
    calls: list[Placed] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    asked: list[tuple[str, str, Form]] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    # --- What a test orders
    def then(self, *script: Fault) -> "FakeTwilio":
        """Order faults for the next requests."""
        self.script.extend(script)
        return self

    def pick_up(self, placed: Placed, *, by: str = "human", leaves_at: float | None = None) -> Call:
        """Have the call answered, by a person or by a machine, and listen until something is awaited."""
        line = self._ringing(placed)
        call = line_call(placed, line, leaves_at)
        placed.status, placed.started_at = "in-progress", self.now()
        call.status = "in-progress"
        line.happened(call, "answered", ())
        detects, waits = placed.get("MachineDetection"), placed.get("AsyncAmd") != "true"
        if detects and waits:
            call.more = (("AnsweredBy", self._detected(placed, by)),)
            line.clock.pass_by(MACHINE_S)
        if placed.get("Twiml"):
            call.play(placed.get("Twiml").encode())
        else:
            call.begin()
        if detects and not waits:
            self._tell_who(placed, call, by)
        return call

    def miss(self, placed: Placed, status: str = "no-answer", sip: str = "") -> None:
        """Have the call not answered: no-answer, busy or failed."""
        line = self._ringing(placed)
        placed.status, placed.ended_at, placed.duration_s = status, self.now(), 0
        call = line_call(placed, line, None)
        call.status, call.over = status, status
        line.ended(call, (("SipResponseCode", sip or SIP.get(status, "500")),))

    def priced(self, placed: Placed, price: str) -> None:
        """Let the price of a call be known, as it is some time after its end."""
        placed.price = price

    # --- What the application asks
    def fault(self, method: str, path: str, form: Form) -> Fault:
        """Note a request, and decide what is done with it."""
        with self._lock:
            self.asked.append((method, path, form))
            return self.script.popleft() if self.script else faults.FINE

    def place(self, form: Form) -> Placed:
        """Place a call."""
        check_call(form, own=self.numbers)
        placed = Placed(self.account_sid, form, self.now())
        with self._lock:
            self.calls.append(placed)
        if self.picks_up:
            threading.Thread(target=self.picks_up, args=(placed,), daemon=True).start()
        return placed

    def send(self, form: Form) -> Message:
        """Send a message."""
        check_message(form, own=self.numbers)
        message = Message(self.account_sid, form, self.now())
        with self._lock:
            self.messages.append(message)
        return message

    def found(self, sid: str) -> Placed:
        """Return a call by its name."""
        for placed in self.calls:
            if placed.sid == sid:
                return placed
        raise Refused(404, 20404, f"The requested resource /Calls/{sid}.json was not found")

    def change(self, placed: Placed, form: Form) -> None:
        """Cancel, end or redirect a call."""
        wanted = form.get("Status", [""])[0]
        if placed.over:
            raise Refused(400, 21220, "Unable to update record. Call is not in-progress. Cannot redirect.")
        if wanted == "canceled" and not placed.call:
            self.miss(placed, "canceled", "487")
        elif wanted == "completed" and placed.call:
            placed.call.end("ended by the application")
        elif wanted == "completed":
            self.miss(placed, "canceled", "487")
        elif wanted:
            raise Refused(400, 21220, f"Invalid call state {wanted}")
        elif placed.call and form.get("Url"):
            placed.call.redirect(Request(form["Url"][0], form.get("Method", ["POST"])[0]))

    # --- Between the two
    def line(self, placed: Placed) -> Line:
        """Return the line on which a call goes out."""
        return Line(
            voice_url=placed.get("Url"),
            webhooks=Webhooks(Signer(self.auth_token), self.web),
            caller=placed.get("From"),
            called=placed.get("To"),
            method=placed.get("Method", "POST"),
            fallback_url=placed.get("FallbackUrl"),
            status_callback=placed.get("StatusCallback"),
            events=placed.events,
            weather=self.weather,
            account_sid=self.account_sid,
            clock=VirtualClock(),
            now=self.now,
        )

    def _ringing(self, placed: Placed) -> Line:
        if placed.over or placed.call:
            raise AssertionError(f"the call is {placed.status} already")
        line = self.line(placed)
        call = line_call(placed, line, None)
        for event in ("initiated", "ringing"):
            placed.status = call.status = event
            line.happened(call, event, ())
        return line

    def _detected(self, placed: Placed, by: str) -> str:
        """Return what machine detection says: at the beep where its end is waited for."""
        placed.answered_by = by
        if by == "machine" or (by == "machine_start" and placed.get("MachineDetection") == "DetectMessageEnd"):
            end = placed.get("MachineDetection") == "DetectMessageEnd"
            placed.answered_by = "machine_end_beep" if end else "machine_start"
        return placed.answered_by

    def _tell_who(self, placed: Placed, call: Call, by: str) -> None:
        url = placed.get("AsyncAmdStatusCallback")
        said: Params = (("AnsweredBy", self._detected(placed, by)), ("MachineDetectionDuration", "4000"))
        if url:
            sent = (("CallSid", placed.sid), ("AccountSid", self.account_sid), *said)
            call.line.webhooks.send(url, sent, placed.get("AsyncAmdStatusCallbackMethod", "POST"))


SIP = {"no-answer": "487", "busy": "486", "failed": "404", "canceled": "487"}


def line_call(placed: Placed, line: Line, leaves_at: float | None) -> Call:
    """Return the call on the line; what happens to it is written into the row."""

    def over(call: Progress) -> None:
        placed.status, placed.ended_at = call.status, line.now()
        placed.duration_s = line.lasted(call)

    if placed.call is None:
        placed.call = Call(line, sid=placed.sid, direction="outbound-api", at_the_end=over)
    placed.call.line, placed.call.ear = line, Ear(line.clock, leaves_at=leaves_at)
    return placed.call
