"""What a document says about its ConversationRelay."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from telephone_rig.twiml.document import Verb

INPUTS = {"any": {"speech", "dtmf"}, "true": {"speech", "dtmf"}, "speech": {"speech"}, "dtmf": {"dtmf"}}


@dataclass(frozen=True)
class Config:
    """The attributes that matter to a caller.

    Attributes:
        interruptible: which of speech and dtmf cut the line short.
        reported: which of them are told to the application while the line speaks; by default neither is, so that
            words which cut in are never heard of.
        keys: whether keys are told at all.
        events: what is told besides: speaker-events, who begins and stops to speak; tokens-played, what was heard.
        parameters: go into the setup message.
    """

    url: str
    greeting: str = ""
    greeting_interruptible: frozenset[str] = frozenset({"speech", "dtmf"})
    interruptible: frozenset[str] = frozenset({"speech", "dtmf"})
    reported: frozenset[str] = frozenset()
    keys: bool = False
    partials: bool = False
    reconnects: bool = False
    events: frozenset[str] = frozenset()
    speaks: str = "en-US"
    hears: str = "en-US"
    parameters: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, relay: Verb) -> "Config":
        """Read it from the document."""
        language = relay.get("language") or "en-US"
        return cls(
            url=relay.get("url"),
            greeting=relay.get("welcomeGreeting"),
            greeting_interruptible=_inputs(relay, "welcomeGreetingInterruptible", "any"),
            interruptible=_inputs(relay, "interruptible", "any"),
            reported=_inputs(relay, "reportInputDuringAgentSpeech", "none"),
            keys=relay.get("dtmfDetection") == "true",
            partials=relay.get("partialPrompts") == "true",
            reconnects=relay.get("applicationReconnect") == "true",
            events=frozenset(relay.get("events").split()),
            speaks=relay.get("ttsLanguage") or language,
            hears=relay.get("transcriptionLanguage") or language,
            parameters={one.get("name"): one.get("value") for one in relay.within if one.name == "Parameter"},
        )


def _inputs(relay: Verb, name: str, otherwise: str) -> frozenset[str]:
    return frozenset(INPUTS.get(relay.get(name) or otherwise, ()))
