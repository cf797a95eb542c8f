"""Scores in the user's language: no sentence that can be said is missing."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from rest_framework.test import APIClient

from accounts.models import User
from finance.models import Score
from finance.scoring import health, karma, wording
from gig_lens.local import BASE_DIR
from ml_service.scoring.features import FEATURES
from ml_service.scoring.what_if import CHANGES

SENTENCE = re.compile(r'NotEnough\("([^"]+)"\)')
POOR_HEALTH = health.Figures(0.1, 0.0, 0.5, 0.3, 0.5, 0.4)
POOR_KARMA = karma.Figures(5, 20, 50, 100, 0)


def sentences() -> set[str]:
    """Return everything that the rules and the ML service can say of a score."""
    modules = Path(BASE_DIR / "finance" / "scoring").glob("*.py")
    missing = {text for module in modules for text in SENTENCE.findall(module.read_text(encoding="utf-8"))}
    words = {text for table in (health.WORDS, karma.WORDS) for pair in table.values() for text in pair}
    changes = [*health.what_if(POOR_HEALTH), *karma.what_if(POOR_KARMA)]
    said = {one.text for one in FEATURES} | {one.text for one in CHANGES}
    assert len(missing) >= 7
    assert len(changes) == 7
    return missing | words | said | {one["change"] for one in changes}


@pytest.mark.parametrize("language", wording.LANGUAGES)
def test_every_sentence_is_told_in_every_language(language: str) -> None:
    known = wording.LANGUAGES[language]
    assert sentences() - set(known) == set()
    assert not any(same == text for text, same in known.items())


@pytest.mark.parametrize(
    ("language", "reason", "change", "note"),
    [
        ("es", "El saldo cubre pocos meses de gastos", "Un mes más de gastos en reserva", "Una estimación educativa"),
        ("en", "The balance covers few months of spending", "One more month of spending in reserve", "An educational"),
        ("te", "The balance covers few months of spending", "One more month of spending in reserve", "An educational"),
    ],
)
def test_a_stored_score_is_told_in_the_users_language(
    api: APIClient, ana: User, language: str, reason: str, change: str, note: str
) -> None:
    User.objects.update(language=language)
    components = health.components_of(health.Figures(0.3, 0.1, 0, 0, 0, 0))
    Score.objects.create(
        user=ana,
        kind="health",
        as_of="2026-11-01",
        value=75,
        band="coping",
        currency="CZK",
        components=[one.stored() for one in components],
        reason_codes=[{"code": "SAVE_LIQUIDITY", "text": components[2].adverse, "points": -25}],
        what_if=[{"change": "One more month of spending in reserve", "score": 80}],
        model="health-rules",
        model_version="1",
        computed_at=datetime(2026, 11, 1, tzinfo=UTC),
    )
    told = api.get("/api/v1/scores/latest").json()
    assert told["scores"]["health"]["reason_codes"][0]["text"] == reason
    assert told["scores"]["health"]["what_if"][0]["change"] == change
    assert told["note"].startswith(note)
    assert api.get("/api/v1/scores").json()["results"][0]["reason_codes"][0]["text"] == reason


def test_what_is_missing_is_told_in_the_users_language(api: APIClient, ana: User) -> None:
    User.objects.update(language="es")
    assert set(api.get("/api/v1/scores/latest").json()["unavailable"].values()) == {"Sube primero un extracto."}
