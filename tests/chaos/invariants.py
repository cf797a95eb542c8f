"""What must hold when the dust has settled. Each check returns what it found wrong, in words."""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from datetime import date, datetime
from typing import Any

from finance import forecasts
from finance.ml import MLClient
from finance.models import Book, Forecast, Run, RunChunk, Score
from finance.nights.pictures import Picture, pictures_of
from finance.nights.reading import read

ROUNDING_MINOR = 1  # another batch may add floats in another order


def broken(client: MLClient, *, now: datetime) -> list[str]:
    """Return everything that is wrong."""
    return [*runs_are_whole(), *nothing_is_left(now=now), *everything_is_right(client, now=now)]


def runs_are_whole() -> Iterator[str]:
    """Each run is over, nobody failed, and has exactly the forecasts that its chunks say they wrote."""
    for run in Run.objects.all():
        if run.status == Run.Status.RUNNING:
            yield f"the run of {run.slot} is not over"
        for chunk in run.chunks.filter(status=RunChunk.Status.FAILED):
            yield f"users {chunk.first_user} to {chunk.last_user} of {run.slot} failed: {chunk.problem}: {chunk.error}"
        computed = sum(run.chunks.values_list("computed", flat=True))
        rows = Forecast.objects.filter(slot=run.slot)
        found = Counter(rows.ready().values_list("user_id", flat=True))
        if len(found) != computed or set(found.values()) - {2}:
            yield f"{run.slot}: {computed} users computed, {len(found)} with forecasts, {Counter(found.values())}"
        versions = rows.order_by().values_list("user_id", "model_version").distinct()
        if len(versions) != len(found):
            yield f"{run.slot}: pictures that two models have drawn"


def nothing_is_left(*, now: datetime) -> Iterator[str]:
    """Nothing waits to be computed, by anybody."""
    if due := Book.objects.due(now=now).count():
        yield f"{due} books are still due"
    if pending := Forecast.objects.pending().count():
        yield f"{pending} forecasts are pending"


def everything_is_right(client: MLClient, *, now: datetime) -> Iterator[str]:
    """What each user is shown is what is computed from the ledger as it is now."""
    users = list(Book.objects.order_by("user_id").values_list("user_id", flat=True))
    pictures = pictures_of(
        read(users), client=client, slot=date(2000, 1, 1), read_at=now, watch=lambda _: nullcontext()
    )
    for picture in pictures:
        for wanted in picture.forecasts:
            shown = forecasts.latest(picture.user, wanted.period, wanted.currency)
            if shown is None or shown.as_of != wanted.as_of or not _alike(shown.points, wanted.points):
                yield f"user {picture.user.pk} is shown another {wanted.period} forecast than the ledger gives"
        yield from _scores_of(picture)


def _scores_of(picture: Picture) -> Iterator[str]:
    for wanted in picture.scores:
        shown = Score.objects.for_user(picture.user).filter(kind=wanted.kind).first()
        if shown is None or (shown.as_of, shown.value) != (wanted.as_of, wanted.value):
            yield f"user {picture.user.pk} is shown another {wanted.kind} score than the ledger gives"


def _alike(one: Any, other: Any) -> bool:
    if isinstance(one, Mapping):
        return one.keys() == other.keys() and all(_alike(one[name], other[name]) for name in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(_alike, one, other))
    if isinstance(one, int) and isinstance(other, int):
        return abs(one - other) <= ROUNDING_MINOR
    return bool(one == other)
