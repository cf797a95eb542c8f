"""The elements of TwiML for voice: which attributes each has, and what may stand in it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Element:
    """What is known of one element."""

    attributes: frozenset[str]
    within: frozenset[str]


def _element(attributes: str = "", within: str = "") -> Element:
    return Element(frozenset(attributes.split()), frozenset(within.split()))


_SSML = "break emphasis lang p phoneme prosody s say-as sub w"
_CALLED = "url method statusCallbackEvent statusCallback statusCallbackMethod"
_MACHINES = (
    "machineDetection amdStatusCallbackMethod amdStatusCallback machineDetectionTimeout "
    "machineDetectionSpeechThreshold machineDetectionSpeechEndThreshold machineDetectionSilenceTimeout"
)
_RECORDED = "recordingStatusCallback recordingStatusCallbackMethod recordingStatusCallbackEvent"
_STREAM = "name connectorName url track statusCallback statusCallbackMethod audioFormat sampleRate"
_SIPREC = "name connectorName track statusCallback statusCallbackMethod"
_TRANSCRIPTION = (
    "name track statusCallbackUrl statusCallbackMethod inboundTrackLabel outboundTrackLabel partialResults "
    "languageCode transcriptionEngine profanityFilter speechModel hints enableAutomaticPunctuation intelligenceService"
)
_VERBS = (
    "Connect Dial Echo Enqueue Gather Hangup Leave Pause Pay Play Prompt Queue Record Redirect Refer Reject Say Sms "
    "Start Stop"
)
VERBS = frozenset(_VERBS.split())
ELEMENTS = {
    "Say": _element("voice loop language", _SSML),
    "Play": _element("loop digits"),
    "Pause": _element("length"),
    "Gather": _element(
        "input action method timeout speechTimeout maxSpeechTime profanityFilter finishOnKey numDigits "
        "partialResultCallback partialResultCallbackMethod language hints bargeIn debug actionOnEmptyResult "
        "speechModel enhanced",
        "Say Play Pause",
    ),
    "Redirect": _element("method"),
    "Hangup": _element(),
    "Leave": _element(),
    "Echo": _element(),
    "Reject": _element("reason", "Say Play"),
    "Record": _element(
        f"action method timeout finishOnKey maxLength playBeep trim {_RECORDED} transcribe transcribeCallback "
        "recordingConfigurationId"
    ),
    "Dial": _element(
        f"action method timeout hangupOnStar timeLimit callerId record trim {_RECORDED} recordingConfigurationId "
        "answerOnBridge ringTone recordingTrack sequential referUrl referMethod events passports",
        "Number Client Conference Queue Sim Sip Application WhatsApp",
    ),
    "Number": _element(f"sendDigits {_CALLED} byoc {_MACHINES}"),
    "Client": _element(_CALLED, "Identity Parameter"),
    "Conference": _element(
        "muted beep startConferenceOnEnter endConferenceOnExit waitUrl waitMethod maxParticipants record "
        "recordingConfigurationId region coach trim statusCallbackEvent statusCallback statusCallbackMethod "
        f"{_RECORDED} eventCallbackUrl jitterBufferSize participantLabel"
    ),
    "Queue": _element("url method reservationSid postWorkActivitySid"),
    "Sim": _element(),
    "Sip": _element(f"username password {_CALLED} {_MACHINES}"),
    "WhatsApp": _element(_CALLED),
    "Application": _element(f"{_CALLED} customerId copyParentTo", "ApplicationSid Parameter"),
    "Enqueue": _element("action maxQueueSize method waitUrl waitUrlMethod workflowSid", "Task"),
    "Task": _element("priority timeout"),
    "Connect": _element(
        "action method",
        "AiSession Autopilot Conversation ConversationRelay ConversationRelaySession Room Stream VirtualAgent",
    ),
    "ConversationRelay": _element(
        "url language ttsLanguage transcriptionLanguage ttsProvider voice transcriptionProvider speechModel "
        "profanityFilter dtmfDetection welcomeGreeting welcomeGreetingInterruptible interruptible preemptible "
        "partialPrompts hints intelligenceService reportInputDuringAgentSpeech elevenlabsTextNormalization "
        "ttsTextNormalization ttsLanguageTextNormalization elevenlabsLanguageTextNormalization interruptSensitivity "
        "ignoreBackchannel speechTimeout eotThreshold eagerEotThreshold turnDetection backgroundNoiseReduction "
        "deepgramSmartFormat asrSmartFormat events debug includeInPrompt echoPromptFiltering partialPromptOnHangup "
        "applicationReconnect customerName",
        "Language Parameter Config",
    ),
    "Language": _element(
        "code ttsProvider voice transcriptionProvider speechModel hints asrSmartFormat ttsTextNormalization "
        "ttsLanguageTextNormalization"
    ),
    "Stream": _element(_STREAM, "Parameter"),
    "Parameter": _element("name value"),
    "Start": _element("action method", "Recording Siprec Stream Transcription"),
    "Stop": _element("", "Siprec Stream Transcription"),
    "Recording": _element(f"{_RECORDED} trim track channels recordingConfigurationId"),
    "Siprec": _element(_SIPREC, "Parameter"),
    "Transcription": _element(_TRANSCRIPTION, "Parameter Config"),
    "Pay": _element(
        "input action bankAccountType statusCallback statusCallbackMethod timeout maxAttempts securityCode postalCode "
        "minPostalCodeLength paymentConnector paymentMethod tokenType chargeAmount currency description validCardTypes "
        "language",
        "Prompt Parameter",
    ),
    "Prompt": _element("for errorType cardType attempt requireMatchingInputs", "Say Play Pause"),
    "Refer": _element("action method", "Sip"),
    "Sms": _element("to from action method statusCallback"),
}
