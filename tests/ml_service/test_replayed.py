"""What is computed once for weeks and months is what each would have computed alone."""

from __future__ import annotations

from functools import cached_property

import numpy as np
import pytest
from fastapi.testclient import TestClient

from ml_service import pictures
from ml_service.forecasting import marginals
from ml_service.forecasting.dependence import _running
from ml_service.forecasting.histories import Histories, pack
from ml_service.forecasting.replayed import Replayed
from ml_service.forecasting.summary import _sum
from ml_service.schemas import DailySeries
from tests.ml_service.build import Json, account

READ = [name for name, value in vars(Replayed).items() if isinstance(value, cached_property)]
OUTLINES: list[Json] = [
    {"freq": "W", "h": 13, "daily_levels": [0.1, 0.5, 0.9], "minimum_ahead_days": 28},
    {"freq": "M", "h": 6, "daily_levels": [0.1, 0.5, 0.9]},
]


def histories() -> Histories:
    """Who is paid by the month, who earns each day, and one of whom a day is not known."""
    monthly, daily, gaps = (account(unique_id=name) for name in ("monthly", "daily", "gaps"))
    daily["inflow"] = np.random.default_rng(3).gamma(9, 8, 365).round(2).tolist()
    gaps["inflow"][40] = gaps["outflow"][40] = None
    return pack([DailySeries.model_validate(one, strict=False) for one in (monthly, daily, gaps)])


@pytest.mark.parametrize("name", READ)
def test_a_part_of_a_longer_replay_is_the_shorter_one(name: str) -> None:
    known = histories()
    part, alone = Replayed.of(known, 181).first(91), Replayed.of(known, 91)
    assert part.weeks == alone.weeks == 13
    found, wanted = getattr(part, name), getattr(alone, name)
    for one, other in zip(found, wanted, strict=True):
        assert np.array_equal(one, other)


def test_an_unknown_day_is_not_a_day_without_flows() -> None:
    flows = histories().flows
    assert np.isnan(flows[2, :, -365 + 40]).all()
    assert np.isfinite(flows[2, :, -365 + 41 :]).all()
    assert np.isnan(flows[:, :, :-365]).all()


def test_an_outline_says_the_same_alone_and_beside_another(
    service: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    series = [account(unique_id=str(at), balance=900.0 + at) | {"minor_digits": 2} for at in range(5)]

    def asked(outlines: list[Json]) -> list[list[bytes]]:
        answer = service.post("/v1/pictures", json={"outlines": outlines, "series": series})
        assert answer.status_code == 200, answer.text
        return [list(rows) for rows in pictures.read(answer.content)[1]]

    both = asked(OUTLINES)
    weeks, months = asked(OUTLINES[:1]), asked(OUTLINES[1:])
    assert both == [[*week, *month] for week, month in zip(weeks, months, strict=True)]
    monkeypatch.setattr(marginals, "AT_ONCE", 2)
    assert asked(OUTLINES) == both, "an account does not depend on who is computed with it"


@pytest.mark.parametrize("days", [1, 2, 8, 9, 17, 28, 29, 30, 31])
def test_days_are_added_up_whole(days: int) -> None:
    flows = np.random.default_rng(days).gamma(1, 50, (2, 3, days, 128)).astype(np.float32)
    assert _sum(flows) == pytest.approx(flows.sum(axis=2, dtype=np.float64), rel=1e-6)


def test_a_running_count_is_a_running_count() -> None:
    told = np.random.default_rng(1).random((9, 128)) < np.linspace(0, 1, 9)[:, None]
    assert np.array_equal(_running(told), np.cumsum(told, axis=-1))
