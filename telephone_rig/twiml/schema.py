"""What Twilio would say about a document that it can read: unknown elements, odd values, what cannot stand together."""

import re
from collections.abc import Callable, Iterator
from urllib.parse import quote

from telephone_rig.notices import Notice
from telephone_rig.twiml.document import Document, Verb
from telephone_rig.twiml.elements import ELEMENTS, VERBS

Good = Callable[[str], bool]
NESTED = {"Gather": 13320, "Dial": 13215}
MOST_HINTS, LONGEST_HINT = 500, 100
MOST_ENCODED = 4_500  # of a text for a Polly voice, as an address would carry it


def _matches(pattern: str) -> Good:
    return re.compile(pattern).fullmatch  # type: ignore[return-value] # a match is true, and that is all that is asked


BOOLEAN = _matches("true|false")
METHOD = _matches("GET|POST")
COUNT = _matches("[1-9][0-9]*")
WHOLE = _matches("[0-9]+")
LANGUAGE = _matches("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}|multi")
# Element and attribute, what the value has to be, and the code of the warning where it is not.
# A socket has to be wss://; on this machine, where no Twilio comes, ws:// will do.
SECURE_SOCKET = r"wss://.+|ws://(localhost|127\.0\.0\.1|\[::1\]|testserver)([:/].*)?"
VALUES: dict[tuple[str, str], tuple[Good, int]] = {
    ("Gather", "finishOnKey"): (_matches("[0-9#*]?"), 13310),
    ("Gather", "method"): (METHOD, 13312),
    ("Gather", "timeout"): (_matches("[0-9]+|auto"), 13313),
    ("Gather", "numDigits"): (COUNT, 13314),
    ("Gather", "input"): (_matches("dtmf|speech|dtmf speech|speech dtmf"), 13326),
    ("Gather", "speechTimeout"): (_matches("[1-9][0-9]*|auto"), 13327),
    ("Gather", "maxSpeechTime"): (COUNT, 13328),
    ("Gather", "partialResultCallbackMethod"): (METHOD, 13329),
    ("Gather", "language"): (LANGUAGE, 13331),
    ("Gather", "bargeIn"): (BOOLEAN, 13332),
    ("Gather", "profanityFilter"): (BOOLEAN, 13333),
    ("Gather", "actionOnEmptyResult"): (BOOLEAN, 13338),
    ("Play", "loop"): (WHOLE, 13410),
    ("Play", "digits"): (_matches("[0-9*#wWA-D]+"), 13430),
    ("Say", "loop"): (WHOLE, 13510),
    ("Say", "language"): (LANGUAGE, 13512),
    ("Record", "method"): (METHOD, 13610),
    ("Record", "timeout"): (WHOLE, 13612),
    ("Record", "maxLength"): (COUNT, 13613),
    ("Redirect", "method"): (METHOD, 13710),
    ("Pause", "length"): (WHOLE, 13910),
    ("Dial", "method"): (METHOD, 13210),
    ("Dial", "timeout"): (COUNT, 13212),
    ("Dial", "hangupOnStar"): (BOOLEAN, 13213),
    ("Dial", "timeLimit"): (COUNT, 13216),
    ("Reject", "reason"): (_matches("rejected|busy"), 12200),
    ("Connect", "method"): (METHOD, 12200),
    ("ConversationRelay", "url"): (_matches(SECURE_SOCKET), 64101),
    ("ConversationRelay", "dtmfDetection"): (BOOLEAN, 64101),
    ("ConversationRelay", "interruptible"): (_matches("none|dtmf|speech|any|true|false"), 64101),
    ("ConversationRelay", "welcomeGreetingInterruptible"): (_matches("none|dtmf|speech|any|true|false"), 64101),
    ("ConversationRelay", "reportInputDuringAgentSpeech"): (_matches("none|dtmf|speech|any"), 64101),
    ("ConversationRelay", "interruptSensitivity"): (_matches("high|medium|low"), 64101),
    ("Stream", "url"): (_matches(r"wss://[^?]+"), 31941),
}
ERRORS = {13338, 64101, 31941}


