"""Days, months, years and periods against the turn's facts."""

import re
from collections.abc import Iterator
from datetime import date, datetime

from assistant.facts import Facts, Span
from assistant.numbers.mention import Day
from assistant.spoken.calendar import named_spans

AS_OF = re.compile(r"\bas (?:of|at)\b|\ba fecha de\b|\bal?\b|\bhasta el\b|\bsegun\b|तक|के अनुसार|के हिसाब|నాటికి|వరకు|ప్రకారం")
DUE = re.compile(
    r"\b(?:due|arrives?|lands?|comes?|falls?|paid|pay|owed|charged|debited|safe|until|before|by)\s+(?:in\s+|on\s+)?(?:today|tonight)\b"
    r"|\b(?:vence|llega|toca|pagas?|cobras?|cae)n?\s+hoy\b|आज (?:देना|देय|आएगा|आयेगा|भरना)|ఈ ?రోజు (?:చెల్లించ|వస్తు|కట్ట)"
)


def days(facts: Facts) -> Iterator[date]:
    """Return the days that the facts name, the edges of periods too."""
    for fact in facts:
        if isinstance(fact.value, Span):
            yield fact.value.first
            yield fact.value.last
        elif isinstance(fact.value, date):
            yield _day(fact.value)


def spans(facts: Facts) -> list[Span]:
    """Return the periods among the facts."""
    return [fact.value for fact in facts if isinstance(fact.value, Span)]


def as_of(facts: Facts) -> set[date]:
    """Return the days as of which the facts were true."""
    return {_day(fact.as_of) for fact in facts}


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def a_day(said: object, facts: Facts, today: date, sentence: str) -> bool:
    """Tell whether a day that was said is one of the facts'."""
    if not isinstance(said, Day):
        return False
    if any(said.fits(day, today) for day in days(facts)):
        return True
    if said.offsets == (0,):
        return today in as_of(facts) and not DUE.search(sentence)
    return bool(AS_OF.search(sentence)) and any(said.fits(day, today) for day in as_of(facts))


def a_month(said: object, facts: Facts, sentence: str) -> bool:
    """Tell whether a month that was said has one of the facts' days in it, or is within a period."""
    if not isinstance(said, Day):
        return False
    known = [(day, day) for day in days(facts)] + [(span.first, span.last) for span in spans(facts)]
    if AS_OF.search(sentence):
        known += [(day, day) for day in as_of(facts)]
    return any(_within(said, first, last) for first, last in known)


def _within(said: Day, first: date, last: date) -> bool:
    years = range(first.year, last.year + 1) if said.year is None else [said.year]
    month = said.month or 0
    return any((first.year, first.month) <= (year, month) <= (last.year, last.month) for year in years)


def a_year(value: object, facts: Facts) -> bool:
    """Tell whether a year that was said is one of the facts'."""
    return any(day.year == value for day in days(facts)) or any(
        span.first.year <= int(str(value)) <= span.last.year for span in spans(facts)
    )


def day_of_month(value: object, facts: Facts) -> bool:
    """Tell whether "the 27th" is the day of one of the facts."""
    return any(day.day == value for day in days(facts))


def a_period(said: object, facts: Facts, today: date) -> bool:
    """Tell whether "last month" is a period of the facts, or has a day of theirs in it.

    Where the facts name no period at all the words are talk, and pass.
    """
    first, last = named_spans(today)[str(said)]
    periods = spans(facts)
    if not periods:
        return True
    if any(first <= day <= last for fact in facts if isinstance(day := fact.value, date)):
        return True
    return any(span.first == first and (span.last == last or span.last == min(last, today)) for span in periods)
