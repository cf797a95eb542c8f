"""What the TwiML has to say of a session, so that the session works: `<ConversationRelay>` and its `<Language>`s."""

from assistant.languages import Language

# The words that barge in are told (`reportInputDuringAgentSpeech`): by default they are lost, and the caller is not
# heard. An "mhm" is no barge-in. What was played and who speaks is told as well, to know when the line fell silent.
# A socket that breaks is opened again, and the session goes on from the call's state.
ATTRIBUTES: dict[str, str] = {
    "dtmfDetection": "true",
    "interruptible": "any",
    "preemptible": "false",
    "partialPrompts": "false",
    "reportInputDuringAgentSpeech": "any",
    "ignoreBackchannel": "true",
    "interruptSensitivity": "high",
    "profanityFilter": "false",
    "events": "speaker-events tokens-played",
    "applicationReconnect": "true",
}
# By which tag each language is spoken and heard; each needs its <Language> in the TwiML.
TAGS: dict[Language, str] = {"en": "en-US", "es": "es-US", "hi": "hi-IN", "te": "te-IN"}
# Google speaks and hears all four; the default providers know no Telugu. These voices of Google's read SSML, by which
# they speak more slowly: ElevenLabs's know of it only how a word is pronounced, Google's conversational ones nothing.
SPEAKERS: dict[Language, str] = {
    "en": "en-US-Neural2-F",
    "es": "es-US-Neural2-A",
    "hi": "hi-IN-Neural2-A",
    "te": "te-IN-Standard-A",
}
VOICES: dict[Language, dict[str, str]] = {
    language: {"code": tag, "ttsProvider": "Google", "voice": SPEAKERS[language], "transcriptionProvider": "Google"}
    for language, tag in TAGS.items()
}
