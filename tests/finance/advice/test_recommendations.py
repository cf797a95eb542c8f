"""Recommendations as rows: kept while they hold, quiet after a dismissal, back only when it is materially worse."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import User
from finance.advice import recommendations
from finance.advice.facts import Advice, EvidenceRow, Fact
from finance.models import Recommendation, Transaction
from tests.finance.advice.conftest import LAST, Kind, Note, ago

NOW = datetime(2026, 11, 1, 6, 0, tzinfo=UTC)
Status = Recommendation.Status


@pytest.fixture
def found(ana: User, driven_year: Note, monkeypatch: pytest.MonkeyPatch) -> list[Advice]:
    """Return the list of advice that the rules are made to find."""
    advice: list[Advice] = []
    monkeypatch.setattr(recommendations, "_all", lambda *_: list(advice))
    return advice


def spike(bucket: int = 0) -> Advice:
    row = Transaction.objects.filter(kind=Kind.EARNING).latest("posted_on")
    rows = [EvidenceRow(row.public_id, row.posted_on, row.amount_minor, row.memo, "CZK")]
    return Advice("fee_spike", "fee_spike:uber", 3, [Fact("share_now", "0.3", "ratio", "t")], {}, rows, bucket=bucket)


def night(ana: User, days: int) -> list[Recommendation]:
    recommendations.refresh(user=ana, currency="CZK", now=NOW + timedelta(days=days))
    return list(Recommendation.objects.for_user(ana).order_by("id"))


def test_the_same_leak_is_one_row_with_its_transactions_however_often_found(ana: User, found: list[Advice]) -> None:
    found.append(spike())
    first = night(ana, 0)
    found[0] = spike(bucket=2)
    rows = night(ana, 1)
    assert [row.pk for row in rows] == [first[0].pk]
    assert rows[0].bucket == 2
    assert rows[0].rows[0]["amount"] == "300.00"


def test_a_dismissed_one_is_quiet_for_a_month_unless_it_gets_worse(ana: User, found: list[Advice]) -> None:
    found.append(spike(bucket=1))
    recommendations.decide(night(ana, 0)[0], "dismiss", now=NOW, reason="I know")
    assert [row.status for row in night(ana, 1)] == [Status.DISMISSED]
    found[0] = spike(bucket=0)
    assert len(night(ana, 2)) == 1
    found[0] = spike(bucket=2)
    assert [row.status for row in night(ana, 3)] == [Status.DISMISSED, Status.NEW]


def test_a_dismissed_one_comes_back_after_a_month_but_one_of_a_single_event_never(
    ana: User, found: list[Advice]
) -> None:
    found.append(spike())
    recommendations.decide(night(ana, 0)[0], "dismiss", now=NOW)
    assert len(night(ana, 31)) == 2
    found[0] = replace(spike(), key="price_rise:x:2026-09-05", once=True)
    recommendations.decide(night(ana, 32)[-1], "dismiss", now=NOW + timedelta(days=32))
    assert len(night(ana, 400)) == 3


def test_one_that_no_longer_holds_expires(ana: User, found: list[Advice]) -> None:
    found.append(spike())
    night(ana, 0)
    found.clear()
    assert [row.status for row in night(ana, 1)] == [Status.EXPIRED]


def test_a_leak_in_the_ledger_becomes_a_row(ana: User, driven_year: Note) -> None:
    for span, share in enumerate([33, 25, 25, 25, 25, 25]):
        for nth in range(8):
            driven_year(ago(span * 28 + nth * 3), 100_000, "Trip", Kind.EARNING, platform="uber")
            driven_year(ago(span * 28 + nth * 3), -1000 * share, "Fee", Kind.PLATFORM_FEE, platform="uber")
    recommendations.refresh(user=ana, currency="CZK", now=NOW)
    recommendations.refresh(user=ana, currency="CZK", now=NOW)
    row = Recommendation.objects.for_user(ana).get(kind="fee_spike")
    assert row.as_of == LAST
    assert {one["amount"] for one in row.rows} == {"-330.00"}
