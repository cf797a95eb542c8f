"""How a call goes on by itself: it fetches documents and walks them until something is awaited, or it is over."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Self

from telephone_rig import handing_over, sids, voices
from telephone_rig.callbacks import Callback
from telephone_rig.fetching import fetched
from telephone_rig.line import Line
from telephone_rig.listening import Ear
from telephone_rig.notices import Broken, Notice
from telephone_rig.relay.talking import Talking
from telephone_rig.transcript import Transcript
from telephone_rig.twiml import Document, checked, read
from telephone_rig.twiml.walking import Gather, Other, Request, Sound, Step, walk
from telephone_rig.webhooks import Params

APPLICATION_ERROR = "We are sorry. An application error has occurred. Goodbye."
LONGEST_S = 4 * 60 * 60.0
MOST_DOCUMENTS = 500  # without a caller's doing: a circle of redirects


class NothingAwaited(AssertionError):
    """The caller acts, and the line does not listen: the call is over, or was handed over."""


class Endless(AssertionError):
    """Documents lead to documents without end."""


@dataclass
class Progress:
    """A call under way, as far as nobody acts on it.

    Attributes:
        more: parameters of this call's requests beside the usual: AnsweredBy.
        leaves_at: the caller hangs up at this second of the clock, whatever is being said.
        at_the_end: called once, when it is over.
        status: Twilio's word for how far it is.
        awaiting: what the line waits for; None when the call is over.
        over: why it ended: hangup (the application's), end (of the document), caller, application error, too long ...
        notices: Twilio's debugger.
    """

    line: Line
    sid: str = field(default_factory=lambda: sids.new("CA"))
    direction: str = "inbound"
    more: Params = ()
    leaves_at: float | None = None
    at_the_end: Callable[["Progress"], None] | None = None
    status: str = "ringing"
    awaiting: Gather | Other | None = None
    over: str = ""
    notices: list[Notice] = field(default_factory=list)
    callbacks: list[Callback] = field(default_factory=list)
    answered_at: float | None = None
    ear: Ear = field(init=False)
    relay: Talking | None = None
    _steps: Iterator[Step] = iter(())

    def __post_init__(self) -> None:
        self.ear = Ear(self.line.clock, leaves_at=self.leaves_at)

    # --- What can be asked about it
    @property
    def heard(self) -> str:
        """Everything that was said since the caller's last act, in one line."""
        return " ".join(self.ear.said)

    @property
    def pending(self) -> list[str]:
        """What is being said while something is awaited: it is heard as far as the caller lets it."""
        return [sound.text for sound in getattr(self.awaiting, "sounds", ()) if sound.kind == "say"]

    @property
    def transcript(self) -> Transcript:
        """What was heard and done."""
        return self.ear.transcript

    @property
    def gather(self) -> Gather:
        """What is awaited, where it is keys or speech."""
        if not isinstance(self.awaiting, Gather):
            how = f"the line awaits {self.awaiting}; the call is {self.over or 'going on'}"
            raise NothingAwaited(f"{how}\n{self.transcript}")
        return self.awaiting

    @property
    def errors(self) -> list[Notice]:
        """Notices that are errors."""
        return [notice for notice in self.notices if notice.level == "error"]

    # --- How it goes on
    def begin(self) -> Self:
        """Fetch the first document and walk it."""
        self.status, self.answered_at = "in-progress", self.line.clock.now()
        return self.go(Request(self.line.voice_url, self.line.method, ()))

    def play(self, body: bytes) -> Self:
        """Walk a document that is given rather than fetched."""
        self.status, self.answered_at = "in-progress", self.line.clock.now()
        try:
            self._open(read(body, self.line.voice_url))
        except Broken as broken:
            return self._broken(broken, Request(self.line.voice_url))
        return self.walk_on()

    def redirect(self, request: Request) -> None:
        """Have the call go on elsewhere, as the API can; a document under way ends here."""
        self.go(request)

    def relay_over(self, request: Request) -> None:
        """Go on after a relay's session: at the action of Connect, or at the next verb; a failed one ends the call."""
        if self.relay is None or self.over:
            return
        self.notices += self.relay.session.notices
        failed, self.relay = self.relay.session.over == "failed", None
        if request.url:
            self.go(request)
        elif failed:
            self.end("relay failed")
        else:
            self.walk_on()

    def end(self, why: str) -> Self:
        """End it."""
        if self.over:
            return self
        self.over, self.awaiting, self.status = why, None, "completed"
        self._steps, relay, self.relay = iter(()), self.relay, None
        if relay:
            relay.leave()
        self.ear.note(f"the call is over: {why}")
        self.line.ended(self)
        if self.at_the_end:
            self.at_the_end(self)
        return self

    def go(self, request: Request) -> Self:
        """Fetch documents and walk them until something is awaited or the call is over."""
        self.awaiting, after = None, request
        for _ in range(MOST_DOCUMENTS):
            try:
                found = fetched(self.line, self.line.params(self), after)
                if self.over:  # somebody ended it meanwhile
                    return self
                self._open(found)
            except Broken as broken:
                return self._broken(broken, after)
            next_one = self._walked()
            if next_one is None:
                return self
            after = next_one
        raise Endless(f"{MOST_DOCUMENTS} documents without anything that a caller could do\n{self.transcript}")

    def walk_on(self) -> Self:
        self.awaiting = None
        request = self._walked()
        return self.go(request) if request else self

    def _walked(self) -> Request | None:
        """Walk the open document; return the address that it leads to."""
        for step in self._steps:
            if isinstance(step, Sound):
                self.ear.hear(step)
            elif isinstance(step, Gather):
                self.awaiting = step
                self.ear.said += [sound.text for sound in step.sounds if sound.kind == "say"]
                return None
            elif isinstance(step, Request):
                return step
            elif isinstance(step, Other):
                request = handing_over.begun(self, step)
                if request or self.awaiting:
                    return request
            else:
                self.end(step.why)
            if self.gone():
                return None
        return None

    def _open(self, document: Document) -> None:
        for notice in checked(document):
            self._notice(notice)
        self._steps = walk(document)

    def _broken(self, broken: Broken, request: Request) -> Self:
        """Go on at the fallback address, once; without one the caller hears that there is an error."""
        self._notice(broken.notice)
        fallback = self.line.fallback_url
        if fallback and request.url != fallback:
            params = (("ErrorCode", str(broken.notice.code)), ("ErrorUrl", request.url))
            return self.go(Request(fallback, "POST", params))
        self.ear.hear(Sound("say", APPLICATION_ERROR, voices.seconds(APPLICATION_ERROR), "en-US"))
        return self.end("application error")

    # --- Small things
    def gone(self) -> bool:
        """Tell whether the call is over, by now."""
        if self.ear.gone and not self.over:
            self.leave()
        elif self.line.clock.now() - (self.answered_at or 0.0) > LONGEST_S:
            self.end("too long")
        return bool(self.over)

    def leave(self) -> None:
        if self.over:
            return
        relay = self.relay
        self.ear.acts("hangs up")
        self.end("caller")
        if relay and relay.other.action:
            self.tell(relay.other.action, relay.result().params)

    def _notice(self, notice: Notice) -> None:
        self.notices.append(notice)
        self.ear.note(str(notice))

    def tell(self, url: str, params: Params) -> None:
        """Send what nobody answers with a document."""
        try:
            self.line.webhooks.send(url, (*self.line.params(self), *params))
        except Broken as broken:
            self._notice(broken.notice)
