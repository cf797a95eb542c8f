"""From applicants to scores with their reasons and what would change them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ml_service.schemas import Applicant, Loan, MonthOfAccount
from ml_service.scoring import features, points, what_if
from ml_service.scoring.scorecard import Scorecard

MAX_REASONS = 4
MAX_CHANGES = 3
DECIMALS = 6


def score(applicants: Sequence[Applicant], card: Scorecard) -> Iterator[dict[str, Any]]:
    """Score each applicant in the shape of `schemas.CreditScore`."""
    for applicant in applicants:
        months = tuple(applicant.months)
        added = card.explain(features.compute(months, applicant.loan))
        log_odds = float(card.intercept) + sum(added)
        reached = points.to_points(log_odds)
        yield {
            "unique_id": applicant.unique_id,
            "probability_of_default": round(points.to_probability(log_odds), DECIMALS),
            "score": reached,
            "grade": points.to_grade(reached),
            "reason_codes": reasons(added, card),
            "what_if": changes(months, applicant.loan, card, reached),
        }


def reasons(added: Sequence[float], card: Scorecard) -> list[dict[str, Any]]:
    """Up to four reasons why points were lost against a typical account, the costliest first.

    Args:
        added: What each feature adds to the log-odds of default.
        card: The scorecard, for what is typical.
    """
    lost: list[dict[str, Any]] = [
        {"code": feature.code, "text": feature.text, "points": -round(points.FACTOR * (value - typical))}
        for feature, value, typical in zip(features.FEATURES, added, card.typical.tolist(), strict=True)
    ]
    adverse = [one for one in lost if one["points"] < 0]
    return sorted(adverse, key=lambda one: (one["points"], one["code"]))[:MAX_REASONS]


def changes(
    months: tuple[MonthOfAccount, ...], loan: Loan | None, card: Scorecard, reached: int
) -> list[dict[str, Any]]:
    """The changes that raise the score most, each with the edits that lead to exactly its score."""
    better: list[dict[str, Any]] = []
    for change in what_if.CHANGES:
        edits = change.make(months, loan)
        if edits is None:
            continue
        promised = _score_of(*what_if.apply(months, loan, edits), card)
        if promised > reached:
            made = [edit.model_dump() for edit in edits]
            better.append({"change": change.text, "score": promised, "code": change.code, "edits": made})
    return sorted(better, key=lambda one: (-one["score"], one["code"]))[:MAX_CHANGES]


def _score_of(months: tuple[MonthOfAccount, ...], loan: Loan | None, card: Scorecard) -> int:
    added = card.explain(features.compute(months, loan))
    return points.to_points(float(card.intercept) + sum(added))
