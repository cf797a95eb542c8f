"""ana's picture as the worker leaves it, and a way to ask."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from assistant.answers.wording import wording
from assistant.languages import LANGUAGES, Language
from assistant.tools.found import Found, Question
from assistant.tools.registry import TOOLS
from assistant.understanding.understood import Slots
from finance import engine, refresh
from finance.ml import MLClient
from finance.models import Forecast, LinkedAccount
from tests.finance.conftest import account, client_of_ml, half_a_year, ml_url, write

__all__ = ["account", "client_of_ml", "half_a_year", "ml_url", "write"]

NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
Ask = Callable[..., Found]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """Stop the clock of the API, so that it and the tools speak of the same day."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    return NOW


@pytest.fixture
def answered(ana: User, half_a_year: LinkedAccount, client_of_ml: MLClient, clock: datetime) -> Forecast:
    """Bring ana's picture in line as the worker would, and return her weekly forecast."""
    refresh.after_change(user=ana, currency="CZK")
    for row in Forecast.objects.order_by("-period"):
        engine.run(row.pk, client=client_of_ml, now=NOW)
    found: Forecast = Forecast.objects.get(user=ana, period="weekly")
    return found


@pytest.fixture
def ask(ana: User) -> Ask:
    """Return a function that asks: ask(intent, user=..., language=..., now=..., **slots)."""

    def one(intent: str, *, user: User = ana, language: Language = "en", now: datetime = NOW, **slots: Any) -> Found:
        found = TOOLS[intent](Question(user, intent, Slots(**slots), language, now))
        for each in LANGUAGES:
            assert wording(found.template, found.facts, each), "every answer has words in every language"
        names = [fact.name for fact in found.facts]
        assert len(names) == len(set(names)), "a name stands for one figure"
        return found

    return one


def figures(found: Found) -> dict[str, Any]:
    """Return the values of an answer's facts by name."""
    return {fact.name: fact.value for fact in found.facts}
