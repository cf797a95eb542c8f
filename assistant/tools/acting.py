"""Actions drafted: what would be done, asked back with its figures. Nothing is changed here."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from assistant.answers.labels import labels, must
from assistant.facts import Fact, Source
from assistant.languages import Language
from assistant.proposals import calling
from assistant.proposals.drafts import Draft, Kind, question_of
from assistant.tools import figures
from assistant.tools.found import Found, Question
from assistant.tools.names import clean
from finance.models import Recommendation
from finance.work.mileage import country_of, mileage_year
from kit.money import amount_string, to_minor

Action = Literal[
    "accept_recommendation", "dismiss_recommendation", "set_goal", "set_buffer", "add_trip", "remind_me", "call_me"
]
SOURCE = Source("proposal")
MOST_ADVICE = 20
STEM = 4
MOST_DISTANCE = Decimal(20_000)  # as the mileage log takes it


def act(
    asked: Question,
    *,
    action: Action | None = None,
    amount: Decimal | None = None,
    currency: str | None = None,
    on: date | None = None,
    distance: Decimal | None = None,
    platform: str | None = None,
    text: str | None = None,
) -> Found:
    """Draft an action for the user to confirm: a goal, a buffer, a trip, a reminder, a decision on advice, a call.

    Args:
        action: which action.
        amount: of the goal or the buffer, in major units.
        currency: ISO 4217 code of the amount, where the user names one.
        on: the day of the goal, the trip, the reminder or the call.
        distance: of the trip.
        platform: that the trip was for.
        text: the goal's name, what to be reminded of, or what the recommendation is about.
    """
    ways: Mapping[str, Callable[[Question], Found]] = {
        "accept_recommendation": lambda asked: _decision(asked, "accept_recommendation", text),
        "dismiss_recommendation": lambda asked: _decision(asked, "dismiss_recommendation", text),
        "set_goal": lambda asked: _goal(asked, amount, currency, on, text),
        "set_buffer": lambda asked: _buffer(asked, amount, currency),
        "add_trip": lambda asked: _trip(asked, distance, on, platform, text),
        "remind_me": lambda asked: _reminder(asked, on, text),
        "call_me": lambda asked: _call(asked, on),
    }
    return ways[action](asked) if action else Found("act.ask_action")


def _drafted(kind: Kind, payload: Mapping[str, Any], *facts: Fact) -> Found:
    return Found(question_of(kind, {fact.name for fact in facts}), facts, Draft(kind, payload, facts))


def _decision(
    asked: Question, kind: Literal["accept_recommendation", "dismiss_recommendation"], text: str | None
) -> Found:
    rows = list(Recommendation.objects.for_user(asked.user).open()[:MOST_ADVICE])
    if not rows:
        return Found("act.no_advice")
    row = max(rows, key=lambda row: _named(row, asked, text or ""))  # of equals the most pressing
    draft = draft_of(kind, row, asked.language)
    return Found(f"propose.{kind}", draft.facts, draft)


def draft_of(
    kind: Literal["accept_recommendation", "dismiss_recommendation"], row: Recommendation, language: Language
) -> Draft:
    """Return the draft of a decision on a recommendation, which is named in a language."""
    name = figures.told("advice", must("advice", row.kind, language), row.as_of, SOURCE)
    return Draft(kind, {"recommendation": str(row.public_id)}, (name,))


def _named(row: Recommendation, asked: Question, text: str) -> int:
    """Count the words of a text that tell this advice from the others."""
    own = _stems(must("advice", row.kind, asked.language))
    names = {told[asked.language] for told in labels()["advice"].values()}
    shared = [stem for stem in own if sum(stem in _stems(name) for name in names) > 1]
    return len(own & _stems(text) - set(shared))


def _stems(text: str) -> set[str]:
    """Return the beginnings of longer words: "reserves" and "reserve" are alike, "the" is nothing."""
    return {word[:STEM] for word in text.casefold().split() if len(word) >= STEM}


def _goal(asked: Question, amount: Decimal | None, currency: str | None, on: date | None, text: str | None) -> Found:
    unit = currency or asked.currency or asked.user.home_currency
    minor = _minor(amount, unit)
    if not minor:
        return Found("act.ask_amount")
    if on and on <= asked.today:
        return Found("act.day_ahead")
    name = clean(text or "") or must("generic", "saving", asked.language)
    facts = [
        figures.money("goal_target", minor, unit, asked.today, SOURCE),
        figures.named("goal_name", name, asked.today, SOURCE),
    ]
    payload = {"name": name, "target": amount_string(minor, unit), "currency": unit}
    if on:
        payload["due_on"] = on.isoformat()
        facts.append(figures.day("goal_due_on", on, asked.today, SOURCE))
    return _drafted("set_goal", payload, *facts)


def _buffer(asked: Question, amount: Decimal | None, currency: str | None) -> Found:
    home = asked.user.home_currency
    if currency and currency != home:
        return Found("act.home_currency")
    minor = _minor(amount, home)
    if minor is None:
        return Found("act.ask_amount")
    new = figures.money("new_buffer", minor, home, asked.today, SOURCE)
    old = figures.money("old_buffer", asked.user.buffer_minor, home, asked.today, SOURCE)
    return _drafted("set_buffer", {"buffer": amount_string(minor, home)}, new, old)


def _trip(asked: Question, distance: Decimal | None, on: date | None, platform: str | None, text: str | None) -> Found:
    if distance is None or not 0 < distance <= MOST_DISTANCE:
        return Found("act.ask_distance")
    day = on or asked.today
    if day > asked.today:
        return Found("act.day_past")
    unit = mileage_year(asked.user, day.year, country=country_of(asked.user)).unit
    driven = Fact(
        "trip_distance", distance, "distance", asked.today, SOURCE, per="mile" if unit == "mi" else "kilometre"
    )
    payload = {"on": day.isoformat(), "distance": f"{distance:f}", "unit": unit}
    payload |= {"purpose": clean(text or ""), "platform": (platform or "")[:40]}
    return _drafted("add_trip", payload, driven, figures.day("trip_on", day, asked.today, SOURCE))


def _reminder(asked: Question, on: date | None, text: str | None) -> Found:
    subject = clean(text or "")
    if on is None or not subject:
        return Found("act.ask_reminder")
    if on <= asked.today:
        return Found("act.day_ahead")
    facts = (
        figures.named("reminder", subject, asked.today, SOURCE),
        figures.day("remind_on", on, asked.today, SOURCE),
    )
    return _drafted("remind_me", {"on": on.isoformat(), "text": subject}, *facts)


def _call(asked: Question, on: date | None) -> Found:
    """Offer a call, with when it would come; where none would, nothing is proposed, and what to do is said."""
    if on and on < asked.today:
        return Found("act.day_ahead")
    expected = calling.outlook(asked.user, now=asked.now, on=on)
    if expected.refused:
        facts = calling.when(asked.user, expected.again, name="again", now=asked.now) if expected.again else ()
        return Found(f"act.call.{expected.refused}", facts)
    if expected.at is None:
        return _drafted("call_me", {})
    return _drafted(
        "call_me", {"at": expected.at.isoformat()}, *calling.when(asked.user, expected.at, name="call", now=asked.now)
    )


def _minor(amount: Decimal | None, currency: str) -> int | None:
    if amount is None or amount < 0:
        return None
    try:
        return to_minor(amount, currency)
    except ValueError:
        return None