def checked(document: Document) -> Iterator[Notice]:
    """Yield what Twilio would write about it."""
    for verb in document.verbs:
        if verb.name not in VERBS:
            yield Notice(12200, f"schema validation: {verb.name} is no verb")
        else:
            yield from _checked(verb)


def _checked(verb: Verb) -> Iterator[Notice]:
    element = ELEMENTS[verb.name]
    for name, value in verb.attributes.items():
        if name not in element.attributes:
            yield Notice(12200, f"schema validation: {verb.name} has no attribute {name}")
        elif (rule := VALUES.get((verb.name, name))) and not rule[0](value):
            level = "error" if rule[1] in ERRORS else "warning"
            yield Notice(rule[1], f'{verb.name}: {name}="{value}" is no valid value', level)  # type: ignore[arg-type] # of the two
    for child in verb.within:
        if child.name not in element.within:
            yield Notice(NESTED.get(verb.name, 12200), f"{child.name} may not stand in {verb.name}")
        elif child.name in ELEMENTS:
            yield from _checked(child)
    for look in TOGETHER.get(verb.name, ()):
        yield from look(verb)


def _say(verb: Verb) -> Iterator[Notice]:
    if not verb.text:
        yield Notice(13520, "Say: there is no text in it")
    elif len(verb.text) > most_said(verb.get("voice")):
        yield Notice(13521, f"Say: {len(verb.text)} characters; this voice says {most_said(verb.get('voice'))}")
    elif verb.get("voice").startswith("Polly.") and len(quote(verb.text)) > MOST_ENCODED:
        yield Notice(13521, f"Say: {len(quote(verb.text))} characters once encoded; this voice says {MOST_ENCODED}")


def most_said(voice: str) -> int:
    """Return how many characters a Say may have with this voice."""
    return 3000 if voice.startswith("Polly.") else 5000 if voice.startswith(("Google.", "Chirp")) else 4096


def _gather(verb: Verb) -> Iterator[Notice]:
    if verb.get("speechModel") and verb.get("speechTimeout") == "auto":
        yield Notice(13335, f"Gather: speechTimeout auto cannot be used with model {verb.get('speechModel')}")
    hints = [hint.strip() for hint in verb.get("hints").split(",")]
    if len(hints) > MOST_HINTS or any(len(hint) > LONGEST_HINT for hint in hints):
        yield Notice(13330, f"Gather: {len(hints)} hints, the longest of {max(map(len, hints))} characters")
    if verb.get("numDigits") and "dtmf" not in verb.get("input", "dtmf"):
        yield Notice(12200, "Gather: numDigits without dtmf in input has no effect")


def _dial(verb: Verb) -> Iterator[Notice]:
    names = {child.name for child in verb.within}
    if "Conference" in names and len(names) > 1:
        yield Notice(13000, "Dial: Conference cannot be mixed with other nouns")
    if not verb.within and not re.fullmatch(r"\+?[0-9().\s-]{3,}", verb.text):
        yield Notice(13223, f"Dial: {verb.text!r} is no telephone number")


def _connect(verb: Verb) -> Iterator[Notice]:
    if len(verb.within) != 1:
        yield Notice(12200, f"schema validation: Connect holds one element, not {len(verb.within)}")


def _relay(verb: Verb) -> Iterator[Notice]:
    if not verb.get("url"):
        yield Notice(64101, "ConversationRelay: url is missing", "error")


TOGETHER: dict[str, tuple[Callable[[Verb], Iterator[Notice]], ...]] = {
    "Say": (_say,),
    "Gather": (_gather,),
    "Dial": (_dial,),
    "Connect": (_connect,),
    "ConversationRelay": (_relay,),
}
