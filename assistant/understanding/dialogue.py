"""Talking back: yes and no, one of two, "why?", "and last month?", "no, I meant March"."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from assistant.languages import Language
from assistant.understanding.lexicon import Lexicon, Match, own_and_english, phrases, read
from assistant.understanding.reading import Reading
from assistant.understanding.slots import slots_of, topic
from assistant.understanding.understood import Context, Decision, Known, Slots, Understood

SURE = 0.97
LIKELY = 0.9
FIGURES = {  # what "why?" is about after an answer
    "balance": "balance",
    "income": "income",
    "spending": "spending",
    "forecast": "forecast",
    "lowest_point": "lowest_point",
    "shortfall_risk": "shortfall_risk",
    "safe_to_spend": "safe_to_spend",
    "affordability": "shortfall_risk",
    "safe_days": "safe_days",
    "bills": "bills",
    "tax": "tax",
    "mileage": "mileage",
    "platforms": "platforms",
    "advice": "advice",
    "goal": "goal",
    "compare": "income",
}
GOES_ON = frozenset(FIGURES) | {"score", "score_why", "score_improve", "find_transaction", "act", "explain"}


@cache
def _words(kind: str, language: Language) -> Lexicon:
    lexicon = Lexicon()
    for code in own_and_english(language):
        for phrase in phrases(read("dialogue")[code].get(kind, "")):
            lexicon.add(phrase, kind, language)
    return lexicon


def consists_of(kinds: Sequence[str], reading: Reading) -> bool:
    """Tell whether every word of a message is of these kinds."""
    place = 0
    while place < len(reading.words):
        if reading.words[place].text in {"?", "!"}:
            place += 1
            continue
        match = max(
            (found for kind in kinds if (found := _words(kind, reading.language).at(reading.words, place))),
            key=lambda found: found.last,
            default=None,
        )
        if match is None:
            return False
        place = match.last
    return bool(reading.words)


def begins(kind: str, reading: Reading, place: int = 0) -> bool:
    """Tell whether words of this kind stand at a place of a message."""
    return _words(kind, reading.language).at(reading.words, place) is not None


def decision(reading: Reading) -> Decision:
    """Return yes or no, where a message is nothing else."""
    polite = ("and",)
    if consists_of(("yes", *polite), reading) and holds("yes", reading):
        return "yes"
    if consists_of(("no", *polite), reading) and holds("no", reading):
        return "no"
    if consists_of(("yes", "no", *polite), reading):
        return "no" if holds("no", reading) else "yes"
    return ""


def holds(kind: str, reading: Reading) -> bool:
    """Tell whether a message has words of this kind."""
    return any(True for _ in _words(kind, reading.language).find(reading.words))


def chosen(reading: Reading, context: Context) -> str:
    """Return which of the two that were offered is meant: by its place or by its name."""
    if not context.asking:
        return ""
    if consists_of(("first", "and"), reading) and holds("first", reading):
        return context.asking[0]
    if len(context.asking) > 1 and consists_of(("second", "and"), reading) and holds("second", reading):
        return context.asking[1]
    said = {word.text.lower() for word in reading.words}
    named = [option for option in context.asking if set(option.split("_")) <= said]
    return named[0] if len(named) == 1 else ""


def asks_why(reading: Reading) -> bool:
    """Tell whether a message is "why?" and no more."""
    return consists_of(("why", "and"), reading) and holds("why", reading)


def why(context: Context, language: Language) -> Understood:
    """Return what "why?" asks for after an answer."""
    if context.intent in {"score", "score_improve", "score_why"}:
        return Understood("score_why", Slots(score=context.slots.score), SURE, language, via="follow_up")
    about = context.slots.topic if context.intent == "explain" else FIGURES.get(context.intent)
    kept = replace(context.slots, topic=about)
    return Understood("explain", kept, SURE, language, via="follow_up")


def follow_up(reading: Reading, context: Context, known: Known, today: date) -> Understood | None:
    """Return the question before with what this message changes in it, where it holds nothing else."""
    if context.intent not in GOES_ON:
        return None
    left = _left_over(reading)
    corrects = begins("correction", reading, left[0] if left else 0)
    if not _all_in(left, ("and", "correction") if corrects else ("and",), reading):
        return None
    new = slots_of(context.intent, context.slots.action or "", _kept(reading, corrects, context), known, today)
    new = _also(new, context, reading)
    if not new.given():
        return None
    return Understood(context.intent, _over(new, context.slots), LIKELY, reading.language, via="follow_up")


def _over(new: Slots, old: Slots) -> Slots:
    """A new day drives out the old period, and the other way round."""
    if new.on is not None and new.period is None:
        old = replace(old, period=None)
    if new.period is not None and new.on is None:
        old = replace(old, on=None)
    return new.over(replace(old, text=None) if new.text else old)


def _also(new: Slots, context: Context, reading: Reading) -> Slots:
    """What the intent has no slot for of itself, but a follow-up may name."""
    if context.intent == "explain" and new.topic is None:
        new = replace(new, topic=topic("figures", reading))
    return replace(new, text=None) if context.intent != "find_transaction" else new


def _kept(reading: Reading, corrects: bool, context: Context) -> Reading:
    """Of "not 500, 50" the last counts; of two names the one that is new."""
    old = context.slots
    reading = replace(
        reading,
        platforms=_new(reading.platforms, old.platform),
        categories=_new(reading.categories, old.category),
        scores=_new(reading.scores, old.score),
    )
    if not corrects or len(reading.numbers) < 2:
        return reading
    return replace(reading, numbers=reading.numbers[-1:])


def _new(matches: Sequence[Match], old: str | None) -> Sequence[Match]:
    """Return those that do not mean what was said before, unless all do."""
    return [match for match in matches if match.means != old] or matches


def _left_over(reading: Reading) -> list[int]:
    taken: set[int] = set()
    for moment in reading.past:
        taken |= set(range(moment.first, moment.last))
    for group in (reading.numbers, reading.platforms, reading.categories, reading.scores):
        for one in group:
            taken |= set(range(one.first, one.last))
    return [place for place in range(len(reading.words)) if place not in taken]


def _all_in(places: Sequence[int], kinds: Sequence[str], reading: Reading) -> bool:
    left = replace(reading, words=[reading.words[place] for place in places])
    return not left.words or consists_of(kinds, left)
