"""From applicants to scores with their reasons and what would change them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import Any

from ml_service.schemas import Applicant, Loan
from ml_service.scoring import features, points, what_if
from ml_service.scoring.features import Months
from ml_service.scoring.scorecard import Scorecard

MAX_REASONS = 4
MAX_CHANGES = 3
DECIMALS = 6


def score(applicants: Sequence[Applicant], card: Scorecard, *, edits: bool = True) -> Iterator[dict[str, Any]]:
    """Score each applicant in the shape of `schemas.CreditScore`; without `edits`, what-ifs say only the score."""
    typical = card.typical.tolist()
    for applicant in applicants:
        months = Months.of(applicant.months)
        added = card.explain(features.compute(months, applicant.loan))
        log_odds = float(card.intercept) + sum(added)
        reached = points.to_points(log_odds)
        yield {
            "unique_id": applicant.unique_id,
            "probability_of_default": round(points.to_probability(log_odds), DECIMALS),
            "score": reached,
            "grade": points.to_grade(reached),
            "reason_codes": reasons(added, typical),
            "what_if": changes(applicant, months, card, reached, edits=edits),
        }


def reasons(added: Sequence[float], typical: Sequence[float]) -> list[dict[str, Any]]:
    """Up to four reasons why points were lost against a typical account, the costliest first.

    Args:
        added: What each feature adds to the log-odds of default.
        typical: What it adds on the mean of the accounts fitted on.
    """
    lost = zip(
        features.FEATURES, (-round(points.FACTOR * (a - t)) for a, t in zip(added, typical, strict=True)), strict=True
    )
    adverse = sorted((loss, feature.code, feature.text) for feature, loss in lost if loss < 0)
    return [{"code": code, "text": text, "points": loss} for loss, code, text in adverse[:MAX_REASONS]]


def changes(
    applicant: Applicant, months: Months, card: Scorecard, reached: int, *, edits: bool
) -> list[dict[str, Any]]:
    """The changes that raise the score most, each with the edits that lead to exactly its score."""
    better = []
    for change in what_if.CHANGES:
        turns = change.make(months, applicant.loan)
        if turns is None:
            continue
        promised = _score_of(*what_if.apply(months, applicant.loan, turns), card)
        if promised > reached:
            better.append((-promised, change.code, change.text, turns))
    names = [row.month for row in applicant.months]
    return [
        {
            "change": text,
            "score": -promised,
            "code": code,
            "edits": [what_if.edit(turn, names).model_dump() for turn in turns] if edits else [],
        }
        for promised, code, text, turns in sorted(better, key=itemgetter(0, 1))[:MAX_CHANGES]
    ]


def _score_of(months: Months, loan: Loan | None, card: Scorecard) -> int:
    added = card.explain(features.compute(months, loan))
    return points.to_points(float(card.intercept) + sum(added))
