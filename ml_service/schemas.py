"""The contract of the service: what goes in and out of `/v1/`, strict, with no NaN and no infinity.

The web code imports this module and `signing`, and nothing else of the service. It needs pydantic only.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Discriminator, Field, StringConstraints, Tag, model_validator

MAX_SERIES = 2_000
MAX_APPLICANTS = 5_000
MAX_BODY_BYTES = 8 * 1024 * 1024
MAX_ANSWER_NUMBERS = 6_500_000  # 2,000 series of 13 weeks with every quantile and the daily balance still fit
MAX_HORIZON = {"W": 60, "M": 24}

DEFAULT_QUANTILES = tuple(round(0.05 * step, 2) for step in range(1, 20))

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2200, 1, 1)

Day = Annotated[date, Field(ge=FIRST_DAY, le=LAST_DAY)]
Identity = Annotated[str, StringConstraints(min_length=1, max_length=128)]
Finite = Annotated[float, Field(allow_inf_nan=False, ge=-1e12, le=1e12)]
Flow = Annotated[float, Field(allow_inf_nan=False, ge=0, le=1e12)]
Level = Annotated[float, Field(allow_inf_nan=False, gt=0, lt=1)]
Count = Annotated[int, Field(ge=0, le=1_000_000)]
Month = Annotated[str, StringConstraints(pattern=r"^(19|20|21)\d\d-(0[1-9]|1[0-2])$")]


class Strict(BaseModel):
    """No coercion (`true` is not 1, `"1"` is not 1), no unknown fields, no NaN."""

    model_config = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False, frozen=True)


class Error(BaseModel):
    """What went wrong: a stable code, a sentence, and the messages per field where fields are at fault."""

    code: str
    message: str
    fields: dict[str, list[str]] | None = None


class ErrorAnswer(BaseModel):
    """The one shape of every answer that is not a success."""

    error: Error


# --- Forecasts ------------------------------------------------------------------------------------------------


class ScheduledFlow(Strict):
    """A flow that is already known: positive is money in."""

    on: Day
    amount: Finite


class DailySeries(Strict):
    """An account's flows by the day, oldest first; null is an unknown day, which is not a day without flows."""

    unique_id: Identity
    start: Day
    inflow: Annotated[list[Flow | None], Field(min_length=1, max_length=3650)]
    outflow: Annotated[list[Flow | None], Field(min_length=1, max_length=3650)]
    balance: Finite | None = None
    buffer: Finite = 0.0
    scheduled: Annotated[list[ScheduledFlow], Field(max_length=500)] = []

    @model_validator(mode="after")
    def same_length(self) -> Self:
        """Refuse flows that do not share their days."""
        if len(self.inflow) != len(self.outflow):
            raise ValueError("inflow and outflow must have the same length")
        return self


class PlainSeries(Strict):
    """One series by the period, oldest first, of which nothing else is known."""

    unique_id: Identity
    y: Annotated[list[Finite | None], Field(min_length=1, max_length=3650)]
    season_length: Annotated[int, Field(ge=1, le=366)] = 1


def _kind(series: Any) -> str:
    fields = series if isinstance(series, dict) else getattr(series, "__dict__", {})
    return "plain" if "y" in fields else "daily"


Series = Annotated[Annotated[DailySeries, Tag("daily")] | Annotated[PlainSeries, Tag("plain")], Discriminator(_kind)]


class ForecastRequest(Strict):
    """Series to forecast `h` periods ahead: weeks of 7 days from the day after the last, or calendar months."""

    freq: Literal["W", "M"]
    h: Annotated[int, Field(ge=1, le=max(MAX_HORIZON.values()))]
    quantiles: Annotated[list[Level], Field(min_length=1, max_length=25)] = list(DEFAULT_QUANTILES)
    daily_balance: bool = False
    minimum_ahead_days: Annotated[int, Field(ge=1, le=366)] | None = None
    breakdown: bool = False
    series: Annotated[list[Series], Field(min_length=1)]

    @model_validator(mode="after")
    def sensible(self) -> Self:
        """Refuse a horizon too long for its unit, levels that do not rise, and a series named twice."""
        if self.h > MAX_HORIZON[self.freq]:
            raise ValueError(f"h is at most {MAX_HORIZON[self.freq]} for freq {self.freq}")
        if any(low >= high for low, high in zip(self.quantiles, self.quantiles[1:], strict=False)):
            raise ValueError("quantiles must rise strictly")
        if len({series.unique_id for series in self.series}) < len(self.series):
            raise ValueError("unique_id must be unique within a request")
        return self


