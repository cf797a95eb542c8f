"""Thin tasks of the telephone: each takes an id, looks at the row, may run twice."""

from celery import shared_task

from kit import clock
from voice.callers import allowances, lockouts, telling
from voice.calls import forgetting, reconciling
from voice.outbound import dialling, following, sweeping
from voice.webhooks import replays


@shared_task
def dial(pk: int) -> None:
    """Place the call of a ring, if it is due and may be."""
    dialling.dial(pk, clock=clock.shared_now)


@shared_task
def hang_up(pk: int) -> None:
    """End the call of a ring that is of no use any more."""
    following.hang_up(pk)


@shared_task
def sweep_rings() -> None:
    """Find the rings that are due, whose placing or ending was lost, and who asked to be called."""
    now = clock.shared_now()
    for pk in sweeping.unfinished(now=now):
        if not dialling.look_up(pk, now=now):
            break  # Twilio is away: what waits for it must not hold up the rest
    for pk in sweeping.overtaken(now=now):
        hang_up.delay(pk)
    for pk in dict.fromkeys([*sweeping.call_backs(now=now), *sweeping.due(now=now)]):
        dial.delay(pk)


@shared_task
def ring_briefings() -> None:
    """Ring those whose weekly hour it is."""
    for pk in sweeping.briefings(now=clock.shared_now()):
        dial.delay(pk)


@shared_task
def look_up_calls() -> int:
    """Ask Twilio about calls whose end or price was not told; return of how many."""
    return reconciling.look_up(now=clock.shared_now())


@shared_task
def forget_calls() -> int:
    """Forget who rang when their conversations are forgotten, and what webhooks were answered; return of how many."""
    now = clock.shared_now()
    return forgetting.forget(now=now) + replays.prune(now=now)


@shared_task
def tell_of_wrong_pins() -> int:
    """Tell people of wrong PINs on their numbers; return how many."""
    return telling.sweep(now=clock.shared_now())


@shared_task
def forget_callers() -> int:
    """Forget wrong PINs that are long past, and how many codes were sent; return of how many."""
    now = clock.shared_now()
    return lockouts.prune(now=now) + allowances.prune(now=now)
