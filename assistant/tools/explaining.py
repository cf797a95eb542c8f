"""How a figure is made: the same facts that its own tool gives, in the order of the sum."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Literal, get_args

from assistant.answers.wording import placeholders, sentences_of, templates
from assistant.tools.balance import balance
from assistant.tools.coming import forecast, lowest_point, safe_days, shortfall_risk
from assistant.tools.duties import bills, tax
from assistant.tools.flowing import income, spending
from assistant.tools.found import Found, Question
from assistant.tools.months import last_month
from assistant.tools.saving import goal
from assistant.tools.scores import Which
from assistant.tools.scores import score as score_of
from assistant.tools.spend import safe_to_spend
from assistant.tools.working import mileage, platforms

Topic = Literal[
    "balance",
    "income",
    "spending",
    "forecast",
    "lowest_point",
    "shortfall_risk",
    "safe_to_spend",
    "affordability",
    "safe_days",
    "buffer",
    "health",
    "karma",
    "credit",
    "score",
    "bills",
    "tax",
    "goal",
    "mileage",
    "platforms",
    "advice",
    "profit",
    "net_cash_flow",
    "growth",
    "liquidity",
]
TOPICS: tuple[str, ...] = get_args(Topic)
FIGURES: Mapping[str, Callable[[Question], Found]] = {
    "balance": balance,
    "income": income,
    "spending": spending,
    "forecast": forecast,
    "lowest_point": lowest_point,
    "shortfall_risk": shortfall_risk,
    "safe_to_spend": safe_to_spend,
    "affordability": safe_to_spend,
    "safe_days": safe_days,
    "buffer": safe_to_spend,
    "health": lambda asked: score_of(asked, score="health"),
    "karma": lambda asked: score_of(asked, score="karma"),
    "credit": lambda asked: score_of(asked, score="credit"),
    "bills": bills,
    "tax": tax,
    "goal": goal,
    "mileage": mileage,
    "platforms": platforms,
    **dict.fromkeys(("profit", "net_cash_flow", "growth", "liquidity"), last_month),
}


def explain(asked: Question, *, topic: Topic | None = None, score: Which | None = None) -> Found:
    """Tell how a figure is made, with its parts and where they come from.

    Args:
        topic: which figure.
        score: which score, where the figure is a score.
    """
    key = score or ("health" if topic == "score" else topic)
    if key not in TOPICS:
        return Found("explain.ask")
    figure = FIGURES.get(key)
    found = figure(asked) if figure else Found(f"explain.{key}")
    words = _words(key, found)
    return replace(found, template=words) if words else found


def _words(key: str, found: Found) -> str | None:
    """Return the explanation that the facts are enough for; None where the figure itself is not there."""
    given = {fact.name for fact in found.facts}
    held = "explain.safe_to_spend_held" if key == "safe_to_spend" and _holds(found) else ""
    for words in (held, f"explain.{key}"):
        if words in templates() and placeholders(sentences_of(words, "en")) <= given:
            return words
    return None


def _holds(found: Found) -> bool:
    """Tell whether something is held back for goals or taxes."""
    held = [fact.value for fact in found.facts if fact.name in ("held_for_goals", "held_for_taxes")]
    return any(value != 0 for value in held)