class Quantiles(Strict):
    """Quantile paths: one row a level of the request, one column a period."""

    q: list[list[float]]


class Distribution(Quantiles):
    """Mean and quantiles by the period."""

    mean: list[float]


class DailyBalance(Quantiles):
    """Quantiles of the closing balance of every day ahead."""

    ds: list[date]


class MinimumAhead(Quantiles):
    """Quantiles of the lowest daily balance within so many days from each day ahead, that day among them.

    `ds` are the days whose window lies within the horizon.
    """

    days: int
    ds: list[date]


class Parts(Strict):
    """The expected flow of each period by what it comes from; the parts of a flow add up to its mean."""

    level: list[float]
    profile: list[float]
    scheduled: list[float]


class Breakdown(Strict):
    """What each forecast is made of."""

    inflow: Parts
    outflow: Parts


Basis = Literal["own_history", "shrunken", "population"]


class Forecast(Strict):
    """The forecast of one series; `inflow` and the rest for flows by the day, `y` for a plain series."""

    unique_id: str
    as_of: date | None = None
    basis: Basis
    ds: list[date] | None = None
    inflow: Distribution | None = None
    outflow: Distribution | None = None
    net: Distribution | None = None
    balance: Distribution | None = None
    running_minimum: Quantiles | None = None
    shortfall_probability: list[Annotated[float, Field(ge=0, le=1)]] | None = None
    daily_balance: DailyBalance | None = None
    minimum_ahead: MinimumAhead | None = None
    breakdown: Breakdown | None = None
    y: Distribution | None = None


class ForecastAnswer(Strict):
    """Forecasts in the order of the request."""

    model: str
    model_version: str
    quantiles: list[float]
    forecasts: list[Forecast]


# --- Credit scores --------------------------------------------------------------------------------------------


class MonthOfAccount(Strict):
    """One month of an account, loans paid out and transfers between own accounts left out by the caller."""

    month: Month
    inflow: Flow
    outflow: Flow
    closing_balance: Finite
    min_balance: Finite
    days_negative: Annotated[int, Field(ge=0, le=31)]
    n_transactions: Count
    overdraft_fees: Count


class Loan(Strict):
    """The loan asked for: amount, months, and the payment a month."""

    amount: Flow
    duration_months: Annotated[int, Field(ge=0, le=600)]
    payment: Flow


class Applicant(Strict):
    """Three to 36 months of an account, oldest first, and the loan asked for, if any."""

    unique_id: Identity
    as_of: Day
    months: Annotated[list[MonthOfAccount], Field(min_length=3, max_length=36)]
    loan: Loan | None = None

    @model_validator(mode="after")
    def oldest_first(self) -> Self:
        """Refuse months out of order or given twice."""
        names = [row.month for row in self.months]
        if names != sorted(set(names)):
            raise ValueError("months must rise, oldest first, each once")
        return self


class CreditRequest(Strict):
    """Applicants to score."""

    applicants: Annotated[list[Applicant], Field(min_length=1)]

    @model_validator(mode="after")
    def named_once(self) -> Self:
        """Refuse an applicant named twice."""
        if len({applicant.unique_id for applicant in self.applicants}) < len(self.applicants):
            raise ValueError("unique_id must be unique within a request")
        return self


class ReasonCode(Strict):
    """Why points were lost: a stable code, plain words, and the points against a typical account."""

    code: str
    text: str
    points: int


