"""From what was read of many users to their forecasts and scores: one question for all of it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Any

from accounts.models import User
from finance import questions
from finance.forecasts import columns_of
from finance.ml import NIGHTLY, MLClient
from finance.models import Book, Forecast, Score
from finance.nights.reading import Reading
from finance.outlook import Outlook
from finance.questions import Answered, Asked
from finance.scoring import credit, scores
from finance.scoring.components import NotEnough
from finance.scoring.standing import Standing, standing_of
from finance.snapshots import PERIODS, Ledger
from ml_service import schemas

BY_RULE: dict[str, Callable[[Standing], scores.Columns]] = {
    Score.Kind.HEALTH: scores.health_columns,
    Score.Kind.KARMA: scores.karma_columns,
}
Watch = Callable[[str], AbstractContextManager[None]]
Row = tuple[Reading, Asked]
Columns = dict[str, Any]


@dataclass(slots=True)
class Picture:
    """What was computed of one user, as columns; `currency` is the one that scores and advice are in."""

    user: User
    currency: str
    books: list[Book]
    forecasts: list[Columns] = field(default_factory=list)
    scores: list[Columns] = field(default_factory=list)
    standing: Standing | None = None


def pictures_of(
    readings: Sequence[Reading], *, client: MLClient, slot: date, read_at: datetime, watch: Watch
) -> list[Picture]:
    """Compute the pictures of users; nothing is written.

    Raises:
        MLError: no usable answer.
    """
    with watch("shape"):
        rows = [(one, asked) for one in readings if (asked := _asked(one, read_at.date())) is not None]
        standings = dict(_standings(rows))
        applicants = list(_applicants(standings, rows))
    if not rows:
        return []
    with watch("ask"):
        request = questions.request_of([asked for _, asked in rows], PERIODS, applicants)
        answer = client.pictures(request, patience=NIGHTLY)
    with watch("store"):
        found = {
            reading.book.pk: _forecasts(reading, asked, said, slot, read_at)
            for (reading, asked), said in zip(rows, questions.answered([one for _, one in rows], answer), strict=True)
        }
        pictures = {picture.user.pk: picture for picture in _grouped(rows, found)}
    with watch("score"):
        for user, standing in standings.items():
            picture = pictures[user]
            picture.standing = standing.foreseen(_outlook(picture, standing))
            picture.scores.extend(_by_rule(picture.user, picture.standing, read_at))
        for said in answer.head.scores:
            user = int(said.unique_id)
            columns = scores.answered_columns(said, answer.head.credit_model, answer.head.credit_model_version)
            kind = Score.Kind.CREDIT
            pictures[user].scores.append(_score(pictures[user].user, standings[user], kind, columns, read_at))
    return list(pictures.values())


def _asked(reading: Reading, today: date) -> Asked | None:
    return questions.ask(reading.material, unique_id=str(reading.book.pk), today=today)


def _forecasts(
    reading: Reading, asked: Asked, said: Sequence[Answered], slot: date, read_at: datetime
) -> list[Columns]:
    return [
        {
            "user_id": reading.user.pk,
            "currency": reading.book.currency,
            "period": period,
            "status": Forecast.Status.READY.value,
            "trigger": Forecast.Trigger.NIGHTLY.value,
            "slot": slot,
            "attempts": 1,
            "changes": reading.book.changes,
            "requested_at": read_at,
            "started_at": read_at,
            "completed_at": read_at,
            **columns_of(asked, answer, period),
        }
        for period, answer in zip(PERIODS, said, strict=True)
    ]


def _outlook(picture: Picture, standing: Standing) -> Outlook | None:
    """Return the weekly outlook in the currency of a standing, if it is of the ledger's last day."""
    for forecast in picture.forecasts:
        if (forecast["period"], forecast["currency"]) == ("weekly", standing.currency):
            if forecast["as_of"] != standing.ledger.last_on:
                return None
            return Outlook(forecast["points"], standing.buffer_minor, asked_buffer_minor=forecast["buffer_minor"])
    return None


def _grouped(rows: Sequence[Row], found: Mapping[int, Sequence[Columns]]) -> Iterable[Picture]:
    for user, group in groupby((reading for reading, _ in rows), key=lambda reading: reading.user):
        mine = list(group)
        yield Picture(
            user=user,
            currency=_main(mine).book.currency,
            books=[reading.book for reading in mine],
            forecasts=[one for reading in mine for one in found[reading.book.pk]],
        )


def _main(readings: Sequence[Reading]) -> Reading:
    """Return the reading in the home currency, else the one with most transactions."""

    def weight(reading: Reading) -> tuple[bool, int]:
        home = reading.book.currency == reading.user.home_currency
        return home, reading.days.number

    return max(readings, key=weight) if len(readings) > 1 else readings[0]


def _standings(rows: Sequence[Row]) -> Iterable[tuple[int, Standing]]:
    """Put together where each user stands in their main currency; what is foreseen comes later."""
    for user, group in groupby((reading for reading, _ in rows), key=lambda reading: reading.user):
        main = _main(list(group))
        ledger = Ledger.of(main.days)
        yield (
            user.pk,
            standing_of(user, main.book.currency, ledger=ledger, balances=main.balances, forecast=None),
        )


def _by_rule(user: User, standing: Standing, now: datetime) -> Iterable[Columns]:
    """Give every score that rules alone can give."""
    for kind, columns in BY_RULE.items():
        with suppress(NotEnough):
            yield _score(user, standing, kind, columns(standing), now)


def _applicants(standings: Mapping[int, Standing], rows: Sequence[Row]) -> Iterable[schemas.Applicant]:
    fees = {(one.user.pk, one.book.currency): dict(one.overdraft_fees) for one, _ in rows}
    for user, standing in standings.items():
        with suppress(NotEnough):
            yield credit.applicant_of(standing, overdraft_fees=fees[user, standing.currency], unique_id=str(user))


def _score(user: User, standing: Standing, kind: str, columns: scores.Columns, now: datetime) -> Columns:
    said = {"user_id": user.pk, "kind": str(kind), "as_of": standing.as_of, "currency": standing.currency}
    return {"probability_of_default": None, **said, "computed_at": now, **columns}
