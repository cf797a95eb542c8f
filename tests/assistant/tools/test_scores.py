"""The scores as the app shows them."""

import pytest
from rest_framework.test import APIClient

from accounts.models import User
from assistant.answers.labels import labels
from finance.models import BalancePoint, Forecast, LinkedAccount, Score
from finance.scoring import health, karma, wording
from ml_service.scoring.features import FEATURES
from ml_service.scoring.what_if import CHANGES
from tests.assistant.tools.conftest import Ask, figures
from tests.finance.conftest import LAST_DAY, Write

KINDS = ["health", "karma", "credit"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_score_is_the_apps(ask: Ask, api: APIClient, answered: Forecast, kind: str) -> None:
    shown = api.get("/api/v1/scores/latest").json()["scores"][kind]
    told = figures(ask("score", score=kind))
    assert told["score"] == shown["value"]
    assert told["as_of"].isoformat() == shown["as_of"]


@pytest.mark.parametrize("kind", KINDS)
def test_why_is_the_strongest_reason(ask: Ask, api: APIClient, answered: Forecast, kind: str) -> None:
    shown = api.get("/api/v1/scores/latest").json()["scores"][kind]["reason_codes"]
    found = ask("score_why", score=kind, language="hi")
    told = figures(found)
    assert told.get("reason_points") == (abs(shown[0]["points"]) if shown else None)
    assert told.get("next_reason_points") == (abs(shown[1]["points"]) if len(shown) > 1 else None)
    if shown:
        assert told["reason"] == labels()["reason"][shown[0]["code"]]["hi"]


@pytest.mark.parametrize("kind", KINDS)
def test_what_raises_it_is_the_best_change(ask: Ask, api: APIClient, answered: Forecast, kind: str) -> None:
    shown = api.get("/api/v1/scores/latest").json()["scores"][kind]["what_if"]
    told = figures(ask("score_improve", score=kind))
    assert told.get("better_score") == (shown[0]["score"] if shown else None)


def test_nothing_to_blame_and_nothing_to_gain(ask: Ask, answered: Forecast) -> None:
    Score.objects.update(reason_codes=[], what_if=[])
    assert ask("score_why").template == "score_why.nothing"
    assert ask("score_improve").template == "score_improve.nothing"


def test_what_a_score_waits_for_is_said(ask: Ask, ana: User, write: Write, account: LinkedAccount) -> None:
    assert ask("score").template == "no_statements"
    write(LAST_DAY, 100)
    for kind in KINDS:
        assert ask("score", score=kind).template == "score.short_history"


def test_a_balance_or_a_forecast_that_is_missing_is_said(ask: Ask, half_a_year: LinkedAccount) -> None:
    assert ask("score", score="health").template == "forecast.pending"
    BalancePoint.objects.all().delete()
    assert ask("score", score="health").template == "no_balance"
    assert ask("score", score="karma").template == "score.pending"


def test_every_reason_and_change_has_a_name() -> None:
    known = labels()
    codes = {code.upper() for code in (*health.WORDS, *karma.WORDS)} | {one.code for one in FEATURES}
    assert set(known["reason"]) == codes
    changes = {
        "One more month of spending in reserve",
        "Costs of the work lower by 10% of earnings",
        "Loan repayments halved",
        "A 5% chance of a shortfall",
        "Every planned day worked",
        "Your target reached on a worked day",
        "One more week without spending more than came in",
    }
    assert changes <= set(wording.SPANISH), "as the rules say them"
    assert set(known["change"]) == changes | {one.text for one in CHANGES}


def test_ben_sees_nothing_of_anas(ask: Ask, ben: User, answered: Forecast) -> None:
    assert ask("score", user=ben).template == "no_statements"