class Edit(Strict):
    """One value of the request changed: of a month, or of the loan when `month` is null."""

    month: str | None
    field: str
    value: int | float


class WhatIf(Strict):
    """A change that would raise the score, the edits that make it, and the score they lead to."""

    change: str
    score: Annotated[int, Field(ge=300, le=850)]
    code: str
    edits: list[Edit]


class CreditScore(Strict):
    """One applicant's score; an educational estimate, not a lending decision."""

    unique_id: str
    probability_of_default: Annotated[float, Field(ge=0, le=1)]
    score: Annotated[int, Field(ge=300, le=850)]
    grade: Literal["A", "B", "C", "D", "E"]
    reason_codes: Annotated[list[ReasonCode], Field(max_length=4)]
    what_if: list[WhatIf]


class CreditAnswer(Strict):
    """Scores in the order of the request."""

    model: str
    model_version: str
    scores: list[CreditScore]


# --- Pictures -------------------------------------------------------------------------------------------------


class PictureOutline(Strict):
    """What is wanted of every series in one unit of time, beside the figures by the period.

    With `daily_levels`, the balance by the day at these levels, and with `minimum_ahead_days` also the lowest balance
    within so many days from each day ahead.
    """

    freq: Literal["W", "M"]
    h: Annotated[int, Field(ge=1, le=max(MAX_HORIZON.values()))]
    quantiles: Annotated[list[Level], Field(min_length=1, max_length=25)] = list(DEFAULT_QUANTILES)
    daily_levels: Annotated[list[Level], Field(max_length=25)] = []
    minimum_ahead_days: Annotated[int, Field(ge=1, le=366)] | None = None

    @model_validator(mode="after")
    def sensible(self) -> Self:
        """Refuse a horizon too long for its unit, and levels that do not rise."""
        if self.h > MAX_HORIZON[self.freq]:
            raise ValueError(f"h is at most {MAX_HORIZON[self.freq]} for freq {self.freq}")
        for levels in (self.quantiles, self.daily_levels):
            if any(low >= high for low, high in zip(levels, levels[1:], strict=False)):
                raise ValueError("levels must rise strictly")
        return self


class PictureSeries(DailySeries):
    """A series whose answer is rounded to whole minor units, of which 10 ** minor_digits make one."""

    minor_digits: Annotated[int, Field(ge=0, le=4)]


class PictureRequest(Strict):
    """Everything of a night's accounts in one question: forecasts in each outline, and credit scores."""

    outlines: Annotated[list[PictureOutline], Field(min_length=1, max_length=2)]
    series: Annotated[list[PictureSeries], Field(min_length=1)]
    applicants: list[Applicant] = []

    @model_validator(mode="after")
    def named_once(self) -> Self:
        """Refuse a series, an applicant or a unit of time named twice."""
        for names in (
            [one.unique_id for one in self.series],
            [one.unique_id for one in self.applicants],
            [one.freq for one in self.outlines],
        ):
            if len(set(names)) < len(names):
                raise ValueError("each may be named once")
        return self


class PictureForecast(Strict):
    """One series of the answer: its rows follow in the body, as long as `sizes` says, in the order of the outlines."""

    unique_id: str
    as_of: date
    basis: Basis
    largest: Annotated[int, Field(ge=0)]
    sizes: list[Annotated[int, Field(ge=1)]]


class PictureHead(Strict):
    """What stands before the rows (`ml_service.packed`) in the body of an answer (`ml_service.pictures`)."""

    model: str
    model_version: str
    credit_model: str
    credit_model_version: str
    forecasts: list[PictureForecast]
    scores: list[CreditScore]


# --- Models ---------------------------------------------------------------------------------------------------


class ModelCard(BaseModel):
    """What a model is, what it was fitted on, how well it does, and what it must not be used for."""

    name: str
    version: str
    kind: Literal["forecast", "credit"]
    baseline: bool
    card: dict[str, Any]


class ModelsAnswer(BaseModel):
    """The models in service."""

    models: list[ModelCard]
