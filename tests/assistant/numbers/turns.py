"""Made-up turns: the facts of one, by a seeded hand."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from types import ModuleType

from assistant.facts import Fact, Source, Span, Unit, Value
from assistant.languages import Language
from assistant.spoken.calendar import whole_month
from tests.assistant.numbers.phrasings import en, es, hi, te

TODAY = date(2026, 11, 21)
PHRASINGS: dict[Language, ModuleType] = {"en": en, "es": es, "hi": hi, "te": te}
CURRENCIES: dict[Language, tuple[str, ...]] = {
    "en": ("USD", "GBP", "EUR", "CAD", "INR"), "es": ("USD", "MXN", "EUR"), "hi": ("INR", "USD"), "te": ("INR", "USD"),
}  # fmt: skip
NAMES = ["Uber", "DoorDash", "7-Eleven", "Lyft", "Swiggy", "Four Seasons", "Studio 54", "Upwork"]


@dataclass(frozen=True, slots=True)
class Made:
    """A turn: its language and facts by name."""

    language: Language
    facts: dict[str, Fact]

    @property
    def due(self) -> date:
        on = self.facts["date"].value
        assert isinstance(on, date)
        return on

    @property
    def period(self) -> Span:
        span = self.facts["period"].value
        assert isinstance(span, Span)
        return span

    @property
    def all(self) -> list[Fact]:
        return list(self.facts.values())


def turn(random: Random, language: Language) -> Made:
    """Return a turn with one fact of each unit."""
    currency = random.choice(CURRENCIES[language])
    first = TODAY.replace(day=1) - timedelta(days=random.randrange(1, 300))
    period = random.choice([Span(*whole_month(first)), Span(first, first + timedelta(days=random.randrange(2, 90)))])
    rough = random.random() < 0.4
    tenths = random.randrange(11, 999)
    values: dict[str, tuple[Value, str]] = {
        "money": (Decimal(random.randrange(1500, 10 ** random.randrange(5, 8))).scaleb(-2), "money"),
        "percent": (Decimal(random.choice([tenths, tenths * 10 % 1000 + 10])).scaleb(-1), "percent"),
        "days": (random.randrange(2, 90), "days"),
        "count": (random.randrange(2, 400), "count"),
        "score": (random.choice([random.randrange(301, 850), random.randrange(20, 100)]), "score"),
        "date": (TODAY + timedelta(days=random.randrange(1, 60)), "date"),
        "period": (period, "period"),
        "distance": (Decimal(random.randrange(100, 90000)).scaleb(-1), "distance"),
        "rate": (Decimal(random.randrange(800, 6000)).scaleb(-2), "rate"),
        "name": (random.choice(NAMES), "name"),
    }
    facts = {}
    for name, (value, unit) in values.items():
        facts[name] = Fact(
            name, value, unit, TODAY, Source("test"),  # type: ignore[arg-type]  # a Unit
            currency if unit in {"money", "rate"} else None,
            random.choice(["hour", "job", "mile"]) if unit == "rate" else "",
            rough and unit == "money",
        )  # fmt: skip
    return Made(language, facts)


def fact(
    name: str, value: Value, unit: Unit, currency: str | None = None, per: str = "", *, rough: bool = False
) -> Fact:
    return Fact(name, value, unit, TODAY, Source("test"), currency, per, rough)


TOLD = [
    fact("balance", Decimal("1234.56"), "money", "USD"), fact("jobs", 5, "count"),
    fact("risk", Decimal("12.5"), "percent"),
    fact("due", date(2026, 11, 27), "date"), fact("credit", 712, "score"), fact("safe", 14, "days"),
    fact("platform", "Uber", "name"), fact("rate", Decimal(23), "rate", "USD", "hour"),
    fact("driven", Decimal("120.5"), "distance"), fact("ahead", Decimal("8765.43"), "money", "USD", rough=True),
    fact("period", Span(date(2026, 10, 1), date(2026, 10, 31)), "period"),
]  # fmt: skip
