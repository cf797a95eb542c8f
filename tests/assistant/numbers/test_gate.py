"""What the renderer says passes; a figure that no fact has does not."""

from datetime import date
from decimal import Decimal

import pytest

from assistant.facts import Fact, Source
from assistant.numbers import passes

TODAY = date(2026, 11, 21)
BALANCE = Fact("balance", Decimal("1234.56"), "money", TODAY, Source("snapshot"), currency="USD")


@pytest.mark.parametrize(
    "sentence", ["You have $1,234.56.", "Tienes 1234,56 $.", "No one of your accounts may be at risk."]
)
def test_a_grounded_sentence_passes(sentence: str) -> None:
    assert passes(sentence, [BALANCE], "es" if sentence.startswith("T") else "en", TODAY)


@pytest.mark.parametrize(
    "sentence", ["You have $1,234.57.", "You have €1,234.56.", "You have 1,234.56 percent.", "You have -$1,234.56."]
)
def test_a_figure_of_its_own_is_blocked(sentence: str) -> None:
    assert not passes(sentence, [BALANCE], "en", TODAY)
