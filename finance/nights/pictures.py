"""From what was read of many users to their forecasts and scores: two questions a period, one about credit."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby

from accounts.models import User
from finance import questions
from finance.forecasts import columns_of
from finance.ml import NIGHTLY, MLClient, MLError
from finance.models import Book, Forecast, Score
from finance.nights.reading import Reading
from finance.questions import Asked
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


@dataclass(slots=True)
class Picture:
    """What was computed of one user; `currency` is the one that scores and advice are in."""

    user: User
    currency: str
    books: list[Book]
    forecasts: list[Forecast] = field(default_factory=list)
    scores: list[Score] = field(default_factory=list)
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
    found: dict[int, dict[str, Forecast]] = {reading.book.pk: {} for reading, _ in rows}
    for period in PERIODS:
        for (reading, _), forecast in zip(rows, _forecasts(rows, period, client, slot, read_at, watch), strict=True):
            found[reading.book.pk][period] = forecast
    _one_version(one for mine in found.values() for one in mine.values())
    with watch("score"):
        pictures = {picture.user.pk: picture for picture in _grouped(rows, found)}
        standings = dict(_standings(rows, found, pictures))
        for user, standing in standings.items():
            pictures[user].standing = standing
        for score in _scores(standings, pictures, rows, client, read_at):
            pictures[score.user_id].scores.append(score)
    return list(pictures.values())


def _asked(reading: Reading, today: date) -> Asked | None:
    return questions.ask(reading.material, unique_id=str(reading.book.pk), today=today)


def _forecasts(
    rows: Sequence[Row], period: str, client: MLClient, slot: date, read_at: datetime, watch: Watch
) -> list[Forecast]:
    if not rows:
        return []
    asked = [one for _, one in rows]
    with watch(f"ask_{period}"):
        answer = client.forecasts(questions.request_of(asked, period), patience=NIGHTLY)
    with watch(f"store_{period}"):
        answers = questions.answered(asked, answer)
    return [
        Forecast(
            user=reading.user,
            currency=reading.book.currency,
            period=period,
            status=Forecast.Status.READY,
            trigger=Forecast.Trigger.NIGHTLY,
            slot=slot,
            attempts=1,
            changes=reading.book.changes,
            requested_at=read_at,
            started_at=read_at,
            completed_at=read_at,
            **columns_of(one, said, period),
        )
        for (reading, one), said in zip(rows, answers, strict=True)
    ]


def _grouped(rows: Sequence[Row], found: Mapping[int, Mapping[str, Forecast]]) -> Iterable[Picture]:
    for user, group in groupby((reading for reading, _ in rows), key=lambda reading: reading.user):
        mine = list(group)
        yield Picture(
            user=user,
            currency=_main(mine).book.currency,
            books=[reading.book for reading in mine],
            forecasts=[one for reading in mine for one in found[reading.book.pk].values()],
        )


def _main(readings: Sequence[Reading]) -> Reading:
    """Return the reading in the home currency, else the one with most transactions."""

    def weight(reading: Reading) -> tuple[bool, int]:
        home = reading.book.currency == reading.user.home_currency
        return home, sum(flow.count for flow in reading.flows)

    return max(readings, key=weight)


def _standings(
    rows: Sequence[Row], found: Mapping[int, Mapping[str, Forecast]], pictures: Mapping[int, Picture]
) -> Iterable[tuple[int, Standing]]:
    for reading, _ in rows:
        if reading.book.currency == pictures[reading.user.pk].currency:
            ledger, forecast = Ledger.of(reading.flows), found[reading.book.pk]["weekly"]
            current = forecast if forecast.as_of == ledger.last_on else None
            yield (
                reading.user.pk,
                standing_of(
                    reading.user, reading.book.currency, ledger=ledger, balances=reading.balances, forecast=current
                ),
            )


def _scores(
    standings: Mapping[int, Standing],
    pictures: Mapping[int, Picture],
    rows: Sequence[Row],
    client: MLClient,
    now: datetime,
) -> Iterable[Score]:
    """Give every score that can be given."""
    for user, standing in standings.items():
        for kind, columns in BY_RULE.items():
            with suppress(NotEnough):
                yield _score(pictures[user].user, standing, kind, columns(standing), now)
    applicants = list(_applicants(standings, rows))
    if applicants:
        answer = client.credit_scores(schemas.CreditRequest(applicants=applicants), patience=NIGHTLY)
        for said in answer.scores:
            user = int(said.unique_id)
            given = scores.answered_columns(said, answer)
            yield _score(pictures[user].user, standings[user], Score.Kind.CREDIT, given, now)


def _applicants(standings: Mapping[int, Standing], rows: Sequence[Row]) -> Iterable[schemas.Applicant]:
    fees = {(one.user.pk, one.book.currency): dict(one.overdraft_fees) for one, _ in rows}
    for user, standing in standings.items():
        with suppress(NotEnough):
            yield credit.applicant_of(standing, overdraft_fees=fees[user, standing.currency], unique_id=str(user))


def _score(user: User, standing: Standing, kind: str, columns: scores.Columns, now: datetime) -> Score:
    return Score(user=user, kind=kind, as_of=standing.as_of, currency=standing.currency, computed_at=now, **columns)


def _one_version(forecasts: Iterable[Forecast]) -> None:
    """Refuse pictures that two models have drawn.

    Raises:
        MLError: the service got another model between two questions.
    """
    if len({forecast.model_version for forecast in forecasts}) > 1:
        raise MLError("the model changed between two questions", permanent=False)
