"""Each answer takes so many queries, whatever the length of the ledger."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from assistant.tools.found import Question
from assistant.tools.registry import TOOLS
from assistant.understanding.understood import Slots
from finance.models import Forecast, Goal, TaxProfile, Transaction
from tests.assistant.tools.conftest import NOW
from tests.finance.conftest import LAST_DAY, Write

# The picture has a goal and taxes held back, which safe-to-spend and affordability then read.
MOST: Mapping[str, tuple[int, Mapping[str, Any]]] = {
    "balance": (3, {}),
    "income": (3, {}),
    "spending": (3, {}),
    "compare": (5, {}),
    "forecast": (2, {}),
    "lowest_point": (2, {}),
    "shortfall_risk": (2, {}),
    "safe_to_spend": (12, {}),
    "affordability": (12, {"amount": Decimal(500)}),
    "safe_days": (2, {}),
    "score": (1, {}),
    "score_why": (1, {}),
    "score_improve": (1, {}),
    "bills": (2, {}),
    "tax": (7, {}),
    "advice": (2, {}),
    "goal": (6, {}),
    "mileage": (4, {}),
    "platforms": (3, {}),
    "find_transaction": (3, {"amount": Decimal(700)}),
    "explain": (12, {"topic": "safe_to_spend"}),
    "act": (4, {"action": "add_trip", "distance": Decimal(5)}),
    **dict.fromkeys(("greeting", "help", "human", "goodbye", "language"), (0, {})),
}


def queries(user: User, intent: str, slots: Mapping[str, Any]) -> int:
    fresh = User.objects.get(pk=user.pk)
    with CaptureQueriesContext(connection) as asked:
        TOOLS[intent](Question(fresh, intent, Slots(**slots), "en", NOW))
    return len(asked)


def test_each_answer_takes_few_and_no_more_of_a_longer_ledger(ana: User, answered: Forecast, write: Write) -> None:
    Goal.objects.create(user=ana, name="Bike", currency="CZK", target_minor=1_000, starts_on=LAST_DAY, hold_back=True)
    TaxProfile.objects.create(user=ana, own_percent_hundredths=2_000, hold_back=True)
    short = {intent: queries(ana, intent, slots) for intent, (_, slots) in MOST.items()}
    assert {intent: number for intent, number in short.items() if number > MOST[intent][0]} == {}
    for number in range(60):
        row = write(LAST_DAY - timedelta(days=number), 1_000 + number)
        Transaction.objects.filter(pk=row.pk).update(platform=f"platform{number % 7}")
        Goal.objects.create(user=ana, name=f"Goal {number}", currency="CZK", target_minor=1_000, starts_on=LAST_DAY)
    longer = {intent: queries(ana, intent, slots) for intent, (_, slots) in MOST.items()}
    assert {intent: number for intent, number in longer.items() if number > short[intent]} == {}


def test_every_tool_is_counted() -> None:
    assert set(MOST) == set(TOOLS)


@pytest.mark.parametrize("intent", ["greeting", "help"])
def test_talk_asks_the_database_nothing(ana: User, intent: str) -> None:
    assert queries(ana, intent, {}) == 0
