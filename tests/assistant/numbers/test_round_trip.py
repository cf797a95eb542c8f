"""What the renderer says, the parser reads back as exactly the same value; and the gate lets it through.

`make figures` runs 10,000 cases a language.
"""

from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given

from assistant.facts import Fact, Span
from assistant.languages import LANGUAGES, Language
from assistant.numbers import Day, Mention, mentions, passes
from assistant.spoken import spoken, written
from assistant.spoken.calendar import named_spans, whole_month
from assistant.spoken.rounding import rough
from tests.assistant.figures import TODAY, facts, thorough

KINDS = {"days": "duration", "months": "duration", "score": "number", "count": "number", "name": "number"}
DURATIONS = {"days": "day", "months": "month"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_spoken_is_read_back(language: Language) -> None:
    @thorough
    @given(facts)
    def same(fact: Fact) -> None:
        for said in (spoken(fact, language, today=TODAY), written(fact, language, today=TODAY)):
            heard = mentions(said, language)
            assert read_back(fact, heard), (said, heard)
            assert passes(said, [fact], language, TODAY), said

    same()


def read_back(fact: Fact, heard: list[Mention]) -> bool:
    """Tell whether the mentions are the fact, nothing more and nothing less."""
    if isinstance(fact.value, Span):
        return span_of(heard) == fact.value
    if len(heard) != 1:
        return False
    mention = heard[0]
    if isinstance(fact.value, date):
        return isinstance(mention.value, Day) and mention.value.resolved(TODAY) == fact.value
    if isinstance(fact.value, str | time):
        return mention.digits == fact.value
    value = Decimal(fact.value)
    value = rough(value) if fact.rough else value
    if mention.kind != KINDS.get(fact.unit, fact.unit) or value not in mention.values:
        return False
    if fact.currency and fact.currency not in mention.currencies:
        return False
    if fact.unit == "distance":
        return mention.unit == (fact.per or "mile")
    return mention.unit == {"rate": fact.per}.get(fact.unit, DURATIONS.get(fact.unit, mention.unit))


def span_of(heard: list[Mention]) -> Span | None:
    """Return the period that mentions tell."""
    values = [mention.value for mention in heard]
    if len(values) == 2 and all(isinstance(value, Day) for value in values):
        edges = [value.resolved(TODAY) for value in values if isinstance(value, Day)]
        return Span(*edges) if all(edges) else None  # type: ignore[arg-type]  # none is None
    if len(values) != 1:
        return None
    value, kind = values[0], heard[0].kind
    if kind == "period":
        return Span(*named_spans(TODAY)[str(value)])
    if isinstance(value, Day) and value.month and not value.day:
        return Span(*whole_month(date(value.year or TODAY.year, value.month, 1)))
    if isinstance(value, Day):
        on = value.resolved(TODAY)
        return Span(on, on) if on else None
    if kind == "year" and isinstance(value, Decimal):
        return Span(date(int(value), 1, 1), date(int(value), 12, 31))
    if kind == "duration" and isinstance(value, Decimal):
        return Span(TODAY - timedelta(days=int(value) - 1), TODAY)
    return None
