"""The tables in the tree that the models are fitted on; `data/README.md` says where they come from."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

DATA = Path(__file__).parent / "data"


def read(name: str) -> pd.DataFrame:
    """One of `flows`, `months`, `loans`."""
    return pd.read_parquet(DATA / f"{name}.parquet")
