"""Scores as rows: health and karma by rule, credit by the ML service, each with its reasons."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Q, Subquery

from accounts.models import User
from finance.ml import MLClient, MLError
from finance.models import Score
from finance.nights import books
from finance.scoring import credit, health, karma, wording
from finance.scoring.components import NotEnough, reasons, total
from finance.scoring.standing import Standing, read_standing
from ml_service import schemas

log = structlog.get_logger(__name__)

RULES_VERSION = "1"  # of the health and karma definitions; raise it when a corner or weight changes
Columns = Mapping[str, Any]


def refresh(*, user: User, currency: str, client: MLClient, now: datetime) -> dict[str, str]:
    """Compute and store every score that can be given; returns why for those that cannot.

    Nothing is stored once the ledger has changed: whoever computes after that change knows more.
    """
    changes = books.count(user, currency)
    standing = read_standing(user, currency)
    if standing is None:
        return dict.fromkeys(Score.Kind.values, wording.NO_TRANSACTIONS)
    makers: dict[str, Callable[[], Columns]] = {
        Score.Kind.HEALTH: lambda: health_columns(standing),
        Score.Kind.KARMA: lambda: karma_columns(standing),
        Score.Kind.CREDIT: lambda: credit_columns(standing, user, client),
    }
    missing: dict[str, str] = {}
    for kind, make in makers.items():
        try:
            _store(user, standing, kind, make(), now, changes)
        except NotEnough as reason:
            missing[kind] = str(reason)
        except MLError as error:
            log.warning("credit_score_not_answered", user=user.pk, reason=str(error))
            missing[kind] = wording.NO_ANSWER
    return missing


@transaction.atomic
def _store(user: User, standing: Standing, kind: str, columns: Columns, now: datetime, changes: int) -> None:
    if books.moved_on(user, standing.currency, since=changes):
        return
    values = {"currency": standing.currency, "computed_at": now, "probability_of_default": None, **columns}
    Score.objects.update_or_create(user=user, kind=kind, as_of=standing.as_of, defaults=values)


def health_columns(standing: Standing) -> Columns:
    """Return the health score's columns."""
    figures = health.figures_of(standing)
    components = health.components_of(figures)
    score = total(component.points for component in components)
    return {
        "value": score,
        "band": health.band(score),
        "components": [component.stored() for component in components],
        "reason_codes": reasons(components),
        "what_if": health.what_if(figures),
        "model": "health-rules",
        "model_version": RULES_VERSION,
    }


def karma_columns(standing: Standing) -> Columns:
    """Return the karma score's columns."""
    figures = karma.figures_of(standing)
    components = karma.components_of(figures)
    score = total(component.points for component in components)
    return {
        "value": score,
        "band": karma.band(score),
        "components": [component.stored() for component in components],
        "reason_codes": reasons(components),
        "what_if": karma.what_if(figures),
        "model": "karma-rules",
        "model_version": RULES_VERSION,
    }


def credit_columns(standing: Standing, user: User, client: MLClient) -> Columns:
    """Return the credit score's columns, asked of the ML service.

    Raises:
        NotEnough: too short a history, or no balance known.
        MLError: no usable answer.
    """
    fees = credit.overdraft_fees_by_month(user, standing.currency)
    applicant = credit.applicant_of(standing, overdraft_fees=fees, unique_id=str(user.public_id))
    answer = client.credit_scores(schemas.CreditRequest(applicants=[applicant]))
    return answered_columns(answer.scores[0], answer.model, answer.model_version)


def answered_columns(said: schemas.CreditScore, model: str, model_version: str) -> Columns:
    """Return the columns of one of the credit scores that a model gave."""
    return {
        "value": said.score,
        "band": said.grade,
        "components": [],
        "reason_codes": [reason.model_dump() for reason in said.reason_codes],
        "what_if": [{"change": row.change, "score": row.score} for row in said.what_if],
        "probability_of_default": said.probability_of_default,
        "model": model,
        "model_version": model_version,
    }


def latest(user: User) -> dict[str, Score | None]:
    """Return the newest score of each kind; None where there is none yet."""
    mine = Score.objects.for_user(user)
    newest = (Q(pk=Subquery(mine.filter(kind=kind).values("pk")[:1])) for kind in Score.Kind.values)
    found = {row.kind: row for row in mine.filter(reduce(or_, newest))}
    return {kind: found.get(kind) for kind in Score.Kind.values}


def why_missing(user: User, currency: str) -> dict[str, str]:
    """Return, for each score that cannot be given yet, what it still needs."""
    standing = read_standing(user, currency)
    if standing is None:
        return dict.fromkeys(Score.Kind.values, wording.NO_TRANSACTIONS)
    needs: dict[str, Callable[[], object]] = {
        Score.Kind.HEALTH: lambda: health.figures_of(standing),
        Score.Kind.KARMA: lambda: karma.figures_of(standing),
        Score.Kind.CREDIT: lambda: credit.applicant_of(standing, overdraft_fees={}, unique_id="-"),
    }
    missing: dict[str, str] = {}
    for kind, need in needs.items():
        try:
            need()
        except NotEnough as reason:
            missing[kind] = str(reason)
    return missing
