"""How far a goal is."""

from collections.abc import Sequence
from decimal import Decimal

from assistant.answers.labels import must
from assistant.facts import Fact, Source
from assistant.tools import figures
from assistant.tools.found import Found, Question
from finance.goals.chances import chance_of, per_week
from finance.goals.outlooks import outlooks
from finance.goals.progress import Progress, held_minor, progress_of
from finance.models import Goal


def goal(asked: Question, *, text: str | None = None) -> Found:
    """Tell how far the user is with a savings goal: saved, missing, what it takes a week, the chance to be in time.

    Args:
        text: words of the goal's name; the goal that is due next without them.
    """
    goals = list(Goal.objects.for_user(asked.user).standing().select_related("account"))
    if not goals:
        return Found("goal.none")
    one = _meant(progress_of(goals), text)
    if one is None:
        return Found("goal.no_such")
    return _told(one, asked)


def _meant(found: Sequence[Progress], text: str | None) -> Progress | None:
    """Return the goal whose name has the words, else the next due one that is not reached."""
    if text:
        words = text.casefold().split()
        named = [one for one in found if all(word in one.goal.name.casefold() for word in words)]
        return named[0] if named else None
    dated = [one for one in found if one.goal.due_on and not one.reached]
    return min(dated, key=lambda one: (one.goal.due_on, one.goal.pk), default=None) or next(
        (one for one in found if not one.reached), found[0]
    )


def _told(one: Progress, asked: Question) -> Found:
    goal, source = one.goal, Source("goal", str(one.goal.public_id), "/goals")

    def money(name: str, minor: int) -> Fact:
        return figures.money(name, minor, goal.currency, asked.now, source)

    name = figures.named("goal_name", goal.name, asked.now, source, unnamed=must("generic", "goal", asked.language))
    facts = [money("goal_saved", one.saved_minor), name]
    if goal.percent_hundredths is not None:
        share = Decimal(goal.percent_hundredths) / 100
        facts.append(
            Fact("goal_share", share.normalize() if share % 1 else share.to_integral(), "percent", asked.now, source)
        )
    if goal.target_minor is None:
        return Found("goal.share", tuple(facts))
    facts += [money("goal_target", goal.target_minor), money("goal_remaining", one.remaining_minor or 0)]
    if one.reached:
        return Found("goal.reached", tuple(facts))
    if goal.due_on is None:
        return Found("goal.open", tuple(facts))
    facts.append(figures.day("goal_due_on", goal.due_on, asked.now, source))
    if goal.due_on <= asked.today:
        return Found("goal.past", tuple(facts))
    facts.append(money("goal_per_week", per_week(one, today=asked.today) or 0))
    return _with_chance(Found("goal.ok", tuple(facts)), one, asked, source)


def _with_chance(found: Found, one: Progress, asked: Question, source: Source) -> Found:
    """Add the chance to be there in time, where the forecast tells it."""
    currency = one.goal.currency
    held = held_minor(asked.user, currency)
    chance = chance_of(one, outlooks(asked.user, currency), held_minor=held, today=asked.today)
    if chance.probability is None:
        return found
    return found.noting(
        "goal_chance", figures.percent("goal_chance", round(chance.probability, 4), asked.now, source, rough=True)
    )
