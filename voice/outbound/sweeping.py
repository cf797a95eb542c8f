"""What is found by looking: rings that are due, whose placing or ending was lost, and who asked to be called.

The rows are the truth; a message is a hint that one of them wants something done.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from assistant.models import Proposal
from voice.models import Call, CallConsent, CallSettings, Ring
from voice.outbound import consents, following, quiet, rings
from voice.outbound.dialling import LEASE
from voice.outbound.rings import Outcome

MOST = 200  # rows of a look; there is another in seconds
ASKED_LATELY = timedelta(minutes=15)
BRIEFING_WINDOW = timedelta(hours=1)  # a briefing that beat was too late for is left for the next week


def due(*, now: datetime) -> list[int]:
    """Return the rings that may be placed by now, or that have expired."""
    late = Q(due_at__lte=now) | Q(expires_at__lte=now)
    rows = Ring.objects.filter(late, outcome=Outcome.DUE).order_by("due_at", "id")
    return list(rows.values_list("pk", flat=True)[:MOST])


def unfinished(*, now: datetime) -> list[int]:
    """Return the rings whose placing nobody finished."""
    rows = Ring.objects.filter(outcome=Outcome.PLACING, placed_at__lte=now - LEASE)
    return list(rows.order_by("placed_at", "id").values_list("pk", flat=True)[:MOST])


def call_backs(*, now: datetime) -> list[int]:
    """Make a ring for each who asked to be called and said yes; return those to be placed."""
    asked = Proposal.objects.filter(kind=Proposal.Kind.CALL_ME, status=Proposal.Status.CONFIRMED, rings=None)
    lately = asked.filter(decided_at__gt=now - ASKED_LATELY).select_related("user")
    made = (rings.back(proposal, now=now) for proposal in lately[:MOST])
    return [ring.pk for ring in made if ring is not None and ring.outcome == Outcome.DUE]


def overtaken(*, now: datetime) -> Iterator[int]:
    """End the rings on the line that are of no use any more, and yield those whose call is to be ended."""
    on_line = Ring.objects.filter(outcome__in=(Outcome.PLACING, Outcome.PLACED))
    for ring in on_line.select_related("user", "call", "proposal").iterator():  # all: calls end, or are looked up
        if ring.call is not None and ring.call.status in Call.OVER:
            following.call_changed(ring.call, now=now)
        elif following.overtaken(ring, now=now):
            yield ring.pk


def briefings(*, now: datetime) -> list[int]:
    """Make a ring for each whose weekly hour it is: once, by a conditional UPDATE; return those to be placed."""
    standing = CallConsent.objects.standing().filter(purpose=CallConsent.Purpose.BRIEFINGS)
    people = User.objects.filter(pk__in=standing.values("user"), is_active=True)
    made = [ring for user in people.iterator() if (ring := _brief(user, now=now))]
    return [ring.pk for ring in made if ring.outcome == Outcome.DUE]


def _brief(user: User, *, now: datetime) -> Ring | None:
    said = quiet.settings_of(user)
    on = quiet.briefing_day(said, user.time_zone, now, window=BRIEFING_WINDOW)
    if on is None or said.briefed_on == on:
        return None
    with transaction.atomic():
        CallSettings.objects.get_or_create(user=user)
        mine = CallSettings.objects.filter(Q(briefed_on=None) | Q(briefed_on__lt=on), user=user)
        if not mine.update(briefed_on=on) or not consents.allows(user, Call.Purpose.BRIEFING):
            return None
        return rings.brief(user, now=now)
