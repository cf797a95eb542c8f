"""Requests as tests need them: valid ones, of which a test changes what it is about."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

Json = dict[str, Any]


def account(n_days: int = 365, **changes: Any) -> Json:
    """A worker paid on the 12th, with rent on the 3rd and spending in between."""
    start = date(2025, 6, 2)
    days = np.arange(n_days) + np.datetime64(start)
    day = (days - days.astype("datetime64[M]")).astype(int) + 1
    spent = np.random.default_rng(5).gamma(1.0, 12.0, n_days).round(2)
    series: Json = {
        "unique_id": "ana",
        "start": start.isoformat(),
        "inflow": np.where(day == 12, 1800.0, 0.0).tolist(),
        "outflow": (np.where(day == 3, 700.0, 0.0) + spent).tolist(),
        "balance": 900.0,
    }
    return series | changes


def question(*series: Json, **changes: Any) -> Json:
    """A forecast request of 13 weeks."""
    return {"freq": "W", "h": 13, "series": list(series) or [account()]} | changes


def month(name: str, **changes: Any) -> Json:
    """A quiet month."""
    row: Json = {
        "month": name,
        "inflow": 2000.0,
        "outflow": 1900.0,
        "closing_balance": 800.0,
        "min_balance": 150.0,
        "days_negative": 0,
        "n_transactions": 25,
        "overdraft_fees": 0,
    }
    return row | changes


def applicant(n_months: int = 12, **changes: Any) -> Json:
    """A quiet year and no loan."""
    months = [month(f"{1996 + at // 12}-{at % 12 + 1:02d}") for at in range(n_months)]
    return {"unique_id": "ana", "as_of": "1997-03-01", "months": months, "loan": None} | changes


LOAN: Json = {"amount": 12000.0, "duration_months": 24, "payment": 550.0}
