"""A document, walked: one step after the other as Twilio takes them, without a socket, a clock or a caller.

What a caller does at a step decides how it goes on: either to an address, or to the next step; the end hangs up.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

from telephone_rig import voices
from telephone_rig.twiml.document import Document, Verb
from telephone_rig.twiml.schema import most_said

FOREVER = 1000  # how often Twilio repeats what has loop="0"
A_RECORDING_S = 10.0  # how long an audio file is taken to be; its content is not fetched


@dataclass(frozen=True)
class Sound:
    """Something that is heard, or a silence.

    Attributes:
        kind: say, play, pause, or tones: digits that are sent.
        text: what is said; the address of what is played.
        seconds: how long it takes.
    """

    kind: str
    text: str = ""
    seconds: float = 0.0
    language: str = ""
    voice: str = ""


@dataclass(frozen=True)
class Request:
    """An address that the call goes on at."""

    url: str
    method: str = "POST"
    params: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Gather:
    """Keys or speech are awaited.

    Attributes:
        sounds: what is heard meanwhile.
        digits: how many keys end it; None for any number.
        finish: the key that ends it; empty for none.
        timeout: seconds of silence after the last sound, and between two keys.
        pause: seconds of silence after speech.
    """

    action: str
    method: str
    keys: bool
    speech: bool
    sounds: tuple[Sound, ...]
    digits: int | None = None
    finish: str = "#"
    timeout: float = 5.0
    pause: float = 1.0
    longest: float = 60.0
    on_empty: bool = False
    barge_in: bool = True
    language: str = "en-US"
    hints: tuple[str, ...] = ()
    partials: str = ""

    @property
    def lasts(self) -> float:
        """Seconds until it gives up on a silent caller."""
        return sum(sound.seconds for sound in self.sounds) + self.timeout

    def taken(self, keys: str) -> tuple[str, str]:
        """Return the digits that are taken of the keys, and the key that ended them."""
        digits = ""
        for key in keys:
            if self.finish and key == self.finish:
                return digits, key
            digits += key
            if len(digits) == self.digits:
                break
        return digits, ""

    def sent(self, *params: tuple[str, str]) -> Request:
        """Return where the call goes on with this result."""
        return Request(self.action, self.method, params)

    def nothing(self) -> Request | None:
        """Return where the call goes on after silence; None: at the next verb."""
        if not self.on_empty:
            return None
        return self.sent(*((("Digits", ""), ("FinishedOnKey", "")) if self.keys else ()), ("msg", "Gather End"))


@dataclass(frozen=True)
class Other:
    """A verb that hands the call to something else: Dial, Record, Enqueue, Connect, Pay, Refer, Echo.

    Attributes:
        action: where it goes on afterwards; empty: at the next verb.
        verb: as it stands in the document.
    """

    name: str
    verb: Verb
    action: str
    method: str
    base: str


@dataclass(frozen=True)
class Over:
    """The call ends: `hangup`, `end` of the document, `rejected`, `busy`."""

    why: str


Step = Sound | Gather | Other | Request | Over


def walk(document: Document) -> Iterator[Step]:
    """Yield what happens; after a Request or Over nothing comes."""
    for verb in document.verbs:
        if verb.name in ("Say", "Play", "Pause"):
            yield from _sounds(verb, document.url)
        elif verb.name == "Gather":
            yield _gather(verb, document.url)
        elif verb.name == "Redirect":
            yield Request(urljoin(document.url, verb.text), _method(verb))
            return
        elif verb.name in ("Hangup", "Leave"):
            yield Over("hangup")
            return
        elif verb.name == "Reject":
            yield Over("busy" if verb.get("reason") == "busy" else "rejected")
            return
        elif verb.name in HANDED_OVER:
            yield _other(verb, document.url)
    yield Over("end")


HANDED_OVER = ("Dial", "Record", "Enqueue", "Connect", "Pay", "Refer", "Echo", "Start", "Stop")
# Without an action these ask for their own document again; the others go on at the next verb.
ASKS_AGAIN = ("Record",)


def _other(verb: Verb, url: str) -> Other:
    action = verb.get("action")
    where = urljoin(url, action) if action or verb.name in ASKS_AGAIN else ""
    return Other(verb.name, verb, where, _method(verb), url)


def _method(verb: Verb) -> str:
    return "GET" if verb.get("method").upper() == "GET" else "POST"


def _sounds(verb: Verb, url: str) -> Iterator[Sound]:
    times = _number(verb.get("loop"), 1) or FOREVER
    if verb.name == "Pause":
        yield Sound("pause", seconds=float(_number(verb.get("length"), 1)))
    elif verb.name == "Say" and verb.text:
        text = verb.text[: most_said(verb.get("voice"))]
        language = verb.get("language") or _language_of(verb.get("voice"))
        for _ in range(times):
            yield Sound("say", text, voices.seconds(text, language), language, verb.get("voice"))
    elif verb.name == "Play" and verb.get("digits"):
        yield Sound("tones", verb.get("digits"), 0.25 * len(verb.get("digits")))
    elif verb.name == "Play" and verb.text:
        for _ in range(times):
            yield Sound("play", urljoin(url, verb.text), A_RECORDING_S)


def _language_of(voice: str) -> str:
    """Return the language in the name of a voice: Google.hi-IN-Wavenet-A."""
    parts = voice.partition(".")[2].split("-")
    return "-".join(parts[:2]) if len(parts) > 1 and len(parts[0]) == 2 else "en-US"


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isdecimal() else otherwise


def _gather(verb: Verb, url: str) -> Gather:
    inputs = (verb.get("input") or "dtmf").split()
    timeout = _number(verb.get("timeout"), 5)
    finish = verb.get("finishOnKey", "#")
    return Gather(
        action=urljoin(url, verb.get("action")),
        method=_method(verb),
        keys="dtmf" in inputs,
        speech="speech" in inputs,
        sounds=tuple(sound for child in verb.within for sound in _sounds(child, url)),
        digits=_number(verb.get("numDigits"), 0) or None,
        finish=finish if finish in (*"0123456789*#", "") else "#",
        timeout=float(timeout),
        pause=float(_number(verb.get("speechTimeout"), 1 if verb.get("speechTimeout") == "auto" else timeout)),
        longest=float(_number(verb.get("maxSpeechTime"), 60)),
        on_empty=verb.get("actionOnEmptyResult") == "true",
        barge_in=verb.get("bargeIn") != "false",
        language=verb.get("language") or "en-US",
        hints=tuple(hint.strip() for hint in verb.get("hints").split(",") if hint.strip()),
        partials=urljoin(url, verb.get("partialResultCallback")) if verb.get("partialResultCallback") else "",
    )
