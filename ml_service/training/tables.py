"""The tables that the models are fitted on: those in the tree (see `data/README.md`), or those in TRAINING_DATA."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd

DATA = Path(__file__).parent / "data"


def read(name: str) -> pd.DataFrame:
    """One of `flows`, `months`, `loans`."""
    folder = Path(os.environ.get("TRAINING_DATA") or DATA)
    return pd.read_parquet(folder / f"{name}.parquet")
