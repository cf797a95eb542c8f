"""The intent model, fitted once for the session from the phrase lists in the tree."""

from pathlib import Path

import pytest

from assistant.understanding import table
from assistant.understanding.model import IntentModel, load
from ml_service.training.__main__ import main as train


@pytest.fixture(scope="session")
def intent_model(tmp_path_factory: pytest.TempPathFactory) -> IntentModel:
    """Fit as `make train` does."""
    folder: Path = tmp_path_factory.mktemp("intents")
    table.write(folder / "phrases.csv")
    assert train(["intents", "--phrases", str(folder / "phrases.csv"), "--out", str(folder)]) == 0
    return load(folder)
