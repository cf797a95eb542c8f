"""Accounts cut at many origins: what was known then, and what happened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ml_service.forecasting.features import WEEK, states, week_features
from ml_service.forecasting.histories import WINDOW_DAYS, Floats, Histories, Ints, months_known
from ml_service.forecasting.model import Weights
from ml_service.forecasting.replayed import Replayed
from ml_service.training.accounts import Account

TOGETHER = 64
LARGEST = 40.0  # weeks beyond it are cut: one windfall is not to teach the network


@dataclass(frozen=True)
class FlowExamples:
    """Weeks of one flow with what the replay said and what happened, in seven units.

    Attributes:
        features: shape (n, F).
        replayed: Quantiles at LEVELS; shape (n, L).
        happened: shape (n,).
    """

    features: Weights
    replayed: Weights
    happened: Weights


@dataclass(frozen=True)
class WeekExamples:
    """Weeks with what the replay said of their state and what it was.

    Attributes:
        features: shape (m, G).
        replayed: Log-odds; shape (m, 5).
        state: Number in STATES; shape (m,).
    """

    features: Weights
    replayed: Weights
    state: Ints


@dataclass(frozen=True)
class Examples:
    """What is learned from."""

    flows: FlowExamples
    weeks: WeekExamples


@dataclass(frozen=True)
class Cut:
    """One account, and the last day that is known."""

    account: int
    as_of: int


@dataclass(frozen=True)
class CutHistories:
    """Cuts that share their last day and months of history.

    Attributes:
        histories: What was known.
        ahead: Flows of the days that followed, NaN where they are not known; shape (2, A, D).
        cuts: Which they are.
    """

    histories: Histories
    ahead: Floats
    cuts: list[Cut]


def origins(accounts: Sequence[Account], *, h: int, step: int, shortest: int, most: int) -> list[Cut]:
    """Cuts of every account, the last with `h` whole days after it, then every `step` days before.

    Args:
        accounts: The accounts.
        h: Days ahead that must be known.
        step: Days between cuts.
        shortest: Days of history that must be known.
        most: Cuts of one account, at most.
    """
    found = []
    for number, account in enumerate(accounts):
        days = range(account.end - h, account.start + shortest - 2, -step)
        found += [Cut(number, day) for day in days[:most]]
    return found


def together(accounts: Sequence[Account], cuts: Sequence[Cut], days_ahead: int) -> Iterator[CutHistories]:
    """Gather cuts that can be computed at once."""
    groups: dict[tuple[int, int], list[Cut]] = {}
    for cut in cuts:
        known = min(cut.as_of - accounts[cut.account].start + 1, WINDOW_DAYS)
        groups.setdefault((cut.as_of, months_known(known)), []).append(cut)
    for group in groups.values():
        for first in range(0, len(group), TOGETHER):
            part = group[first : first + TOGETHER]
            yield _cut([accounts[cut.account] for cut in part], part, days_ahead)


def learn_from(accounts: Sequence[Account], cuts: Sequence[Cut], weeks: int) -> Examples:
    """Examples of every week that is known of every cut."""
    return joined([_examples(part, weeks) for part in together(accounts, cuts, weeks * WEEK)])


def joined(parts: Sequence[Examples]) -> Examples:
    """Put examples together."""
    return Examples(
        flows=FlowExamples(*_columns([part.flows for part in parts])),
        weeks=WeekExamples(*_columns([part.weeks for part in parts])),
    )


def _columns(parts: Sequence[FlowExamples] | Sequence[WeekExamples]) -> Iterator[NDArray[Any]]:
    for name in parts[0].__dataclass_fields__:
        yield np.concatenate([getattr(part, name) for part in parts])


def _cut(accounts: Sequence[Account], cuts: list[Cut], days_ahead: int) -> CutHistories:
    flows = np.full((len(cuts), 2, WINDOW_DAYS), np.nan)
    ahead = np.full((2, len(cuts), days_ahead), np.nan)
    n_days: Ints = np.zeros(len(cuts), dtype=np.int64)
    for row, (account, cut) in enumerate(zip(accounts, cuts, strict=True)):
        known = cut.as_of - account.start + 1
        n_days[row] = min(known, WINDOW_DAYS)
        flows[row, :, WINDOW_DAYS - n_days[row] :] = account.flows[:, known - n_days[row] : known]
        after = account.flows[:, known : known + days_ahead]
        ahead[:, row, : after.shape[1]] = after
    nothing = np.zeros(len(cuts))
    return CutHistories(Histories(flows, cuts[0].as_of, n_days, nothing, nothing), ahead, cuts)


def _examples(part: CutHistories, weeks: int) -> Examples:
    histories = part.histories
    n = len(histories)
    found = Replayed.of(histories, weeks * WEEK)
    features, replayed, odds = found.features, found.quantiles, found.odds
    happened = part.ahead.reshape(2, n, weeks, WEEK).sum(axis=3) / (WEEK * histories.unit.T[:, :, None])
    happened[~histories.flowing.T] = np.nan
    known, both = np.isfinite(happened), np.isfinite(happened).all(axis=0)
    state = states(np.nan_to_num(happened), histories.unit).astype(np.int64)
    return Examples(
        FlowExamples(features[known], replayed[known], np.minimum(happened[known], LARGEST).astype(np.float32)),
        WeekExamples(week_features(features, odds)[both], odds[both], state[both]),
    )
