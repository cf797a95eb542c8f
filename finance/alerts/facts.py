"""What the rules of alerts look at, gathered once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from accounts.models import User
from finance.advice.leaks.spending import Spending, read_spending
from finance.alerts import reminders
from finance.alerts.duties import Duty, duties
from finance.goals.progress import progress_of
from finance.models import Alert, Goal, Reminder
from finance.outlook import Outlook
from finance.scoring.standing import read_standing
from finance.snapshots import mean_monthly_cash_out

DUTY_DAYS = 35  # how far ahead duties are asked for; the rules choose among them


@dataclass(frozen=True, slots=True)
class Reached:
    """A goal whose amount is there."""

    subject: str
    name: str
    target_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class Known:
    """An alert that there is or was."""

    id: int
    kind: str
    subject: str
    on: date | None
    bucket: int
    status: str

    @property
    def over(self) -> bool:
        """Whether it has expired."""
        return self.status == Alert.Status.EXPIRED


@dataclass(frozen=True)
class Facts:
    """One user's facts in one currency, as of one day."""

    today: date
    currency: str
    as_of: date | None = None
    outlook: Outlook | None = None
    spending: Spending | None = None
    month_minor: int = 0
    duties: Sequence[Duty] = ()
    reached: Sequence[Reached] = ()
    reminders: Sequence[Reminder] = ()
    known: Sequence[Known] = field(default=())

    def holds(self, kind: str) -> bool:
        """Tell whether an alert of a kind stands, so that a figure about the border does not flicker."""
        return any(one.kind == kind and not one.over for one in self.known)


def read_facts(user: User, currency: str, *, today: date) -> Facts:
    """Gather the facts of a user: about a dozen queries, whatever the length of the ledger."""
    standing = read_standing(user, currency)
    found = duties(user, currency, first=today, last=today + timedelta(days=DUTY_DAYS))
    asked = reminders.due(user, today=today)
    if standing is None:
        reached = goals_there(user)
        return Facts(today, currency, duties=found, reached=reached, reminders=asked, known=known_alerts(user))
    return Facts(
        today=today,
        currency=currency,
        as_of=standing.as_of,
        outlook=standing.outlook,
        spending=read_spending(user, standing),
        month_minor=mean_monthly_cash_out(standing.ledger, until=standing.as_of) or 0,
        duties=found,
        reached=goals_there(user),
        reminders=asked,
        known=known_alerts(user),
    )


def goals_there(user: User) -> list[Reached]:
    """Return the goals whose amount is there, in whatever currency."""
    goals = list(Goal.objects.for_user(user).standing().filter(target_minor__isnull=False))
    there = [one.goal for one in progress_of(goals) if one.reached] if goals else []
    return [Reached(str(goal.public_id), goal.name, goal.target_minor or 0, goal.currency) for goal in there]


def known_alerts(user: User) -> list[Known]:
    """Return the alerts that new ones are compared with, newest first."""
    columns = ("id", "kind", "subject", "on", "bucket", "status")
    return [Known(*row) for row in Alert.objects.for_user(user).order_by("-id").values_list(*columns)[:2000]]
