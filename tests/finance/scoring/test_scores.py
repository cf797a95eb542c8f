"""Health, karma and credit: as defined, and never raised by borrowed or moved money."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from finance import engine
from finance.ml import MLClient
from finance.models import Forecast, LinkedAccount, Score
from finance.scoring import health, karma, scores
from finance.scoring.components import ramp
from finance.scoring.standing import read_standing
from tests.finance.conftest import LAST_DAY, Kind, Write

NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
PERFECT = health.Figures(0.5, 0.5, 12, 0.0, 0.0, 0.0)
share = st.floats(-2, 2)


def compute(ana: User, client: MLClient) -> dict[str, int]:
    row = Forecast.objects.create(user=ana, period="weekly", currency="CZK", requested_at=NOW)
    engine.run(row.pk, client=client, now=NOW)
    return {kind: score.value for kind, score in scores.latest(ana).items() if score}


def test_perfect_figures_are_a_hundred_and_hopeless_ones_nought() -> None:
    assert health.score_of(PERFECT) == 100
    assert health.score_of(health.Figures(-1, -1, 0, 1, 3, 1)) == 0


def test_the_corners_of_each_pillar() -> None:
    figures = health.Figures(0.15, 0.0, 1.0, 0.36, 0.55, 0.05)
    points = {component.code: component.points for component in health.components_of(figures)}
    assert points == pytest.approx(
        {
            "spend_margin": 6.25,
            "spend_net": 6.25,
            "save_liquidity": 10.0,
            "borrow_debt": 5.0,
            "plan_stability": 6.25,
            "plan_shortfall": 10.0,
        }
    )


@given(st.builds(health.Figures, share, share, st.floats(-3, 12), st.floats(0, 2), st.floats(0, 3), st.floats(0, 1)))
def test_health_stays_in_range_and_what_if_is_always_better(figures: health.Figures) -> None:
    score = health.score_of(figures)
    assert 0 <= score <= 100
    assert all(row["score"] > score for row in health.what_if(figures))


@given(st.floats(-10, 10), st.floats(0, 5))
def test_a_ramp_is_monotone_between_its_corners(value: float, more: float) -> None:
    corners = ((0.0, 0.0), (1.0, 10.0), (3.0, 20.0))
    assert 0 <= ramp(value, corners) <= ramp(value + more, corners) <= 20


def test_karma_is_forty_thirty_thirty() -> None:
    full = karma.Figures(20, 20, 100, 100, 6)
    assert karma.score_of(full) == 100
    assert karma.score_of(karma.Figures(10, 20, 50, 100, 3)) == 20 + 15 + 15
    assert karma.score_of(karma.Figures(0, 0, 0, 100, 0)) == 0


@pytest.mark.usefixtures("half_a_year")
def test_every_score_is_stored_with_components_and_reasons(ana: User, client_of_ml: MLClient) -> None:
    compute(ana, client_of_ml)
    found = scores.latest(ana)
    assert all(found.values())
    for kind in ("health", "karma"):
        row = found[kind]
        assert row is not None
        assert row.value == round(sum(part["points"] for part in row.components))
        assert row.reason_codes == sorted(row.reason_codes, key=lambda reason: reason["points"])
    credit = found["credit"]
    assert credit is not None
    assert 300 <= credit.value <= 850
    assert credit.probability_of_default is not None


@pytest.mark.parametrize("kind", [Kind.DEBT_IN, Kind.TRANSFER])
@pytest.mark.parametrize("days_ago", [0, 1, 20, 45, 120])
def test_money_borrowed_or_moved_in_never_raises_a_score(
    ana: User, half_a_year: LinkedAccount, write: Write, client_of_ml: MLClient, kind: str, days_ago: int
) -> None:
    before = compute(ana, client_of_ml)
    amount = 400_000
    write(LAST_DAY - timedelta(days=days_ago), amount, kind)
    point = half_a_year.balance_points.get()
    point.balance_minor += amount
    point.save()
    after = compute(ana, client_of_ml)
    assert set(after) == set(before)
    assert all(after[name] <= before[name] for name in before)


def test_what_is_missing_is_said(ana: User, account: LinkedAccount, write: Write, client_of_ml: MLClient) -> None:
    write(date(2026, 10, 2), 10_000)
    assert compute(ana, client_of_ml) == {}
    missing = scores.why_missing(ana, "CZK")
    assert set(missing) == {"health", "karma", "credit"}
    assert "three full calendar months" in missing["credit"]


def test_without_a_balance_health_and_credit_ask_for_it(
    ana: User, half_a_year: LinkedAccount, client_of_ml: MLClient
) -> None:
    half_a_year.balance_points.all().delete()
    assert set(compute(ana, client_of_ml)) == {"karma"}
    assert "balance" in scores.why_missing(ana, "CZK")["health"]


@pytest.mark.usefixtures("half_a_year")
def test_scoring_the_same_day_again_replaces_the_row(ana: User, client_of_ml: MLClient) -> None:
    compute(ana, client_of_ml)
    compute(ana, client_of_ml)
    assert Score.objects.for_user(ana).count() == 3


def test_own_money_leaves_out_what_is_borrowed(ana: User, half_a_year: LinkedAccount, write: Write) -> None:
    write(LAST_DAY, 60_000, Kind.DEBT_IN)
    write(LAST_DAY, -10_000, Kind.DEBT_OUT)
    standing = read_standing(ana, "CZK")
    assert standing is not None
    assert standing.borrowed_minor == 50_000
    assert standing.own_balance_minor == 250_000 - 50_000
