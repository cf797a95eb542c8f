"""One call, from the first request to the hang-up: it fetches documents, walks them, and lets a caller act on them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Self

from telephone_rig import handing_over, sids, voices
from telephone_rig.callbacks import Callback
from telephone_rig.line import Line
from telephone_rig.notices import Broken, Notice
from telephone_rig.transcript import Transcript
from telephone_rig.twiml import Document, checked, read
from telephone_rig.twiml.walking import Gather, Other, Over, Request, Sound, Step, walk
from telephone_rig.web import Answer
from telephone_rig.webhooks import Params

APPLICATION_ERROR = "We are sorry. An application error has occurred. Goodbye."
LONGEST_S = 4 * 60 * 60.0
MOST_DOCUMENTS = 500  # without a caller's doing: a loop of redirects
BEFORE_A_KEY_S, A_KEY_S = 0.5, 0.3
TWIML = ("text/xml", "application/xml", "text/html", "application/twiml+xml")


class NothingAwaited(AssertionError):
    """The caller acts, and the line does not listen: the call is over, or speaks on."""


class Endless(AssertionError):
    """Documents lead to documents without end."""


@dataclass
class Call:
    """A call under way.

    Attributes:
        awaiting: what the line waits for; None when the call is over.
        over: why it ended: hangup (the application's), end (of the document), caller, application error, too long ...
        notices: Twilio's debugger.
        said: what the line has said since the caller's last act, as far as it was heard.
    """

    line: Line
    sid: str = field(default_factory=lambda: sids.new("CA"))
    direction: str = "inbound"
    more: Params = ()
    leaves_at: float | None = None
    status: str = "ringing"
    awaiting: Gather | Other | None = None
    over: str = ""
    notices: list[Notice] = field(default_factory=list)
    transcript: Transcript = field(default_factory=Transcript)
    said: list[str] = field(default_factory=list)
    callbacks: list[Callback] = field(default_factory=list)
    answered_at: float | None = None
    _steps: Iterator[Step] = iter(())
    _url: str = ""
    _gathering_since: float = 0.0

    # --- What a caller does
    def press(self, keys: str, *, after: float | None = None) -> Self:
        """Press keys: after the prompt has been heard, or so many seconds after it began."""
        gather = self._listened(after)
        if gather is None:
            return self
        self._act(f"presses {keys}")
        if not gather.keys:
            self.note("keys are not listened to")
            return self._silent(gather)
        digits, ended_by = "", ""
        for key in keys:
            self.line.clock.pass_by(A_KEY_S)
            if gather.finish and key == gather.finish:
                ended_by = key
                break
            digits += key
            if len(digits) == gather.digits:
                break
        if not ended_by and len(digits) != gather.digits:
            self.line.clock.pass_by(gather.timeout)
        if not digits and not gather.on_empty:
            return self._walk_on()
        return self._go(gather.sent(("Digits", digits), ("FinishedOnKey", ended_by), ("msg", "Gather End")))

    def say(self, text: str, *, confidence: float | None = 0.9, after: float | None = None) -> Self:
        """Say something."""
        gather = self._listened(after)
        if gather is None:
            return self
        self._act(f'says "{text}"')
        taken = min(voices.seconds(text, gather.language), gather.longest)
        self.line.clock.pass_by(taken)
        if not gather.speech:
            self.note("speech is not listened to")
            return self._silent(gather, already=taken)
        self.line.clock.pass_by(gather.pause)
        if gather.partials:
            self._tell(gather.partials, (("UnstableSpeechResult", text), ("SequenceNumber", "0")))
        heard = (("Confidence", f"{confidence:.8g}"),) if confidence is not None else ()
        return self._go(gather.sent(("SpeechResult", text), *heard))

    def wait(self) -> Self:
        """Say and press nothing until the line gives up waiting."""
        gather = self._listened(None)
        if gather is None:
            return self
        self._act("is silent")
        return self._silent(gather)

    def hang_up(self, *, after: float | None = None) -> Self:
        """Hang up: after the prompt, or so many seconds after it began."""
        if self.over:
            return self
        if isinstance(self.awaiting, Gather):
            self._hear_prompt(self.awaiting, after)
        self._act("hangs up")
        return self._end("caller")

    def answer_with(self, *params: tuple[str, str]) -> Self:
        """Bring to an end what the call was handed over to, with these results."""
        if not isinstance(self.awaiting, Other):
            raise NothingAwaited(f"the call was not handed over to anything; it awaits {self.awaiting}")
        other = self.awaiting
        return self._go(Request(other.action, other.method, params)) if other.action else self._walk_on()

    # --- What can be asked about it
    @property
    def heard(self) -> str:
        """Everything that was said since the caller's last act, in one line."""
        return " ".join(self.said)

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

    def note(self, text: str) -> None:
        """Write into the transcript what neither side said."""
        self.transcript.add(self.line.clock.now(), "note", text)

    # --- How it goes on
    def begin(self) -> Self:
        """Fetch the first document and walk it."""
        self.status, self.answered_at = "in-progress", self.line.clock.now()
        return self._go(Request(self.line.voice_url, self.line.method, ()))

    def play(self, body: bytes) -> Self:
        """Walk a document that is given rather than fetched."""
        self.status, self.answered_at = "in-progress", self.line.clock.now()
        try:
            self._open(read(body, self.line.voice_url))
        except Broken as broken:
            return self._broken(broken, Request(self.line.voice_url))
        return self._walk_on()

    def _go(self, request: Request) -> Self:
        """Fetch documents and walk them until something is awaited or the call is over."""
        self.awaiting = None
        for _ in range(MOST_DOCUMENTS):
            try:
                self._open(self._fetched(request))
            except Broken as broken:
                return self._broken(broken, request)
            after = self._walked()
            if after is None:
                return self
            request = after
        raise Endless(f"{MOST_DOCUMENTS} documents without anything that a caller could do\n{self.transcript}")

    def _walk_on(self) -> Self:
        self.awaiting = None
        request = self._walked()
        return self._go(request) if request else self

    def _walked(self) -> Request | None:
        """Walk the open document; return the address that it leads to."""
        for step in self._steps:
            if isinstance(step, Sound):
                self._hear(step)
            elif isinstance(step, Gather):
                self.awaiting, self._gathering_since = step, self.line.clock.now()
                self.said += [sound.text for sound in step.sounds if sound.kind == "say"]
                return None
            elif isinstance(step, Request):
                return step
            elif isinstance(step, Other):
                self.awaiting = step
                request = handing_over.handed_over(self, step)
                if request or self.awaiting or self.over:
                    return request
            else:
                self._end(step.why)
            if self.over:
                return None
        return None

    def _fetched(self, request: Request) -> Document:
        self._url = request.url
        answer = self.line.webhooks.send(request.url, (*self._params(), *request.params), request.method)
        return self._document(request, answer)

    def _document(self, request: Request, answer: Answer) -> Document:
        if answer.status >= 400 or answer.status < 200:
            raise Broken(11200, f"{request.method} {request.url} answered {answer.status}")
        if answer.kind == "text/plain":
            return spoken_document(request.url, answer.body.decode("utf-8", "replace"))
        if answer.kind.startswith("audio/"):
            return played_document(request.url)
        if answer.kind not in TWIML:
            raise Broken(12300, f"{request.url} answered with {answer.kind or 'no content type'}")
        return read(answer.body, request.url)

    def _open(self, document: Document) -> None:
        for notice in checked(document):
            self.notices.append(notice)
            self.note(str(notice))
        self._steps = walk(document)

    def _broken(self, broken: Broken, request: Request) -> Self:
        """Go on at the fallback address, once; without one the caller hears that there is an error."""
        self.notices.append(broken.notice)
        self.note(str(broken.notice))
        fallback = self.line.fallback_url
        if fallback and request.url != fallback:
            params = (("ErrorCode", str(broken.notice.code)), ("ErrorUrl", request.url))
            return self._go(Request(fallback, "POST", params))
        self._hear(Sound("say", APPLICATION_ERROR, voices.seconds(APPLICATION_ERROR), "en-US"))
        return self._end("application error")

    def _params(self) -> Params:
        return self.line.params(self.sid, self.status, self.direction, self.more)

    # --- Hearing
    def _hear(self, sound: Sound, upto: float | None = None) -> None:
        """Listen to a sound, or to its first seconds."""
        now, seconds = self.line.clock.now(), sound.seconds if upto is None else min(upto, sound.seconds)
        leaves = self.leaves_at is not None and now + seconds > self.leaves_at
        if leaves:
            seconds = max(0.0, (self.leaves_at or 0.0) - now)
        if sound.kind == "say":
            text = voices.said_by(sound.text, seconds, sound.language) if seconds < sound.seconds else sound.text
            cut = " ..." if seconds < sound.seconds else ""
            self.transcript.add(now, "line", text + cut, sound.language)
            if not isinstance(self.awaiting, Gather):
                self.said.append(text)
        elif sound.kind != "pause":
            self.note(f"{'plays' if sound.kind == 'play' else 'tones'} {sound.text}")
        self.line.clock.pass_by(seconds)
        if leaves and not self.over:
            self._act("hangs up")
            self._end("caller")
        elif self.answered_at is not None and self.line.clock.now() - self.answered_at > LONGEST_S:
            self._end("too long")

    def _hear_prompt(self, gather: Gather, upto: float | None) -> None:
        left = upto if gather.barge_in else None
        for sound in gather.sounds:
            if left is not None and left <= 0:
                break
            self._hear(sound, left)
            if self.over:
                return
            left = left - sound.seconds if left is not None else None
        if upto is None:
            return
        self.line.clock.pass_by(upto - (self.line.clock.now() - self._gathering_since))

    def _listened(self, after: float | None) -> Gather | None:
        """Listen until the caller acts; None where the call has gone on without them."""
        gather = self.gather
        whole = sum(sound.seconds for sound in gather.sounds)
        while after is not None and after >= whole + gather.timeout:
            after -= whole + gather.timeout
            self.wait()
            if not isinstance(self.awaiting, Gather):
                return None
            gather = self.awaiting
            whole = sum(sound.seconds for sound in gather.sounds)
        self._hear_prompt(gather, after)
        if after is None and not self.over:
            self.line.clock.pass_by(BEFORE_A_KEY_S)
        return None if self.over else gather

    def _silent(self, gather: Gather, already: float = 0.0) -> Self:
        self.line.clock.pass_by(gather.timeout - already)
        request = gather.nothing()
        return self._go(request) if request else self._walk_on()

    def _act(self, text: str) -> None:
        self.transcript.add(self.line.clock.now(), "caller", text)
        self.said = []

    def _tell(self, url: str, params: Params) -> None:
        """Send what nobody answers with a document."""
        try:
            self.line.webhooks.send(url, (*self._params(), *params))
        except Broken as broken:
            self.notices.append(broken.notice)

    def _end(self, why: str) -> Self:
        if self.over:
            return self
        self.over, self.awaiting, self.status = why, None, "completed"
        self._steps = iter(())
        self.note(f"the call is over: {why}")
        self.line.ended(self)
        return self


def spoken_document(url: str, text: str) -> Document:
    """Return the document that plain text stands for."""
    from xml.sax.saxutils import escape

    return read(f"<Response><Say>{escape(text)}</Say></Response>".encode(), url)


def played_document(url: str) -> Document:
    """Return the document that a recording stands for."""
    return read(b"<Response><Play/></Response>", url)


__all__ = ["Call", "Endless", "NothingAwaited", "Over"]
