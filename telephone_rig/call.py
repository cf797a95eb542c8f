"""A call as its caller has it: they press, say, wait and hang up, and hear what comes of it."""

from typing import Self

from telephone_rig import sids, voices
from telephone_rig.progress import Endless, NothingAwaited, Progress
from telephone_rig.twiml.walking import Gather, Other, Request

BEFORE_ACTING_S, A_KEY_S, RINGS_S = 0.5, 0.3, 20.0


class Call(Progress):
    """What a caller does."""

    def press(self, keys: str, *, after: float | None = None) -> Self:
        """Press keys: after the prompt has been heard, or so many seconds after it began."""
        if self.relay:
            self.relay.press(keys, after)
            return self
        gather = self._listened(after)
        if gather is None:
            return self
        self.ear.acts(f"presses {keys}")
        if not gather.keys:
            self.ear.note("keys are not listened to")
            return self._silent(gather)
        digits, ended_by = gather.taken(keys)
        self.ear.silence(A_KEY_S * len(keys))
        if not ended_by and len(digits) != gather.digits:
            self.ear.silence(gather.timeout)
        if self.gone():
            return self
        if not digits and not gather.on_empty:
            return self.walk_on()
        return self.go(gather.sent(("Digits", digits), ("FinishedOnKey", ended_by), ("msg", "Gather End")))

    def say(self, text: str, *, confidence: float | None = 0.9, after: float | None = None) -> Self:
        """Say something."""
        if self.relay:
            self.relay.say(text, after)
            return self
        gather = self._listened(after)
        if gather is None:
            return self
        self.ear.acts(f'says "{text}"')
        taken = min(voices.seconds(text, gather.language), gather.longest)
        self.ear.silence(taken)
        if not gather.speech:
            self.ear.note("speech is not listened to")
            return self._silent(gather, already=taken)
        if gather.partials:
            self.tell(gather.partials, (("UnstableSpeechResult", text), ("SequenceNumber", "0")))
        self.ear.silence(gather.pause)
        if self.gone():
            return self
        heard = (("Confidence", f"{confidence:.8g}"),) if confidence is not None else ()
        return self.go(gather.sent(("SpeechResult", text), *heard))

    def wait(self) -> Self:
        """Say and press nothing until the line gives up waiting."""
        if self.relay:
            self.relay.wait()
            return self
        gather = self._listened(None)
        if gather is None:
            return self
        self.ear.acts("is silent")
        return self._silent(gather, already=BEFORE_ACTING_S)

    def listen(self, *, seconds: float = 1.0) -> Self:
        """Listen to the end of what a relay says, and for so many seconds on the wall to what follows of itself."""
        if self.relay:
            self.relay.hear_out(seconds)
        return self

    def hang_up(self, *, after: float | None = None) -> Self:
        """Hang up: after the prompt, or so many seconds after it began."""
        if not self.over:
            if self.relay:
                self.relay.listen(after)
            elif isinstance(self.awaiting, Gather):
                self.ear.prompt(self.awaiting, after)
            self.leave()
        return self

    def dialled(self, status: str = "completed", *, seconds: int = 30) -> Self:
        """Have whoever was dialled answer and talk for so many seconds, or not answer: busy, no-answer, failed."""
        talked = status == "completed"
        self.ear.silence(float(seconds if talked else RINGS_S))
        about = (("DialCallStatus", status), ("DialCallSid", sids.new("CA")))
        return self.answer_with(*about, *((("DialCallDuration", str(seconds)),) if talked else ()))

    def record(self, *, seconds: int = 5, key: str = "#") -> Self:
        """Leave a message of so many seconds, and press a key."""
        self.ear.acts(f"leaves a message of {seconds} s")
        self.ear.silence(float(seconds))
        url = f"https://api.twilio.com/2010-04-01/Accounts/{self.line.account_sid}/Recordings/{sids.new('RE')}"
        return self.answer_with(("RecordingUrl", url), ("RecordingDuration", str(seconds)), ("Digits", key))

    def dequeued(self, result: str = "bridged", *, seconds: int = 60) -> Self:
        """Leave the queue: bridged, leave, queue-full, error, hangup, redirected."""
        self.ear.silence(float(seconds))
        return self.answer_with(("QueueResult", result), ("QueueSid", sids.new("QU")), ("QueueTime", str(seconds)))

    def answer_with(self, *params: tuple[str, str]) -> Self:
        """Bring to an end what the call was handed over to, with these results."""
        if not isinstance(self.awaiting, Other):
            raise NothingAwaited(f"the call was not handed over to anything; it awaits {self.awaiting}")
        other = self.awaiting
        return self.go(Request(other.action, other.method, params)) if other.action else self.walk_on()

    # --- Small things
    def _listened(self, after: float | None) -> Gather | None:
        """Listen until the caller acts; None where the call has gone on without them."""
        gather = self.gather
        while after is not None and after >= gather.lasts:
            after -= gather.lasts
            self.wait()
            if not isinstance(self.awaiting, Gather):
                return None
            gather = self.awaiting
        self.ear.prompt(gather, after)
        if after is None:
            self.ear.silence(BEFORE_ACTING_S)
        return None if self.gone() else gather

    def _silent(self, gather: Gather, already: float = 0.0) -> Self:
        self.ear.silence(max(0.0, gather.timeout - already))
        if self.gone():
            return self
        request = gather.nothing()
        return self.go(request) if request else self.walk_on()


__all__ = ["Call", "Endless", "NothingAwaited"]
