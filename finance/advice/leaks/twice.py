"""The same subscription paid twice: one merchant, one price, two rhythms side by side, on one account or two."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from finance.advice.facts import Advice, Fact, amount_fact
from finance.advice.leaks import impact
from finance.advice.leaks.prices import YEAR_DAYS, worth
from finance.advice.leaks.spending import Kind, Row, Spending
from finance.recurring.cadence import RHYTHMS, Cadence
from finance.recurring.detect import NEVER_BILLS, SAME_PRICE, rhythm_of
from finance.recurring.streams import shown_name, stream_key

TIMES = 3  # charges that each of the two must have
SIDE_BY_SIDE_DAYS = 60  # how long they must have run at the same time
STEPS_SILENT = 1.5
MONTHS = (Cadence.MONTHLY, Cadence.QUARTERLY, Cadence.YEARLY, Cadence.FOUR_WEEKLY)
NOT_SUBSCRIPTIONS = NEVER_BILLS | {"housing", "insurance", "bank_fee", "overdraft", "vehicle"}


def paid_twice(spending: Spending) -> list[Advice]:
    """Return advice on each merchant that is paid the same twice."""
    found: list[Advice] = []
    for stream, rows in _merchants(spending).items():
        pair = _pair(rows, spending.as_of)
        advice = _advice(spending, stream, *pair) if pair else None
        found += [advice] if advice else []
    return found


def _merchants(spending: Spending) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in spending.rows:
        direction, stream = stream_key(row)
        bill = row.kind in (Kind.EXPENSE, Kind.PERSONAL) and row.category not in NOT_SUBSCRIPTIONS
        if direction < 0 and bill and stream:
            found[stream].append(row)
    return found


def _pair(rows: Sequence[Row], as_of: date) -> tuple[list[Row], list[Row], Cadence] | None:
    """Return two runs of charges of one price and rhythm that go on side by side; None when there are none."""
    for same in _one_price(rows):
        for one, other in _splits(same):
            rhythm = rhythm_of(one) if min(len(one), len(other)) >= TIMES else None
            if rhythm in MONTHS and rhythm_of(other) == rhythm and _both_go_on(one, other, rhythm, as_of):
                return one, other, rhythm
    return None


def _one_price(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Yield the rows price by price, each group oldest first."""
    waiting = sorted(rows, key=lambda row: -row.amount_minor)
    while waiting:
        price = -waiting[0].amount_minor
        same = [row for row in waiting if -row.amount_minor <= price * (1 + SAME_PRICE)]
        waiting = waiting[len(same) :]
        yield sorted(same, key=lambda row: (row.on, row.id))


def _splits(rows: Sequence[Row]) -> Iterator[tuple[list[Row], list[Row]]]:
    """Yield ways to tell two subscriptions apart: by account, by day of the month, by turns within a month."""
    accounts = sorted({row.account for row in rows})
    if len(accounts) == 2:
        yield _two(rows, [row.account == accounts[0] for row in rows])
    days = sorted({row.on.day for row in rows})
    gaps = [(later - earlier, earlier) for earlier, later in zip(days, days[1:], strict=False)]
    if gaps:
        border = max(gaps)[1]
        yield _two(rows, [row.on.day <= border for row in rows])
    months: dict[tuple[int, int], int] = defaultdict(int)
    first: list[bool] = []
    for row in rows:
        month = (row.on.year, row.on.month)
        first.append(months[month] % 2 == 0)
        months[month] += 1
    yield _two(rows, first)


def _two(rows: Sequence[Row], first: Sequence[bool]) -> tuple[list[Row], list[Row]]:
    pairs = list(zip(rows, first, strict=True))
    return [row for row, mine in pairs if mine], [row for row, mine in pairs if not mine]


def _both_go_on(one: Sequence[Row], other: Sequence[Row], rhythm: Cadence, as_of: date) -> bool:
    silent = timedelta(days=STEPS_SILENT * RHYTHMS[rhythm].mean_days)
    begun = max(one[0].on, other[0].on)
    ended = min(one[-1].on, other[-1].on)
    alike = abs(len(_since(one, begun)) - len(_since(other, begun))) <= 1
    enough = min(len(_since(one, begun)), len(_since(other, begun))) >= TIMES
    return alike and enough and ended >= as_of - silent and (ended - begun).days >= SIDE_BY_SIDE_DAYS


def _since(rows: Sequence[Row], first: date) -> list[Row]:
    return [row for row in rows if row.on >= first - timedelta(days=7)]


def _advice(spending: Spending, stream: str, one: list[Row], other: list[Row], rhythm: Cadence) -> Advice | None:
    price = -other[-1].amount_minor
    yearly = round(YEAR_DAYS / RHYTHMS[rhythm].mean_days * price)
    if yearly < worth(spending):
        return None
    evidence = [
        Fact("name", shown_name(one[-1]), "text", "transactions"),
        amount_fact("price_now", price, spending.currency, "transactions"),
        Fact("times", str(len(other)), "count", "transactions"),
        Fact("since", max(one[0].on, other[0].on).isoformat(), "date", "transactions"),
        amount_fact("yearly_extra", yearly, spending.currency, "transactions"),
    ]
    work = one[-1].kind == Kind.EXPENSE
    changed = impact.of_saving(spending.standing, round(yearly / 12), work=work, yearly_before_minor=2 * yearly)
    rows = spending.shown([*one, *other])
    return Advice("paid_twice", f"paid_twice:{stream}"[:120], 3, evidence, changed, rows, once=True)
