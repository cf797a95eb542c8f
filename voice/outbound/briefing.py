"""The weekly spoken briefing: five answers of the assistant's own tools, one after the other. No second wording."""

from collections.abc import Iterator
from datetime import timedelta

import structlog

from assistant.facts import Span
from assistant.tools.found import Found
from assistant.tools.registry import TOOLS
from assistant.understanding import Slots
from voice.flow.values import Said
from voice.outbound.lines import line
from voice.outbound.question import Asked

log = structlog.get_logger(__name__)
ORDER = ("balance", "income", "bills", "shortfall_risk", "advice")


def briefing_said(asked: Asked) -> tuple[Said, ...]:
    """Return the briefing: balance, this week's income, the next bills, the risk of running short, the top advice."""
    return line("briefing", asked.language) + tuple(said for found in _found(asked) for said in asked.said(found))


def _found(asked: Asked) -> Iterator[Found]:
    """Yield the answers; what has nothing to say twice, such as an empty ledger, says it once."""
    seen: set[str] = set()
    for intent in ORDER:
        question = asked.question(intent)
        slots = Slots(period=this_week(asked)) if intent == "income" else Slots()
        try:
            found = TOOLS[intent](asked.question(intent, slots))
        except Exception:  # whatever breaks, the rest of the briefing is told
            log.exception("a part of a briefing broke", intent=intent, user=question.user.pk)
            continue
        if found.template not in seen:
            seen.add(found.template)
            yield found


def this_week(asked: Asked) -> Span:
    """Return the days from Monday up to Sunday, by the user's calendar."""
    today = asked.question("income").today
    monday = today - timedelta(days=today.weekday())
    return Span(monday, monday + timedelta(days=6))
