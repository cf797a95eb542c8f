"""Documents of TwiML, made of what the flow wants said and heard next, within Twilio's limits.

A Say of a Polly voice takes 3,000 characters and 4,500 once encoded for an address (error 13521), a document 64 kB
(11750), a Gather 500 hints of 100 characters (13330). XML knows no control characters (12100).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import quote, urlencode

import structlog
from django.conf import settings
from twilio.twiml.voice_response import Connect, ConversationRelay, Gather, Say, VoiceResponse
from twilio.twiml.voice_response import Language as RelayLanguage

from assistant.languages import Language
from voice.flow.values import Ended, Listening, Said, Step
from voice.relay import attributes

log = structlog.get_logger(__name__)
LONGEST_SAY, LONGEST_SAY_ENCODED = 3_000, 4_500
LARGEST_DOCUMENT = 60_000  # of 64 kB; what follows the sentences needs some of it
MOST_HINTS, LONGEST_HINT = 500, 100
SPEECH_TIMEOUT_S = 2  # a positive integer, as a speechModel demands (13335)
SLOW = "80%"
ILLEGAL = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
ENDS = re.compile(r"(?<=[.!?;।])\s+")
RELAY = "/api/voice/relay"


@dataclass(frozen=True, slots=True)
class Voice:
    """How a language sounds and is heard."""

    tag: str
    name: str
    speech_model: str = ""


VOICES: dict[Language, Voice] = {
    "en": Voice("en-US", "Polly.Joanna-Neural", "phone_call"),
    "es": Voice("es-US", "Polly.Lupe-Neural"),
    "hi": Voice("hi-IN", "Polly.Kajal-Neural"),
    "te": Voice("te-IN", "Google.te-IN-Standard-A"),
}


def url(path: str, **query: object) -> str:
    """Return the exact address of one of our own documents: Twilio must never have to follow a redirect."""
    tail = f"?{urlencode(query)}" if query else ""
    return f"{settings.PUBLIC_BASE_URL}{path}{tail}"


def document(steps: Sequence[Step], *, action: str, language: Language) -> str:
    """Return a document that says, then listens or hangs up.

    Args:
        steps: what is to be said, then at most one Listening or Ended; with neither, the call goes on at `action`.
        action: the exact address that is told what was heard.
        language: that in which is listened.
    """
    response, room = VoiceResponse(), LARGEST_DOCUMENT
    said, last = _parts(steps)
    firmly, freely = _split(said, last)
    room = _say(response, firmly, room)
    if isinstance(last, Listening):
        gather = _gather(last, action=action, language=language)
        _say(gather, freely, room)
        response.append(gather)
    elif isinstance(last, Ended):
        response.hangup()
    else:
        response.redirect(action, method="POST")
    return str(response)


def dialling(steps: Sequence[Step], *, number: str, rings_s: int, action: str, status_callback: str) -> str:
    """Return a document that says something and dials a number, which sees ours and nothing of the caller's.

    Args:
        action: the exact address that is told how it ended, and goes on.
    """
    response = VoiceResponse()
    _say(response, _parts(steps)[0], LARGEST_DOCUMENT)
    dial = response.dial(
        action=action,
        method="POST",
        caller_id=settings.TWILIO_NUMBER,
        timeout=rings_s,
        time_limit=settings.CALL_MOST_S,
    )
    told = "initiated ringing answered completed"
    dial.number(number, status_callback=status_callback, status_callback_method="POST", status_callback_event=told)
    return str(response)


def clean(text: str) -> str:
    """Take out what XML cannot hold."""
    return ILLEGAL.sub("", text)


def pieces(text: str) -> Iterator[str]:
    """Cut a text into parts that one Say may hold, at the end of a sentence or of a word where there is one."""
    part = ""
    for word in _words(text):
        if part and not _fits(part + word):
            yield part.strip()
            part = ""
        part += word
    if part.strip():
        yield part.strip()


def connected(*, language: Language, action: str) -> str:
    """Return the document that hands a call to ConversationRelay; what is said at first is the session's."""
    response = VoiceResponse()
    connect = Connect(action=action, method="POST")
    relay = ConversationRelay(
        url=f"{settings.PUBLIC_BASE_URL.replace('http', 'ws', 1)}{RELAY}",
        language=VOICES[language].tag,
        **attributes.ATTRIBUTES,
    )
    for voice in attributes.VOICES.values():
        relay.append(RelayLanguage(**voice))
    connect.append(relay)
    response.append(connect)
    return str(response)


def rejected() -> str:
    """Return the document that does not take a call: it costs nothing, and sounds like a busy line."""
    response = VoiceResponse()
    response.reject(reason="busy")
    return str(response)


def nothing() -> str:
    """Return the empty document: of a status callback, nothing is read."""
    return str(VoiceResponse())


def _parts(steps: Sequence[Step]) -> tuple[list[Said], Listening | Ended | None]:
    said = [one for one in steps if isinstance(one, Said)]
    last = next((one for one in reversed(steps) if not isinstance(one, Said)), None)
    return said, last


def _split(said: list[Said], last: Listening | Ended | None) -> tuple[list[Said], list[Said]]:
    """Part what is said to its end from what a key or a word may cut short."""
    if not isinstance(last, Listening):
        return said, []
    end = max((place for place, one in enumerate(said, 1) if not one.interruptible), default=0)
    return said[:end], said[end:]


def _say(verb: VoiceResponse | Gather, said: Sequence[Said], room: int) -> int:
    """Say sentences, those of one language and pace together; return what room is left."""
    for (language, pace), run in groupby(said, key=lambda one: (one.language, one.pace)):
        voice = VOICES[language]
        for piece in pieces(clean(" ".join(one.text for one in run))):
            room -= len(piece.encode()) + 200
            if room < 0:
                log.error("a document is too long: its rest is left unsaid")
                return room
            say = Say(piece if pace != "slow" else None, voice=voice.name, language=voice.tag)
            if pace == "slow":
                say.prosody(piece, rate=SLOW)
            verb.append(say)
    return room


def _gather(listening: Listening, *, action: str, language: Language) -> Gather:
    voice = VOICES[language]
    heard = {}
    if listening.speech:
        heard = {"language": voice.tag, "speech_timeout": str(SPEECH_TIMEOUT_S), "profanity_filter": False}
        heard |= {"speech_model": voice.speech_model} if voice.speech_model else {}
        heard |= {"hints": ",".join(_hints(listening.hints))} if listening.hints else {}
    digits = {"num_digits": listening.digits} if listening.digits else {}
    return Gather(
        input="dtmf speech" if listening.speech else "dtmf",
        action=action,
        method="POST",
        timeout=listening.timeout_s,
        finish_on_key="" if listening.digits == 1 else "#",  # of a menu, # is a key like the others
        action_on_empty_result=True,
        **digits,
        **heard,
    )


def _hints(hints: Sequence[str]) -> list[str]:
    plain = (" ".join(clean(one).replace(",", " ").split())[:LONGEST_HINT] for one in hints)
    return [one for one in dict.fromkeys(plain) if one][:MOST_HINTS]


def _words(text: str) -> Iterator[str]:
    """Yield sentences where they fit, else words, else what fits of a word."""
    for sentence in ENDS.split(text):
        if _fits(sentence):
            yield f"{sentence} "
            continue
        for word in sentence.split():
            while not _fits(word):
                yield word[: LONGEST_SAY_ENCODED // 12]
                word = word[LONGEST_SAY_ENCODED // 12 :]
            yield f"{word} "


def _fits(text: str) -> bool:
    return len(text) <= LONGEST_SAY and len(quote(text)) <= LONGEST_SAY_ENCODED
