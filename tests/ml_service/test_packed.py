"""Rows of packed figures: what goes in comes out, and what is no row is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ml_service.packed import PARTS, Points, pack

AMOUNT = st.integers(-(2**62), 2**62)


def figures(numbers: list[int], *, levels: int = 3, columns: int = 2, balance: bool = True) -> dict[str, Any]:
    """Figures of every part, whose amounts are taken from `numbers` in turn."""
    at = iter(range(10_000))

    def rows(count: int, width: int) -> list[list[int]]:
        return [[numbers[next(at) % len(numbers)] for _ in range(width)] for _ in range(count)]

    days = ["2026-11-01", "2026-11-02", "2026-11-03"]
    band = {name: {"mean": rows(1, columns)[0], "q": rows(levels, columns)} for name in ("inflow", "outflow", "net")}
    found: dict[str, Any] = {
        "quantiles": [0.1, 0.5, 0.9][:levels],
        "ds": days[:columns],
        "shortfall_probability": [0.0625, 0.125][:columns] if balance else None,
        **dict.fromkeys(PARTS),
        **band,
    }
    if balance:
        found["balance"] = {"mean": rows(1, columns)[0], "q": rows(levels, columns)}
        found["running_minimum"] = {"q": rows(levels, columns)}
        found["daily_balance"] = {"quantiles": [0.1, 0.9], "ds": days, "q": rows(2, 3)}
        found["minimum_ahead"] = {"quantiles": [0.1, 0.9], "ds": days[:2], "q": rows(2, 2)}
    return found


@given(numbers=st.lists(AMOUNT, min_size=1, max_size=40), balance=st.booleans())
def test_what_goes_in_comes_out(numbers: list[int], balance: bool) -> None:
    said = figures(numbers, balance=balance)
    row = pack(said)
    assert row[:1] == b"P"
    assert Points(row) == said
    assert Points(row).plain() == said
    assert pack(Points(row)) == row
    assert json.loads(json.dumps(Points(row).plain())) == said


@given(numbers=st.lists(AMOUNT, min_size=1, max_size=40))
def test_one_path_is_what_its_part_says(numbers: list[int]) -> None:
    said = figures(numbers)
    for points in (Points(pack(said)), Points(b"J" + json.dumps(said).encode())):
        for name in PARTS:
            levels = said[name].get("quantiles", said["quantiles"])
            paths = [points.path(name, level) for level in levels]
            assert paths == said[name]["q"]
            assert [points.path(name, level) for level in levels] == points[name]["q"], "and once it is unpacked"
    with pytest.raises(ValueError, match="not in"):
        points.path("net", 0.123)
    with pytest.raises(ValueError, match="not in"):
        Points(pack(said)).path("net", 0.123)


def test_there_is_no_path_of_what_is_not_there() -> None:
    with pytest.raises(TypeError):
        Points(pack(figures([5], balance=False))).path("balance", 0.5)


def test_small_amounts_take_half_the_room() -> None:
    one, other = figures([2**31 - 1]), figures([2**31])
    numbers = sum(len(path) for name in PARTS for path in [*one[name]["q"], one[name].get("mean", [])])
    assert len(pack(other)) - len(pack(one)) == 4 * numbers


@pytest.mark.parametrize("said", [{"quantiles": [0.5]}, {"a": [1, {"b": None}]}, figures([1]) | {"ds": ["x"]}])
def test_figures_of_another_shape_are_kept_as_they_are(said: dict[str, Any]) -> None:
    assert Points(pack(said)) == said


@pytest.mark.parametrize("cut", [1, 3, 40, -8, -1])
def test_a_cut_row_is_none(cut: int) -> None:
    with pytest.raises(ValueError, match=r"packed|Expecting|Extra|Unterminated"):
        Points(pack(figures([5]))[:cut])


@pytest.mark.parametrize("row", [b"", b"Q", b"P\x05\x00\x00", b"\x00" * 40])
def test_what_is_no_row_is_refused(row: bytes) -> None:
    with pytest.raises(ValueError, match="not a row"):
        Points(row)
