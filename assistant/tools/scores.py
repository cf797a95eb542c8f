"""The scores, why they are what they are, and what would raise them."""

from collections.abc import Mapping
from typing import Any, Literal

from assistant.answers.labels import must
from assistant.facts import Fact, Source
from assistant.tools import figures
from assistant.tools.found import Found, Question
from finance.models import Score
from finance.scoring import scores

PAGE = "/#scores"
Which = Literal["health", "karma", "credit"]
# What a score still needs, by how the rules say it: finance/scoring/.
NEEDS: Mapping[str, str] = {
    "There are no transactions yet.": "no_statements",
    "It takes 28 days of statements.": "score.short_history",
    "It takes two full calendar months of statements.": "score.short_history",
    "It takes three full calendar months of statements.": "score.short_history",
    "There were no earnings in the last half year.": "score.no_earnings",
    "There were no earnings in the last three full months.": "score.no_earnings",
    "Tell us the balance of your accounts: this statement does not say it.": "no_balance",
    "It waits for the forecast of your balance.": "forecast.pending",
}


def score(asked: Question, *, score: Which | None = None) -> Found:
    """Tell one of the user's scores: health (their finances), karma (how steadily they work) or credit.

    Args:
        score: which one; health without it.
    """
    found = _latest(asked, score)
    if isinstance(found, Found):
        return found
    facts = _about(found, asked)
    if found.kind == Score.Kind.CREDIT:
        return Found("score.credit", (*facts, figures.told("grade", found.band, found.as_of, _source(found))))
    band = figures.told("band", must("band", found.band, asked.language), found.as_of, _source(found))
    return Found("score.ok", (*facts, band))


def score_why(asked: Question, *, score: Which | None = None) -> Found:
    """Tell why a score is no higher: what costs it most points.

    Args:
        score: which one; health without it.
    """
    found = _latest(asked, score)
    if isinstance(found, Found):
        return found
    facts = _about(found, asked)
    told = [_reason(one, found, asked, prefix) for one, prefix in zip(found.reason_codes, ("", "next_"), strict=False)]
    if not told:
        return Found("score_why.nothing", facts)
    answer = Found("score_why.ok", (*facts, *told[0]))
    return answer.noting("score_next_reason", *told[1]) if len(told) > 1 else answer


def score_improve(asked: Question, *, score: Which | None = None) -> Found:
    """Tell what would raise a score most, and to where.

    Args:
        score: which one; health without it.
    """
    found = _latest(asked, score)
    if isinstance(found, Found):
        return found
    facts = _about(found, asked)
    if not found.what_if:
        return Found("score_improve.nothing", facts)
    best = found.what_if[0]
    change = must("change", best["change"], asked.language)
    more = (
        figures.told("change", change, found.as_of, _source(found)),
        figures.points("better_score", int(best["score"]), found.as_of, _source(found)),
    )
    return Found("score_improve.ok", (*more, *facts))


def _latest(asked: Question, which: str | None) -> Score | Found:
    kind = which or Score.Kind.HEALTH
    row = scores.latest(asked.user)[kind]
    if row is not None:
        return row
    main = next(iter(asked.currencies), None)
    if main is None:
        return Found("no_statements")
    return Found(NEEDS.get(scores.why_missing(asked.user, main).get(kind, ""), "score.pending"))


def _about(found: Score, asked: Question) -> tuple[Fact, ...]:
    return (
        figures.points("score", found.value, found.as_of, _source(found)),
        figures.told("score_kind", must("score", found.kind, asked.language), found.as_of, _source(found)),
        figures.day("as_of", found.as_of, found.as_of, _source(found)),
    )


def _reason(one: Mapping[str, Any], found: Score, asked: Question, prefix: str) -> tuple[Fact, ...]:
    return (
        figures.told(f"{prefix}reason", must("reason", one["code"], asked.language), found.as_of, _source(found)),
        figures.points(f"{prefix}reason_points", abs(int(one["points"])), found.as_of, _source(found)),
    )


def _source(found: Score) -> Source:
    return Source("score", str(found.public_id), PAGE)
