"""What the replay says of the days and weeks ahead, before anything that was learned; read, and never written to.

Weeks and months ahead of the same accounts are the same days, so that the one is a part of the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ml_service.forecasting import features, silence, steady
from ml_service.forecasting.histories import Histories
from ml_service.forecasting.model import Weights
from ml_service.forecasting.replay import Paths, replay

WEEK = features.WEEK


@dataclass(frozen=True)
class Replayed:
    """The replay of A accounts for h weeks.

    Attributes:
        histories: The accounts.
        paths: Flows by the day, in units of the histories; shape (2, A, 7 h, N_PATHS).
        longer: The same for more weeks, where it is at hand: what does not depend on h is taken from there.
    """

    histories: Histories
    paths: Paths
    longer: Replayed | None = None

    @classmethod
    def of(cls, histories: Histories, n_days: int) -> Replayed:
        """Replay the whole weeks that so many days ahead begin."""
        return cls(histories, replay(histories, -(-n_days // WEEK) * WEEK))

    def first(self, n_days: int) -> Replayed:
        """The part for fewer days."""
        weeks = -(-n_days // WEEK)
        return self if weeks == self.weeks else Replayed(self.histories, self.paths[:, :, : weeks * WEEK], self)

    @property
    def weeks(self) -> int:
        """How many there are."""
        return int(self.paths.shape[2] // WEEK)

    @cached_property
    def by_week(self) -> Paths:
        """`paths`, week by week; shape (2, A, h, 7, N_PATHS)."""
        return self.paths.reshape(2, len(self.histories), -1, WEEK, self.paths.shape[-1])

    @cached_property
    def sums(self) -> Paths:
        """Flows of each week; shape (2, A, h, N_PATHS)."""
        return self.by_week.sum(axis=3) if self.longer is None else self.longer.sums[:, :, : self.weeks]

    @cached_property
    def days(self) -> Weights:
        """Mean of the paths by the day; shape (2, A, 7 h)."""
        return self.paths.mean(axis=-1) if self.longer is None else self.longer.days[:, :, : self.weeks * WEEK]

    @cached_property
    def ordered(self) -> Paths:
        """`sums` in seven units, rising; shape (2, A, h, N_PATHS)."""
        if self.longer is not None:
            return self.longer.ordered[:, :, : self.weeks]
        ordered = np.sort(self.sums, axis=-1)
        ordered *= np.float32(1 / WEEK)
        return ordered

    @cached_property
    def means(self) -> Weights:
        """Of `ordered`; shape (2, A, h)."""
        return self.ordered.mean(axis=-1) if self.longer is None else self.longer.means[:, :, : self.weeks]

    @cached_property
    def quantiles(self) -> Weights:
        """Of `ordered`, at LEVELS; shape (2, A, h, L)."""
        if self.longer is not None:
            return self.longer.quantiles[:, :, : self.weeks]
        return features.replayed_quantiles(self.ordered)

    @cached_property
    def features(self) -> Weights:
        """What the networks are told of each flow of each week; shape (2, A, h, F)."""
        if self.longer is None:
            return features.flow_features(self.histories, self.days, self.ordered, self.quantiles)
        found = self.longer.features[:, :, : self.weeks].copy()
        found[..., features.BLURRED] = features.blurred(self.days)  # the last days have no neighbours
        return found

    @cached_property
    def odds(self) -> Weights:
        """Log-odds of the states; shape (A, h, 5)."""
        if self.longer is not None:
            return self.longer.odds[:, : self.weeks]
        return features.state_odds(self.sums, self.histories.unit)

    @cached_property
    def own(self) -> Weights:
        """How much a flow's own weeks count; shape (2, A)."""
        return steady.share(self.histories) if self.longer is None else self.longer.own

    @cached_property
    def own_months(self) -> Weights:
        """How far a flow is held to its own months; shape (2, A)."""
        return steady.monthly_share(self.histories) if self.longer is None else self.longer.own_months

    @cached_property
    def own_level(self) -> steady.Smoothed:
        """What smoothing finds in a flow's own weeks."""
        return steady.smoothed(self.histories) if self.longer is None else self.longer.own_level

    @cached_property
    def stopped(self) -> Weights:
        """Probability that each flow has ended; shape (2, A)."""
        return silence.stopped(self.histories) if self.longer is None else self.longer.stopped
