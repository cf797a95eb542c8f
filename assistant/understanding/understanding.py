"""From a message to what it means."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from django.conf import settings

from assistant.languages import Language
from assistant.understanding import carrying, dialogue
from assistant.understanding.corrections import corrected
from assistant.understanding.folding import MAX_LETTERS, ascii_digits
from assistant.understanding.model import IntentModel, load
from assistant.understanding.reading import Reading, masked, read
from assistant.understanding.slots import slots_of
from assistant.understanding.tongues import language_of
from assistant.understanding.understood import Context, Known, Slots, Understood

ANSWER = 0.77  # from here on a question is answered
ASK = 0.2  # from here on the two likeliest are offered; below it is not understood
EXEMPT = frozenset({"unknown", "greeting", "goodbye", "repeat", "slower", "help", "human", "language"})


def understand(
    message: str,
    *,
    language: Language | None,
    context: Context,
    today: date,
    known: Known,
    model: IntentModel | None = None,
) -> Understood:
    """Return what a message means, without asking anybody else.

    Args:
        message: as typed or heard, any length.
        language: the one of the conversation, where it is known; a message in another one wins over it.
        context: what the turn before left.
        today: in the user's time zone.
        known: the user's own words.
        model: the fitted one; without it, the one in MODELS_DIR.

    Raises:
        NoIntentModel: nothing has been fitted.
    """
    tongue = language_of(message, language)
    fitted = model or load(Path(settings.MODELS_DIR))
    reading = _read(message, tongue, today, known, fitted)
    if not any(word.text not in {"?", "!"} for word in reading.words):
        return Understood("unknown", Slots(), 0.0, tongue, via="rule")
    return _in_dialogue(reading, context, known, today) or _by_model(reading, context, known, today, fitted)


def _read(message: str, language: Language, today: date, known: Known, model: IntentModel) -> Reading:
    """Read a message without what is taken back in it."""
    reading = read(message, language, today, known, model.seen)
    said = ascii_digits(message[:MAX_LETTERS])
    counts = corrected(said, reading)
    return reading if counts == said else read(counts, language, today, known, model.seen)


def _in_dialogue(reading: Reading, context: Context, known: Known, today: date) -> Understood | None:
    tongue = reading.language
    if context.proposal:
        said = dialogue.decision(reading)
        if said:
            return Understood("act", context.slots, dialogue.SURE, tongue, decision=said, via="rule")
    if context.asking:
        picked = dialogue.chosen(reading, context)
        if picked:
            return Understood(picked, context.slots, dialogue.SURE, tongue, via="follow_up")
    if context.intent and dialogue.asks_why(reading):
        return dialogue.why(context, tongue)
    return carrying.period_beside(reading, context) or dialogue.follow_up(reading, context, known, today)


def _by_model(reading: Reading, context: Context, known: Known, today: date, model: IntentModel) -> Understood:
    found = model.probabilities(masked(reading, today))
    intents: dict[str, float] = {}
    for name, probability in found.items():
        intent = name.split(".")[0]
        intents[intent] = intents.get(intent, 0.0) + probability
    intents = carrying.weighed(intents, reading, context)
    ranked = sorted(intents, key=lambda name: -intents[name])
    intent, confidence = ranked[0], intents[ranked[0]]
    action = next((name.split(".")[1] for name in found if name.startswith(f"{intent}.")), "")
    slots = slots_of(intent, action, reading, known, today)
    answer = Understood(intent, slots, round(confidence, 4), reading.language)
    answer = carrying.carried(answer, reading, context)
    if confidence >= ANSWER or intent == "unknown":
        return answer
    options = [name for name in ranked[:3] if name != "unknown"][:2]
    if confidence >= ASK and len(options) == 2:
        return replace(answer, asking=(options[0], options[1]))
    return Understood("unknown", Slots(), round(1 - confidence, 4), reading.language)
