"""One chunk: read at once, asked at once outside any transaction, written in one transaction with its `done`."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import perf_counter

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Model

from accounts.models import User
from finance.advice import recommendations
from finance.ml import MLClient
from finance.models import Book, Forecast, RunChunk, Score
from finance.models.nights import RunChunkQuerySet
from finance.nights.pictures import Columns, Picture, pictures_of
from finance.nights.reading import Reading, read
from kit.bulk import insert_many, update_many

Chunks = RunChunkQuerySet
OF_DAY = ("user_id", "kind", "as_of")
WRITING = timedelta(seconds=settings.NIGHT_LEASE_S)  # seen by nobody before the transaction ends


class Fenced(Exception):
    """Somebody else has claimed the chunk: what was computed is theirs to write."""


@dataclass
class Watch:
    """Seconds by stage."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        started = perf_counter()
        yield
        self.seconds[stage] = round(perf_counter() - started, 3)


def users_of(chunk: RunChunk, *, now: datetime) -> list[int]:
    """Return the users of a chunk that want computing, by id."""
    due = Book.objects.due(now=now).filter(user__gte=chunk.first_user, user__lte=chunk.last_user, user__is_active=True)
    return list(due.order_by("user_id").values_list("user_id", flat=True).distinct())


def held(chunk: RunChunk) -> Chunks:
    """Return the chunk's row as long as this claim holds."""
    found: Chunks = RunChunk.objects.filter(pk=chunk.pk, fence=chunk.fence, status=RunChunk.Status.RUNNING)
    return found


def compute(chunk: RunChunk, *, client: MLClient, clock: Callable[[], datetime]) -> None:
    """Compute a claimed chunk.

    Raises:
        Fenced: the claim no longer holds; nothing was written.
        MLError: no usable answer; nothing was written.
    """
    watch, read_at = Watch(), clock()
    users = users_of(chunk, now=read_at)
    with watch("read"):
        readings = read(users)
    pictures = pictures_of(readings, client=client, slot=chunk.run.slot, read_at=read_at, watch=watch)
    started = perf_counter()
    with transaction.atomic():
        if not held(chunk).update(lease_until=clock() + WRITING):  # locked from here on: nobody can claim it
            raise Fenced
        written = _write(pictures, now=read_at)
        _note_empty(readings, pictures, now=read_at)
        watch.seconds["write"] = round(perf_counter() - started, 3)
        held(chunk).update(
            status=RunChunk.Status.DONE,
            ended_at=clock(),
            lease_until=None,
            computed=written,
            passed_over=len(users) - written,
            seconds=watch.seconds,
        )


def _write(pictures: Sequence[Picture], *, now: datetime) -> int:
    """Write the pictures whose users have not changed since they were read; returns of how many users."""
    unchanged = _locked(pictures)
    kept = [picture for picture in pictures if picture.user.pk in unchanged]
    _insert(Forecast, [one for picture in kept for one in picture.forecasts])
    _put_scores([score for picture in kept for score in picture.scores])
    books = [book.pk for picture in kept for book in picture.books]
    Book.objects.filter(pk__in=books).update(computed_changes=F("changes"), computed_at=now)
    standings = [(picture.user, picture.standing) for picture in kept if picture.standing is not None]
    recommendations.renew(standings, now=now)
    return len(kept)


def _note_empty(readings: Sequence[Reading], pictures: Sequence[Picture], *, now: datetime) -> None:
    """Note that books without anything to forecast from were looked at; otherwise they would be due for ever."""
    drawn = {book.pk for picture in pictures for book in picture.books}
    for book in (reading.book for reading in readings if reading.book.pk not in drawn):
        unchanged = Book.objects.filter(pk=book.pk, changes=book.changes)
        unchanged.update(computed_changes=book.changes, computed_at=now)


def _locked(pictures: Sequence[Picture]) -> set[int]:
    """Lock the users and books that still are as they were read; who is being changed now is passed over.

    Users before books, as every change does, so that the two never wait for each other.
    """
    skip = connection.features.has_select_for_update_skip_locked
    users = User.objects.filter(pk__in=[picture.user.pk for picture in pictures], is_active=True).order_by("pk")
    free = set(users.select_for_update(skip_locked=skip, no_key=True).values_list("pk", flat=True))
    read_at = {book.pk: book.changes for picture in pictures for book in picture.books}
    books = Book.objects.filter(pk__in=read_at).order_by("pk").select_for_update(skip_locked=skip)
    same = {pk for pk, changes in books.values_list("pk", "changes") if read_at[pk] == changes}
    return {
        picture.user.pk
        for picture in pictures
        if picture.user.pk in free and all(book.pk in same for book in picture.books)
    }


def _put_scores(scores: Sequence[Columns]) -> None:
    """Write scores over those of the same day."""
    users = [score["user_id"] for score in scores]
    stored = Score.objects.filter(user__in=users, as_of__in={score["as_of"] for score in scores})
    known = {tuple(row): pk for *row, pk in stored.values_list(*OF_DAY, "pk")}
    keyed = [(known.get(tuple(score[name] for name in OF_DAY)), score) for score in scores]
    if not keyed:
        return
    names = [name for name in scores[0] if name not in OF_DAY]
    update_many(Score, names, ([*(score[name] for name in names), pk] for pk, score in keyed if pk))
    _insert(Score, [score for pk, score in keyed if not pk])


def _insert(model: type[Model], rows: Sequence[Columns]) -> None:
    """Insert rows that have the same columns, in whatever order."""
    if rows:
        names = list(rows[0])
        insert_many(model, names, ([row[name] for name in names] for row in rows))
