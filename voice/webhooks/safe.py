"""What a call hears when its answer does not come: sorry, and once more; after a few times, goodbye."""

from collections.abc import Sequence

from assistant.languages import DEFAULT, Language
from voice import twiml
from voice.flow.values import Ended, Said
from voice.webhooks.asked import Asked

MOST = 3
SORRY: dict[Language, str] = {
    "en": "I am sorry, that did not work. One moment, please.",
    "es": "Lo siento, eso no funcionó. Un momento, por favor.",
    "hi": "माफ़ कीजिए, यह नहीं हो पाया। कृपया एक क्षण रुकिए।",
    "te": "క్షమించండి, అది కుదరలేదు. దయచేసి ఒక్క క్షణం ఆగండి.",
}
GOODBYE: dict[Language, str] = {
    "en": "I am sorry, GigLens cannot answer just now. Please call again later. Goodbye.",
    "es": "Lo siento, GigLens no puede responder en este momento. Llame más tarde, por favor. Adiós.",
    "hi": "माफ़ कीजिए, गिगलेंस अभी जवाब नहीं दे पा रहा है। कृपया बाद में कॉल कीजिए। नमस्ते।",
    "te": "క్షమించండి, గిగ్‌లెన్స్ ఇప్పుడు సమాధానం ఇవ్వలేకపోతోంది. దయచేసి తర్వాత కాల్ చేయండి. సెలవు.",
}


def document(
    asked: Asked,
    *,
    goes_on_at: str,
    language: Language | None = None,
    turn: int = 0,
    said: Sequence[Said] = (),
) -> str:
    """Return the document that keeps a call, without asking anything of anybody.

    Args:
        language: the caller's, where it is known.
        turn: the call's step, where it is known.
        said: what could be said before it went wrong.
    """
    tongue = language or asked.language or DEFAULT
    if asked.sorry >= MOST:
        return twiml.document([Said(GOODBYE[tongue], language=tongue), Ended("error")], action="", language=tongue)
    onward = twiml.url(goes_on_at, turn=max(turn, asked.turn or 0) + 1, lang=tongue, again=1, sorry=asked.sorry + 1)
    steps = [*said, Said(SORRY[tongue], language=tongue)]
    return twiml.document(steps, action=onward, language=tongue)
