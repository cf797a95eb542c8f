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

Wrong = tuple[str, str]
ROUNDING_MINOR = 1  # another batch may add floats in another order


def broken(client: MLClient, *, now: datetime) -> dict[str, list[str]]:
    """Return everything that is wrong, by what it is: lost, duplicated, wrong, older over newer, unfinished."""
    found: dict[str, list[str]] = {}
    for what, words in (*runs_are_whole(), *nothing_is_left(now=now), *everything_is_right(client, now=now)):
        found.setdefault(what, []).append(words)
    return found


def runs_are_whole() -> Iterator[Wrong]:
    """Each run is over, nobody failed, and has exactly the forecasts that its chunks say they wrote."""
    for run in Run.objects.all():
        if run.status == Run.Status.RUNNING:
            yield "unfinished", f"the run of {run.slot} is not over"
        for chunk in run.chunks.filter(status=RunChunk.Status.FAILED):
            who = f"users {chunk.first_user} to {chunk.last_user} of {run.slot}"
            yield "lost", f"{who} failed: {chunk.problem}: {chunk.error}"
        computed = sum(run.chunks.values_list("computed", flat=True))
        rows = Forecast.objects.filter(slot=run.slot)
        found = Counter(rows.ready().values_list("user_id", flat=True))
        if len(found) != computed or min(found.values(), default=2) < 2:
            yield "lost", f"{run.slot}: {computed} users computed, {len(found)} with forecasts"
        if twice := sum(count > 2 for count in found.values()):
            yield "duplicated", f"{run.slot}: {twice} users have more than their two forecasts"
        if len(rows.order_by().values_list("user_id", "model_version").distinct()) != len(found):
            yield "wrong", f"{run.slot}: pictures that two models have drawn"


def nothing_is_left(*, now: datetime) -> Iterator[Wrong]:
    """Nothing waits to be computed, by anybody."""
    if due := Book.objects.due(now=now).count():
        yield "unfinished", f"{due} books are still due"
    if pending := Forecast.objects.pending().count():
        yield "unfinished", f"{pending} forecasts are pending"
    for row in Forecast.objects.filter(status=Forecast.Status.FAILED).exclude(error__startswith="A newer"):
        yield "given up", f"user {row.user_id}, {row.period}, after {row.attempts} attempts: {row.error}"


def everything_is_right(client: MLClient, *, now: datetime) -> Iterator[Wrong]:
    """What each user is shown is what is computed from the ledger as it is now."""
    users = list(Book.objects.order_by("user_id").values_list("user_id", flat=True))
    pictures = pictures_of(
        read(users), client=client, slot=date(2000, 1, 1), read_at=now, watch=lambda _: nullcontext()
    )
    if len(pictures) != len(users):
        yield "lost", f"{len(users) - len(pictures)} users have nothing to compute from"
    for picture in pictures:
        for wanted in picture.forecasts:
            yield from _shown(picture, Forecast(**wanted))
        yield from _scores_of(picture)


def _shown(picture: Picture, wanted: Forecast) -> Iterator[Wrong]:
    shown = forecasts.latest(picture.user, wanted.period, wanted.currency)
    whose = f"user {picture.user.pk}, {wanted.period}"
    if shown is None:
        yield "lost", f"{whose}: no forecast"
    elif not _same(shown, wanted):
        rows = Forecast.objects.for_user(picture.user).ready().filter(period=wanted.period)
        right = [row.pk for row in rows if _same(row, wanted)]
        what = "older over newer" if right else "wrong"
        yield what, f"{whose}: {shown.pk} is shown, right would be {right or 'another than there is'}"


def _same(one: Forecast, other: Forecast) -> bool:
    return one.as_of == other.as_of and _alike(one.points, other.points)


def _scores_of(picture: Picture) -> Iterator[Wrong]:
    for wanted in picture.scores:
        shown = Score.objects.for_user(picture.user).filter(kind=wanted["kind"]).first()
        if shown is None:
            yield "lost", f"user {picture.user.pk}: no {wanted['kind']} score"
        elif (shown.as_of, shown.value) != (wanted["as_of"], wanted["value"]):
            yield "wrong", f"user {picture.user.pk}: another {wanted['kind']} score than the ledger gives"


def _alike(one: Any, other: Any) -> bool:
    if isinstance(one, Mapping):
        return one.keys() == other.keys() and all(_alike(one[name], other[name]) for name in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(_alike, one, other))
    if isinstance(one, int) and isinstance(other, int):
        return abs(one - other) <= ROUNDING_MINOR
    return bool(one == other)
