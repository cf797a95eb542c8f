"""The weekly spoken briefing: five answers of the assistant's own tools, one after the other. No second wording."""

from collections.abc import Iterator
from datetime import timedelta

import structlog

from assistant.facts import Span
from assistant.tools.found import Found
from assistant.tools.registry import TOOLS
from assistant.understanding import Slots
from finance.ledger_totals import ledger_span
from voice.flow.values import Said
from voice.outbound.lines import line
from voice.outbound.question import Asked

log = structlog.get_logger(__name__)
ORDER = ("balance", "income", "bills", "shortfall_risk", "advice")


def briefing_said(asked: Asked) -> tuple[Said, ...]:
    """Return the briefing: balance, the week's income, the next bills, the risk of running short, the top advice."""
    return line("briefing", asked.language) + tuple(said for found in _found(asked) for said in asked.said(found))


def _found(asked: Asked) -> Iterator[Found]:
    """Yield the answers; what has nothing to say twice, such as an empty ledger, says it once."""
    seen: set[str] = set()
    for intent in ORDER:
        question = asked.question(intent)
        slots = Slots(period=week_of(asked)) if intent == "income" else Slots()
        try:
            found = TOOLS[intent](asked.question(intent, slots))
        except Exception:  # whatever breaks, the rest of the briefing is told
            log.exception("a part of a briefing broke", intent=intent, user=question.user.pk)
            continue
        if found.template not in seen:
            seen.add(found.template)
            yield found


def week_of(asked: Asked) -> Span:
    """Return this week from Monday up to Sunday; the last that statements tell of, while they tell nothing of it."""
    question = asked.question("income")
    known = ledger_span(asked.user, question.currency) if question.currency else None
    last = min(known[1], question.today) if known else question.today
    monday = last - timedelta(days=last.weekday())
    return Span(monday, monday + timedelta(days=6))
