"""What a question takes over from the one before: the period beside its own, a score, the time that it was about."""

from collections.abc import Mapping
from dataclasses import replace

from assistant.facts import Span
from assistant.understanding import dialogue, moments
from assistant.understanding.dialogue import FIGURES, LIKELY
from assistant.understanding.reading import Reading
from assistant.understanding.slots import BY_DAY_OR_PERIOD, BY_PERIOD, unit_of
from assistant.understanding.understood import Context, Slots, Understood

SCORES = frozenset({"score", "score_why", "score_improve"})
UNITS = ("day", "week", "weekend", "month", "quarter", "year")
SHORT = 8  # words of a message that is likely to go on from what was said
# How much likelier an intent is in a short message after another.
AFTER_A_SCORE = {"score_why": 4.0, "score_improve": 6.0}
AFTER_A_FIGURE = {"explain": 2.0}


def period_beside(reading: Reading, context: Context) -> Understood | None:
    """Return the question before for the period before or after its own, where that is all a message says."""
    period = context.slots.period
    if period is None or context.intent not in dialogue.GOES_ON:
        return None
    step = -1 if dialogue.holds("before", reading) else 1 if dialogue.holds("after", reading) else 0
    named = [unit for unit in UNITS if dialogue.holds(f"unit_{unit}", reading)]
    unit = unit_of(period)
    if not step or not dialogue.consists_of(("before", "after", "and", *(f"unit_{one}" for one in UNITS)), reading):
        return None
    if named and unit not in named:
        return None
    slots = replace(context.slots, period=_beside(period, unit, step), other_period=None)
    return Understood(context.intent, slots, LIKELY, reading.language, via="follow_up")


def _beside(period: Span, unit: str, step: int) -> Span:
    first = moments.shift(period.first, unit, step)
    whole = moments.span_of(period.first, unit)
    if period.first == whole.first:
        return moments.span_of(first, unit)
    return Span(first, moments.shift(period.last, unit, step))


def weighed(intents: Mapping[str, float], reading: Reading, context: Context) -> dict[str, float]:
    """Return the probabilities in the light of what was asked before; only a short message without names goes on."""
    times: Mapping[str, float] = {}
    named = reading.scores or reading.platforms or reading.categories or reading.past or reading.numbers
    if len(reading.words) <= SHORT and not named:
        times = AFTER_A_SCORE if context.intent in SCORES else AFTER_A_FIGURE if context.intent in FIGURES else {}
    whole = sum(share * times.get(name, 1.0) for name, share in intents.items())
    return {name: share * times.get(name, 1.0) / whole for name, share in intents.items()}


def carried(found: Understood, reading: Reading, context: Context) -> Understood:
    """Return what was understood with the slots that it takes over from the question before."""
    old = context.slots
    if found.intent in SCORES and context.intent in SCORES and found.slots.score is None:
        return replace(found, slots=replace(found.slots, score=old.score))
    if found.intent == "explain" and context.intent in FIGURES and found.slots.topic is None:
        return replace(found, slots=replace(old, topic=FIGURES[context.intent]))
    if not reading.past and dialogue.begins("also", reading):
        return replace(found, slots=_when(found.intent, context.intent, found.slots, old))
    return found


def _when(intent: str, before: str, new: Slots, old: Slots) -> Slots:
    if intent in BY_PERIOD and before in BY_PERIOD and not new.period:
        return replace(new, period=old.period)
    if intent in BY_DAY_OR_PERIOD and before in BY_DAY_OR_PERIOD and not (new.period or new.on):
        return replace(new, period=old.period, on=old.on)
    return new
