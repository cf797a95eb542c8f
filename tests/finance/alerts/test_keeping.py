"""Alerts as rows: each thing told once, told again only when it is worse or begins anew."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from finance import engine
from finance.alerts import keeping, rounds, rules
from finance.alerts.duties import Duty
from finance.alerts.facts import Facts, Known, Reached
from finance.alerts.keeping import plan
from finance.alerts.rules import Candidate, candidates
from finance.ml import MLClient
from finance.models import Alert, AlertDelivery, Book, Forecast
from finance.outlook import QUANTILES, Outlook
from finance.recurring import bills
from finance.recurring.cadence import Cadence
from tests.finance.advice.conftest import LAST, Kind, Note, ago

TODAY = date(2026, 11, 1)
NOW = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)


def outlook(chance: float, lowest: int = -5_000) -> Outlook:
    """Return a forecast that says so much of the next four weeks."""
    days = [(LAST + timedelta(days=n)).isoformat() for n in range(1, 92)]
    path = [lowest if n == 9 else 10_000 for n in range(91)]
    points: dict[str, Any] = {
        "quantiles": QUANTILES,
        "ds": days[::7],
        "balance": {"q": [[0] * 13] * 19},
        "running_minimum": {"q": [[0] * 13] * 19},
        "shortfall_probability": [chance] * 13,
        "daily_balance": {"quantiles": [0.10, 0.50], "ds": days, "q": [path, path]},
    }
    return Outlook(points, buffer_minor=1_000)


def facts(**changes: Any) -> Facts:
    return replace(Facts(TODAY, "CZK", as_of=LAST), **changes)


def known(number: int = 1, kind: str = "shortfall", subject: str = "CZK", **changes: Any) -> Known:
    return replace(Known(number, kind, subject, None, 0, "new"), **changes)


def told(found: Facts) -> list[tuple[str, int]]:
    return [(one.kind, one.bucket) for one in candidates(found)]


@pytest.mark.parametrize(
    ("chance", "said"),
    [(0.09, []), (0.10, [("shortfall", 0)]), (0.25, [("shortfall", 1)]), (0.6, [("shortfall", 2)])],
)
def test_a_shortfall_is_told_from_ten_per_cent_in_steps(chance: float, said: list[tuple[str, int]]) -> None:
    assert told(facts(outlook=outlook(chance))) == said


def test_a_shortfall_that_stands_ends_only_under_five_per_cent() -> None:
    assert told(facts(outlook=outlook(0.06), known=[known()])) == [("shortfall", 0)]
    assert told(facts(outlook=outlook(0.04), known=[known()])) == []
    assert told(facts(outlook=outlook(0.06), known=[known(status="expired")])) == []


def test_a_forecast_of_an_old_ledger_warns_of_nothing() -> None:
    assert told(facts(outlook=outlook(0.9), as_of=TODAY - timedelta(days=15))) == []


@pytest.mark.parametrize(("days", "said"), [(4, 0), (3, 1), (0, 1), (-1, 0)])
def test_a_bill_is_told_three_days_before(days: int, said: int) -> None:
    duty = Duty("bill_due", "b", "Rent", TODAY + timedelta(days=days), 54_000, "CZK", 10)
    assert len(told(facts(duties=[duty]))) == said


def test_a_bill_of_next_to_nothing_is_told_only_where_its_owner_wants_to_know() -> None:
    duty = Duty("bill_due", "b", "Statement fee", TODAY, 1_460, "CZK", 10)
    assert told(facts(duties=[duty], month_minor=146_001)) == []
    assert told(facts(duties=[duty], month_minor=146_000)) == [("bill_due", 0)]
    assert told(facts(duties=[replace(duty, wanted=True)], month_minor=10**9)) == [("bill_due", 0)]


def test_a_tax_date_is_told_three_weeks_and_three_days_before() -> None:
    duty = Duty("tax_due", "q4", "2026", date(2026, 12, 15), 54_000, "CZK", 0, "tax")
    days = {date(2026, 11, 20): [], date(2026, 12, 1): [("tax_due", 0)], date(2026, 12, 12): [("tax_due", 1)]}
    for day, said in days.items():
        assert told(facts(duties=[duty], today=day, as_of=day)) == said
    first = known(kind="tax_due", subject="q4", on=date(2026, 12, 15))
    found = candidates(facts(duties=[duty], today=date(2026, 12, 12)))
    assert plan(found, [first], today=date(2026, 12, 12)).over == {1}


@pytest.mark.parametrize(("age", "said"), [(35, []), (36, [0]), (65, [0]), (66, [1]), (9000, [1])])
def test_an_old_statement_is_told_twice_at_most(age: int, said: list[int]) -> None:
    found = candidates(facts(as_of=TODAY - timedelta(days=age)))
    assert [one.bucket for one in found] == said


def test_a_goal_is_reached_once() -> None:
    goal = facts(reached=[Reached("g", "Van", 100_000, "CZK")])
    found = candidates(goal)
    earlier = known(kind="goal_reached", subject="g", on=date(2025, 1, 1), status="expired")
    assert plan(found, [], today=TODAY).new == found
    assert plan(found, [earlier], today=TODAY).new == []


def test_a_day_that_moves_a_little_is_the_same_bill() -> None:
    one = Candidate("bill_due", "b", "info", [], date(2026, 11, 3), slack_days=10)
    before = known(kind="bill_due", subject="b", on=date(2026, 11, 5), status="expired")
    assert plan([one], [before], today=TODAY).new == []
    assert plan([one], [replace(before, on=date(2026, 10, 5))], today=TODAY).new == [one]


def test_a_worse_one_takes_the_place_of_the_one_before_and_a_dismissed_one_stays_dismissed() -> None:
    worse = Candidate("shortfall", "CZK", "urgent", [], bucket=2)
    assert plan([worse], [known(bucket=1)], today=TODAY) == keeping.Plan([worse], frozenset({1}))
    assert plan([worse], [known(bucket=2, status="dismissed")], today=TODAY) == keeping.Plan([], frozenset())
    assert plan([], [known(status="dismissed")], today=TODAY).over == {1}


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_however_the_chance_wavers_it_is_told_anew_only_when_worse_or_after_it_was_over(chances: list[float]) -> None:
    alerts: list[Known] = []
    for number, chance in enumerate(chances):
        changes = plan(candidates(facts(outlook=outlook(chance), known=alerts)), alerts, today=TODAY)
        standing = [one for one in alerts if not one.over]
        alerts = [replace(one, status="expired") if one.id in changes.over else one for one in alerts]
        for new in changes.new:
            assert not standing or new.bucket > standing[0].bucket
            assert standing or chance >= rules.SHORTFALL_FROM
            alerts.insert(0, known(number, bucket=new.bucket))
        assert sum(not one.over for one in alerts) <= 1


@pytest.fixture
def due_bill(ana: User, driven_year: Note) -> None:
    bills.tell(
        user=ana, name="Insurance", direction=-1, amount_minor=99_900, currency="CZK", cadence=Cadence.YEARLY,
        due_on=TODAY + timedelta(days=2),
    )  # fmt: skip


@pytest.mark.usefixtures("due_bill")
def test_running_it_again_changes_nothing(ana: User) -> None:
    first = keeping.refresh(user=ana, currency="CZK", now=NOW)
    assert first >= 1
    assert keeping.refresh(user=ana, currency="CZK", now=NOW) == 0
    assert keeping.refresh(user=ana, currency="CZK", now=NOW + timedelta(days=1)) == 0


@pytest.mark.usefixtures("due_bill")
def test_what_is_over_expires(ana: User) -> None:
    keeping.refresh(user=ana, currency="CZK", now=NOW)
    keeping.refresh(user=ana, currency="CZK", now=NOW + timedelta(days=3))
    row = Alert.objects.get(kind="bill_due", evidence__0__value="Insurance")
    assert row.status == "expired"


def test_an_unusual_charge_is_told_with_its_row(ana: User, driven_year: Note) -> None:
    for days in range(20, 300, 14):
        driven_year(ago(days), -40_000 - days, "GARAGE NOVAK", category="repair")
    row = driven_year(ago(1), -260_000, "GARAGE NOVAK", category="repair")
    keeping.refresh(user=ana, currency="CZK", now=NOW)
    keeping.refresh(user=ana, currency="CZK", now=NOW)
    (alert,) = Alert.objects.filter(kind="unusual_charge")
    assert alert.rows[0]["transaction"] == str(row.public_id)
    assert {fact["name"]: fact["value"] for fact in alert.evidence}["amount"] == "2600.00"


@pytest.mark.parametrize(
    ("minor", "category", "days"),
    [
        (-55_000, "repair", 1),  # not far
        (-260_000, "cash", 1),  # people draw what they need
        (-260_000, "repair", 20),  # old news
    ],
)
def test_an_ordinary_charge_is_not_told(ana: User, driven_year: Note, minor: int, category: str, days: int) -> None:
    for back in range(25, 300, 14):
        driven_year(ago(back), -40_000 - back, "GARAGE NOVAK", category=category)
    driven_year(ago(days), minor, "GARAGE NOVAK", category=category)
    keeping.refresh(user=ana, currency="CZK", now=NOW)
    assert not Alert.objects.filter(kind="unusual_charge").exists()


def test_a_merchants_first_charge_is_judged_by_nothing(ana: User, driven_year: Note) -> None:
    driven_year(ago(1), -900_000, "Boat dealer")
    keeping.refresh(user=ana, currency="CZK", now=NOW)
    assert not Alert.objects.filter(kind="unusual_charge").exists()


def test_a_price_that_rose_is_told_at_its_first_charge(ana: User, driven_year: Note) -> None:
    for month in range(3, 11):
        price = -99_900 if month == 10 else -79_900
        driven_year(date(2026, month, 25), price, "Toolbox Pro", Kind.EXPENSE, category="tools")
    bills.refresh(user=ana, currency="CZK", today=LAST)
    keeping.refresh(user=ana, currency="CZK", now=NOW)
    keeping.refresh(user=ana, currency="CZK", now=NOW + timedelta(days=1))
    (alert,) = Alert.objects.filter(kind="price_rise")
    assert (alert.on, alert.rows[0]["amount"]) == (date(2026, 10, 25), "-999.00")


@pytest.mark.usefixtures("half_a_year")
def test_it_follows_every_forecast_also_one_that_was_not_answered(ana: User, client_of_ml: MLClient) -> None:
    late = NOW + timedelta(days=40)
    row = Forecast.objects.create(user=ana, period="weekly", currency="CZK", requested_at=late)
    engine.run(row.pk, client=MLClient(base_url="http://127.0.0.1:9", keys="x"), now=late)
    assert Alert.objects.for_user(ana).filter(kind="old_statement").count() == 1
    assert AlertDelivery.objects.count() == 0  # nobody has said that letters may come, and there is no device


@pytest.mark.usefixtures("due_bill")
def test_the_daily_round_looks_at_everybody_once(ana: User, ben: User, monkeypatch: pytest.MonkeyPatch) -> None:
    Book.objects.create(user=ana, currency="CZK")
    Book.objects.create(user=ben, currency="CZK")
    assert rounds.look(now=NOW) == 2
    assert rounds.look(now=NOW + timedelta(hours=10)) == 0
    assert Alert.objects.filter(user=ana, kind="bill_due").exists()
    monkeypatch.setattr(keeping, "refresh", lambda **_: 1 / 0)
    assert rounds.look(now=NOW + timedelta(days=1)) == 2  # a fault of one ends nobody's round
    assert rounds.look(now=NOW + timedelta(days=1, hours=1)) == 0


def test_the_round_of_a_day_begins_after_its_night() -> None:
    assert rounds.day_of(datetime(2026, 11, 2, 2, 59, tzinfo=UTC)) == date(2026, 11, 1)
    assert rounds.day_of(datetime(2026, 11, 2, 3, 0, tzinfo=UTC)) == date(2026, 11, 2)
