"""The most pressing recommendation, with the figures it rests on."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from assistant.answers.labels import must
from assistant.facts import Fact, Source
from assistant.tools import figures
from assistant.tools.found import Found, Question
from finance.models import Recommendation


def advice(asked: Question) -> Found:
    """Tell what the user should do next: the most pressing recommendation, with its figures."""
    rows = list(Recommendation.objects.for_user(asked.user).open()[:2])
    if not rows:
        return Found("advice.none" if asked.currencies else "no_statements")
    found = told(rows[0], asked)
    return found.noting("advice_more") if len(rows) > 1 else found


def told(row: Recommendation, asked: Question) -> Found:
    """Return a recommendation as an answer: its kind names the words, its evidence is the facts."""
    source = Source("recommendation", str(row.public_id), "/#advice")
    facts = (_fact(one, row.as_of, source, asked) for one in row.evidence)
    return Found(f"advice.{row.kind}", tuple(fact for fact in facts if fact))


def _fact(one: Mapping[str, str], as_of: date, source: Source, asked: Question) -> Fact | None:
    """Return a figure of the evidence; None of a kind that is not said."""
    name, value, unit = one["name"], one["value"], one["unit"]
    match unit:
        case "date":
            return figures.day(name, date.fromisoformat(value), as_of, source)
        case "ratio":
            return figures.percent(name, Decimal(value), as_of, source)
        case "days":
            return figures.days(name, int(value), as_of, source)
        case "count":
            return figures.count(name, int(value), as_of, source)
        case "text":
            return figures.named(name, value, as_of, source, unnamed=must("generic", "bill", asked.language))
        case "months":
            return None  # told with a decimal: liquidity of less than a month
        case _:
            return Fact(name, Decimal(value), "money", as_of, source, currency=unit)
