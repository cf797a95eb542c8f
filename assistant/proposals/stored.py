"""Facts as a row keeps them."""

from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal
from typing import Any, cast

from assistant.facts import Fact, Source, Unit, Value

DECIMALS = frozenset({"money", "percent", "distance", "rate"})


def stored(fact: Fact) -> dict[str, Any]:
    """Return a fact as JSON: amounts as strings, days as ISO dates."""
    value = fact.value
    told = f"{value:f}" if isinstance(value, Decimal) else value
    return {
        "name": fact.name,
        "value": told.isoformat() if isinstance(told, date | time) else told,
        "unit": fact.unit,
        "currency": fact.currency,
        "per": fact.per,
        "as_of": fact.as_of.isoformat()[:10],
    }


def restored(told: Mapping[str, Any], source: Source) -> Fact:
    """Return the fact of some JSON.

    Raises:
        KeyError, ValueError, TypeError, ArithmeticError: it is none.
    """
    unit = cast(Unit, told["unit"])
    value: Value = told["value"]
    if unit in DECIMALS:
        value = Decimal(str(value))
    elif unit == "date":
        value = date.fromisoformat(str(value))
    elif unit == "time":
        value = time.fromisoformat(str(value))
    as_of = date.fromisoformat(told["as_of"])
    return Fact(str(told["name"]), value, unit, as_of, source, currency=told["currency"], per=str(told["per"]))
