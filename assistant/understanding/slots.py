"""The slots of a question: those of what stands in the message that its intent has a use for."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from assistant.facts import Span
from assistant.understanding import moments, names
from assistant.understanding.lexicon import Match
from assistant.understanding.moments import Moment
from assistant.understanding.reading import Reading
from assistant.understanding.remainder import subject
from assistant.understanding.understood import Known, Slots

AHEAD = frozenset(
    {"forecast", "lowest_point", "shortfall_risk", "safe_to_spend", "affordability", "bills", "goal", "act"}
)
BY_PERIOD = frozenset({"income", "spending", "compare", "tax", "mileage", "platforms"})
BY_DAY_OR_PERIOD = frozenset({"forecast", "lowest_point", "shortfall_risk", "safe_to_spend", "bills", "balance"})
OF_PLATFORM = frozenset({"income", "spending", "mileage", "platforms", "find_transaction", "compare"})
OF_CATEGORY = frozenset({"spending", "bills", "compare", "find_transaction", "advice"})
FIRST_YEAR = 2015  # a bare number from here on may be a year
SMALLEST = 10  # bare numbers below it count things
OF_SCORE = frozenset({"score", "score_why", "score_improve"})


def slots_of(intent: str, action: str, reading: Reading, known: Known, today: date) -> Slots:
    """Return the slots that an intent takes from a message."""
    when = reading.future if intent in AHEAD else reading.past
    found = Slots(
        platform=_platform(intent, reading), category=_category(intent, reading), score=_score(intent, reading)
    )
    if intent in BY_PERIOD and when:
        found = replace(found, period=when[0].span)
    elif intent in BY_PERIOD:
        found = replace(found, period=_bare_year(reading, today))
    elif intent in BY_DAY_OR_PERIOD and when:
        found = replace(found, on=when[0].on) if when[0].single else replace(found, period=when[0].span)
    if intent == "balance" and found.on is not None and found.on >= today:
        found = replace(found, on=None)
    special = SPECIAL.get(intent)
    return special(found, action, reading, when, known, today) if special else found


def _bare_year(reading: Reading, today: date) -> Span | None:
    """Return the year that a number alone stands for: "taxes for 2025"."""
    for number in reading.numbers:
        if number.kind not in ("money", "distance") and FIRST_YEAR <= number.value <= today.year + 1:
            return moments.span_of(date(int(number.value), 1, 1), "year")
    return None


def _platform(intent: str, reading: Reading) -> str | None:
    return reading.platforms[0].means if intent in OF_PLATFORM and reading.platforms else None


def _category(intent: str, reading: Reading) -> str | None:
    return reading.categories[0].means if intent in OF_CATEGORY and reading.categories else None


def _score(intent: str, reading: Reading) -> str | None:
    return reading.scores[0].means if intent in OF_SCORE and reading.scores else None


def _money(found: Slots, reading: Reading, known: Known) -> Slots:
    """The amount: what is called money before a bare number, the larger before the smaller."""
    amounts = [number for number in reading.numbers if number.kind != "distance" and number.value > 0]
    if not amounts:
        return found
    best = max(amounts, key=lambda number: (number.kind == "money", number.value))
    return replace(found, amount=best.value, currency=best.currency(known.currency))


def _affordability(
    found: Slots, action: str, reading: Reading, when: Sequence[Moment], known: Known, today: date
) -> Slots:
    found = _money(found, reading, known)
    return replace(found, on=when[-1].on) if when else found


def _find(found: Slots, action: str, reading: Reading, when: Sequence[Moment], known: Known, today: date) -> Slots:
    found = _money(found, _without_counts(reading), known)
    if when:
        found = replace(found, on=when[0].on) if when[0].single else replace(found, period=when[0].span)
    return replace(found, text=subject("find_transaction", reading, when) or None)


def _without_counts(reading: Reading) -> Reading:
    """In "the last five payments" five is no amount."""
    return replace(reading, numbers=[one for one in reading.numbers if one.kind == "money" or one.value >= SMALLEST])


def _compare(found: Slots, action: str, reading: Reading, when: Sequence[Moment], known: Known, today: date) -> Slots:
    apps = list(dict.fromkeys(match.means for match in reading.platforms))
    if len(apps) > 1:
        found = replace(found, platform=apps[0], other_platform=apps[1])
    spans = list(dict.fromkeys(moment.span for moment in when))
    if len(spans) > 1:
        return replace(found, period=spans[0], other_period=spans[1])
    if len(apps) > 1 or not spans:
        return found
    one = spans[0]
    unit = unit_of(one)
    if one.last < today:
        return replace(found, period=moments.span_of(today, unit), other_period=one)
    return replace(found, period=one, other_period=moments.span_of(moments.shift(one.first, unit, -1), unit))


def unit_of(span: Span) -> str:
    """Return the unit of the calendar that a span is about as long as."""
    days = (span.last - span.first).days + 1
    return (
        "day" if days == 1 else "week" if days <= 7 else "month" if days <= 31 else "quarter" if days <= 92 else "year"
    )


def _act(found: Slots, action: str, reading: Reading, when: Sequence[Moment], known: Known, today: date) -> Slots:
    found = replace(found, action=action or None)
    if action == "add_trip":
        distances = [number for number in reading.numbers if number.kind == "distance"] or list(reading.numbers)
        platform = reading.platforms[0].means if reading.platforms else None
        back = reading.past[0].on if reading.past else None
        return replace(found, distance=distances[0].value if distances else None, platform=platform, on=back)
    if when:
        found = replace(found, on=when[0].on)
    if action in {"set_goal", "set_buffer"}:
        found = _money(found, reading, known)
    if action in {"set_goal", "remind_me"}:
        found = replace(found, text=subject(action, reading, when) or None)
    if action in {"accept_recommendation", "dismiss_recommendation"}:  # which one: matched with what there is
        found = replace(found, text=" ".join(word.text for word in reading.words) or None)
    return found


def _topic(found: Slots, action: str, reading: Reading, when: Sequence[Moment], known: Known, today: date) -> Slots:
    return replace(found, topic=topic("figures", reading))


def _article(found: Slots, action: str, reading: Reading, when: Sequence[Moment], known: Known, today: date) -> Slots:
    words = " ".join(word.text for word in reading.words)
    return replace(found, topic=topic("articles", reading), text=words or None)


def topic(kind: str, reading: Reading) -> str | None:
    """Return what figure or article a message names: the longest name, the earlier of equals."""
    lexicon = names.shipped(kind, reading.language, "topics")
    found: list[Match] = list(lexicon.find(reading.words))
    return max(found, key=lambda match: match.last - match.first).means if found else None


def _language(found: Slots, action: str, reading: Reading, when: Sequence[Moment], known: Known, today: date) -> Slots:
    return replace(found, language=reading.languages[-1].means if reading.languages else None)


Special = Callable[[Slots, str, Reading, Sequence[Moment], Known, date], Slots]
SPECIAL: dict[str, Special] = {
    "affordability": _affordability,
    "find_transaction": _find,
    "compare": _compare,
    "act": _act,
    "explain": _topic,
    "knowledge": _article,
    "language": _language,
}
