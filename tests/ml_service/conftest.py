"""The real service over HTTP, with models fitted once for the session from the tables in the tree."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from ml_service.main import app
from ml_service.training.__main__ import main as train


@pytest.fixture(scope="session")
def models_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every model, fitted as `make train` does."""
    directory = tmp_path_factory.mktemp("models")
    assert train(["all", "--out", str(directory)]) == 0
    return directory


@pytest.fixture(scope="session")
def service(models_dir: Path) -> Iterator[TestClient]:
    """The service without a key: signatures have their own tests. A bug shows as the 500 that a caller would see."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("MODELS_DIR", str(models_dir))
        environment.delenv("ML_SHARED_KEY", raising=False)
        with TestClient(app, raise_server_exceptions=False) as client:
            yield client
