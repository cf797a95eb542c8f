"""What may leave: words around figures that stay what they are, in the language asked in, leading nowhere."""

from datetime import date
from decimal import Decimal

import pytest

from assistant.facts import Fact, Source
from assistant.languages import Language
from assistant.turns.gates import judge_for

TODAY = date(2026, 11, 2)
SOURCE = Source("balance")
FACTS = (
    Fact("balance", Decimal("1234.56"), "money", TODAY, SOURCE, currency="USD"),
    Fact("risk", Decimal("12.5"), "percent", TODAY, SOURCE),
    Fact("days", 9, "days", TODAY, SOURCE),
    Fact("on", date(2026, 12, 1), "date", TODAY, SOURCE),
    Fact("platform", "Uber Eats", "name", TODAY, SOURCE),
    Fact("jobs", 12, "count", TODAY, SOURCE),
)


def says(raw: str, language: Language = "en") -> bool:
    return judge_for(FACTS, language, today=TODAY)(raw) is not None


@pytest.mark.parametrize(
    ("raw", "language"),
    [
        ("You have {{balance}} on your account.", "en"),
        ("Your balance is {{balance}}, and the risk is {{risk}}.", "en"),
        ("By {{on}} it lasts {{days}}.", "en"),
        ("{{platform}} paid {{balance}} for {{jobs}} jobs.", "en"),
        ("You have $1,234.56.", "en"),
        ("Tienes {{balance}} en tu cuenta.", "es"),
        ("Con {{platform}} ganaste {{balance}} el {{on}}.", "es"),
        ("आपके खाते में {{balance}} हैं।", "hi"),
        ("{{on}} तक जोखिम {{risk}} है।", "hi"),
        ("మీ ఖాతాలో {{balance}} ఉంది.", "te"),
        ("{{on}} నాటికి {{days}} సరిపోతుంది.", "te"),
    ],
)
def test_these_may_be_said(raw: str, language: Language) -> None:
    assert says(raw, language)


@pytest.mark.parametrize(
    ("raw", "language"),
    [
        ("You have {{balance}} euros.", "en"),
        ("You have {{balance}} thousand.", "en"),
        ("From {{platform}} euros you earned {{balance}}.", "en"),
        ("By {{on}} percent it lasts.", "en"),
        ("You have {{balance}} in euros, 500 of them.", "en"),
        ("The risk is {{days}} percent.", "en"),
        ("You have {{balance}}, up {{risk}} dollars.", "en"),
        ("You have about $1,300.", "en"),
        ("You have twelve hundred dollars.", "en"),
        ("Half of it, {{balance}}, is gone by the 3rd.", "en"),
        ("You have {{balance}} and {{unknown}}.", "en"),
        ("You have {{balance.", "en"),
        ("You have {{balance}}: see https://evil.example.", "en"),
        ("Write to me@evil.example about {{balance}}.", "en"),
        ("Call +1 555 010 9999 now.", "en"),
        ("Visit evil.com now.", "en"),
        ("**{{balance}}**", "en"),
        ("<b>{{balance}}</b>", "en"),
        ("{{balance}}", "en"),
        ("", "en"),
        ("Tienes {{balance}} pesos.", "es"),
        ("Tienes {{balance}} mil.", "es"),
        ("You have {{balance}}.", "hi"),
        ("आपके पास {{balance}} हैं।", "en"),
        ("आपके पास {{balance}} हैं।", "te"),
        ("आपके पास पाँच सौ रुपये हैं।", "hi"),
        ("మీ దగ్గర ఐదు వందల రూపాయలు ఉన్నాయి.", "te"),
        ("You have {{balance}}, " + "word " * 60 + ".", "en"),
    ],
)
def test_these_may_not(raw: str, language: Language) -> None:
    assert not says(raw, language)
