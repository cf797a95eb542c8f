"""Advice, as the rules gave it."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from rest_framework.test import APIClient

from accounts.models import User
from assistant.answers.wording import placeholders, sentences_of
from assistant.languages import LANGUAGES
from finance.advice.wording import ENGLISH
from finance.models import Forecast, Recommendation
from tests.assistant.tools.conftest import Ask, figures

EVIDENCE: dict[str, tuple[str, str]] = {
    # name -> (value, unit), as the rules and leaks write them
    **dict.fromkeys(("amount", "lowest_balance", "expenses", "revenue", "saving", "repayments"), ("12.50", "CZK")),
    **dict.fromkeys(("weekly_cash_out", "monthly_amount", "price_before", "price_now"), ("12.50", "CZK")),
    **dict.fromkeys(("yearly_extra", "extra", "fees", "fees_usual", "rate_now", "rate_usual"), ("12.50", "CZK")),
    **dict.fromkeys(("shortfall_probability", "share", "margin", "debt_share", "ceiling"), ("0.1250", "ratio")),
    **dict.fromkeys(("share_now", "share_usual", "rise"), ("0.1250", "ratio")),
    **dict.fromkeys(("lowest_on", "last_on", "since"), ("2026-11-20", "date")),
    "liquidity_months": ("0.4000", "months"),
    "age_days": ("40", "days"),
    "times": ("4", "count"),
    "name": ("Netflix <b>+1 800 555</b> http://evil.example", "text"),
}


def evidence_of(kind: str) -> list[dict[str, Any]]:
    """Return evidence with every figure that the app's own wording of a kind names."""
    names = {name for text in ENGLISH[kind] for name in EVIDENCE if "{" + name + "}" in text}
    return [
        {"name": name, "value": EVIDENCE[name][0], "unit": EVIDENCE[name][1], "source": "transactions"}
        for name in names
    ]


@pytest.mark.parametrize("kind", ENGLISH)
def test_every_kind_of_advice_has_words_for_its_evidence(ask: Ask, ana: User, kind: str) -> None:
    Recommendation.objects.create(
        user=ana, kind=kind, deduplication_key=kind, currency="CZK", evidence=evidence_of(kind), priority=1,
        as_of=date(2026, 10, 31),
    )  # fmt: skip
    found = ask("advice")
    assert found.template == f"advice.{kind}"
    told = figures(found)
    assert told.get("name", "Netflix") == "Netflix", "no link, no markup, no telephone number"
    for language in LANGUAGES:
        assert placeholders(sentences_of(found.template, language)) <= told.keys()


def test_the_first_is_the_apps_first(ask: Ask, api: APIClient, answered: Forecast) -> None:
    shown = api.get("/api/v1/recommendations").json()["results"]
    found = ask("advice")
    if not shown:
        assert found.template == "advice.none"
        return
    assert found.template.split("+")[0] == f"advice.{shown[0]['kind']}"
    assert found.facts[0].source.ref == shown[0]["id"]
    amounts = {one["name"]: Decimal(one["value"]) for one in shown[0]["evidence"] if one["unit"] == "CZK"}
    assert {name: figures(found)[name] for name in amounts} == amounts


def test_none_and_more(ask: Ask, ana: User, ben: User, answered: Forecast) -> None:
    assert ask("advice", user=ben).template == "no_statements"
    for number in range(2):
        Recommendation.objects.create(
            user=ana, kind="set_buffer", deduplication_key=f"k{number}", currency="CZK",
            evidence=evidence_of("set_buffer"), priority=1, as_of=date(2026, 10, 31),
        )  # fmt: skip
    assert ask("advice").template.endswith("+advice_more")
    Recommendation.objects.update(status="done")
    assert ask("advice").template == "advice.none"
