"""Forecasts of whole groups of accounts as rows of bytes, without a Python object for each of their numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from ml_service.forecasting.calendar import Horizon, horizon, to_date
from ml_service.forecasting.engine import DECIMALS, Basis, alike, basis, drawn
from ml_service.forecasting.histories import Floats, pack
from ml_service.forecasting.model import ForecastModel
from ml_service.forecasting.replayed import Replayed
from ml_service.forecasting.summary import Accounts, Summary, Wanted, summarise
from ml_service.packed import Head, Part
from ml_service.schemas import PictureOutline, PictureSeries

NARROW = 2**31  # amounts below it take four bytes instead of eight
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Row:
    """One account in one unit of time; `largest` is its largest amount, whatever the sign, in minor units."""

    as_of: date
    basis: Basis
    largest: int
    packed: bytes


def rows(
    series: Sequence[PictureSeries], outlines: Sequence[PictureOutline], model: ForecastModel
) -> Iterator[tuple[int, tuple[Row, ...]]]:
    """Forecast each series in every outline, with its position, in any order."""
    for group in alike(list(enumerate(series))):
        yield from zip((at for at, _ in group), _group([series[at] for at, _ in group], outlines, model), strict=True)


def _group(
    series: Sequence[PictureSeries], outlines: Sequence[PictureOutline], model: ForecastModel
) -> Iterator[tuple[Row, ...]]:
    """Alike series; what the outlines have in common is computed once."""
    histories = pack(series)
    aheads = [horizon(histories.as_of, one.freq, one.h) for one in outlines]
    replayed = Replayed.of(histories, max(ahead.days.size for ahead in aheads))
    found = [_outlined(series, replayed, *wanted, model) for wanted in zip(outlines, aheads, strict=True)]
    return zip(*found, strict=True)


def _outlined(
    series: Sequence[PictureSeries], replayed: Replayed, outline: PictureOutline, ahead: Horizon, model: ForecastModel
) -> list[Row]:
    histories = replayed.histories
    levels, daily = np.array(outline.quantiles), np.array(outline.daily_levels)
    wanted = Wanted(daily if daily.size else None, outline.minimum_ahead_days or 0)
    found: list[Row] = []
    for rows, paths, _ in drawn(series, replayed.first(ahead.days.size), model, ahead):
        summary = summarise(paths, Accounts.of(histories, rows), ahead, levels, wanted)
        found.extend(_packed(series[rows], summary, ~np.isnan(histories.balance[rows]), outline, ahead))
    return found


def _packed(
    series: Sequence[PictureSeries],
    summary: Summary,
    known: NDArray[np.bool_],
    outline: PictureOutline,
    ahead: Horizon,
) -> Iterator[Row]:
    units = 10.0 ** np.array([one.minor_digits for one in series])
    found: dict[int, tuple[int, bytes]] = {}
    for with_balance in (True, False):
        chosen = np.flatnonzero(known == with_balance)
        if chosen.size:
            made = _rows(summary, chosen, units[chosen], _Shape(outline, ahead, with_balance))
            found |= dict(zip(chosen.tolist(), made, strict=True))
    bases = [basis(len(one.inflow)) for one in series]
    as_of = to_date(ahead.as_of)
    for at, said in enumerate(bases):
        yield Row(as_of, said, *found[at])


@dataclass(frozen=True)
class _Shape:
    outline: PictureOutline
    ahead: Horizon
    with_balance: bool


def _rows(summary: Summary, chosen: Ints, units: Floats, shape: _Shape) -> Iterator[tuple[int, bytes]]:
    """The largest amount and the bytes of each chosen account."""
    parts, blocks = _blocks(summary, shape.with_balance)
    amounts = np.concatenate([block[chosen].reshape(len(chosen), -1) for block in blocks], axis=1)
    numbers = np.rint(np.round(amounts, DECIMALS) * units[:, None]).astype(np.int64)  # half to even
    largest = np.abs(numbers).max(axis=1)
    chances = summary.balances.shortfall_probability[chosen] if summary.balances and shape.with_balance else None
    head = _head(parts, shape, 0 if chances is None else chances.shape[1])
    for row in range(len(chosen)):
        narrow = bool(largest[row] < NARROW)
        kept = numbers[row].astype("<i4" if narrow else "<i8").tobytes()
        said = b"" if chances is None else np.round(chances[row], DECIMALS).astype("<f8").tobytes()
        yield int(largest[row]), head.row(kept, 4 if narrow else 8, said)


def _blocks(summary: Summary, with_balance: bool) -> tuple[list[Part], list[Floats]]:
    """Parts and their numbers, mean first; each block of shape (A, rows, columns)."""
    parts: list[Part] = []
    blocks: list[Floats] = []

    def add(name: str, q: Floats, mean: Floats | None = None) -> None:
        parts.append(Part(name, mean is not None, q.shape[1], q.shape[2]))
        blocks.append(q if mean is None else np.concatenate([mean[:, None], q], axis=1))

    for name, band in (("inflow", summary.inflow), ("outflow", summary.outflow), ("net", summary.net)):
        add(name, band.q, band.mean)
    found = summary.balances
    if found is not None and with_balance:
        add("balance", found.closing.q, found.closing.mean)
        add("running_minimum", found.running_minimum)
        if found.daily is not None:
            add("daily_balance", found.daily)
        if found.minimum_ahead is not None:
            add("minimum_ahead", found.minimum_ahead)
    return parts, blocks


def _head(parts: Sequence[Part], shape: _Shape, chances: int) -> Head:
    outline, ahead = shape.outline, shape.ahead
    return Head(
        quantiles=tuple(outline.quantiles),
        ds=tuple(day.isoformat() for day in ahead.ds),
        parts=tuple(parts),
        levels=tuple(outline.daily_levels) if shape.with_balance else (),
        first=to_date(ahead.as_of + 1).isoformat() if shape.with_balance and outline.daily_levels else "",
        chances=chances,
    )
