"""The models in service: loaded once at start, each with its card; a baseline stands in for one that is absent."""

from __future__ import annotations

import hashlib
import json
import logging
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Generic, Literal, TypeVar

from ml_service.forecasting import engine
from ml_service.forecasting.model import ForecastModel
from ml_service.schemas import DailySeries, ForecastRequest, ModelCard
from ml_service.scoring.features import FEATURES
from ml_service.scoring.scorecard import Scorecard

log = logging.getLogger(__name__)

T = TypeVar("T")

ENGINE_VERSION = "3"  # raised when the code answers differently from the same arrays


@dataclass(frozen=True)
class Served(Generic[T]):
    """A model with its name, version and card."""

    model: T
    name: str
    version: str
    kind: Literal["forecast", "credit"]
    baseline: bool
    card: dict[str, Any]

    def described(self) -> ModelCard:
        """What `/v1/models` says of it."""
        return ModelCard(name=self.name, version=self.version, kind=self.kind, baseline=self.baseline, card=self.card)


@dataclass(frozen=True)
class Registry:
    """One model for each question."""

    forecast: Served[ForecastModel]
    credit: Served[Scorecard]

    @property
    def complete(self) -> bool:
        """Whether every model is a fitted one."""
        return not (self.forecast.baseline or self.credit.baseline)


_QUESTION = ForecastRequest(
    freq="W", h=1, series=[DailySeries(unique_id="-", start=date(2026, 1, 1), inflow=[1.0] * 91, outflow=[0.5] * 91)]
)


def load(directory: Path) -> Registry:
    """Read the models of a directory; what is absent or damaged is replaced by its baseline, and logged."""
    return Registry(forecast=_forecast(directory), credit=_credit(directory))


def _forecast(directory: Path) -> Served[ForecastModel]:
    try:
        version, card = _card(directory, "forecast")
        model = ForecastModel.load(directory / "forecast.npz")
        list(engine.forecast(_QUESTION, model))  # raises where its arrays are not of this code's features
        return Served(model, card["name"], version, "forecast", False, card)
    except (OSError, ValueError, KeyError) as error:
        log.warning("No forecast model in %s (%s): the baseline answers", directory, error)
        card = {"summary": "Past months replayed as they were; nothing learned from other accounts."}
        return Served(ForecastModel.baseline(), "day-of-month-baseline", ENGINE_VERSION, "forecast", True, card)


def _credit(directory: Path) -> Served[Scorecard]:
    try:
        version, card = _card(directory, "credit")
        scorecard = Scorecard.load(directory / "credit.npz")
        if len(scorecard.values) != len(FEATURES):
            raise ValueError("the scorecard is of other features than this code's")
        return Served(scorecard, card["name"], version, "credit", False, card)
    except (OSError, ValueError, KeyError) as error:
        log.warning("No credit model in %s (%s): the base rate answers", directory, error)
        card = {"summary": "The base rate of the PKDD'99 loans for everybody; no model has been fitted."}
        return Served(Scorecard.base_rate(), "base-rate", ENGINE_VERSION, "credit", True, card)


def _card(directory: Path, kind: str) -> tuple[str, dict[str, Any]]:
    """Read a card and hold the arrays to the hash it names."""
    card: dict[str, Any] = json.loads((directory / f"{kind}.json").read_text())
    found = hashlib.sha256((directory / f"{kind}.npz").read_bytes()).hexdigest()
    if card["sha256"] != found:
        raise ValueError(f"{kind}.npz is not the file its card describes")
    return f"{ENGINE_VERSION}-{found[:12]}", card
