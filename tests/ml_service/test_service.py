"""What the service says of itself, and how it starts."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from fastapi.testclient import TestClient

from ml_service import registry
from ml_service.main import app
from tests.ml_service.build import applicant, question


def test_it_works(service: TestClient) -> None:
    assert service.get("/livez").json() == {"status": "ok"}
    assert service.get("/readyz").json()["status"] == "ok"
    service.post("/v1/forecasts", json=question())
    assert 'ml_requests_total{path="/v1/forecasts",status="200"}' in service.get("/metrics").text


def test_it_tells_its_slots_its_rows_and_its_models(service: TestClient) -> None:
    before = told(service)
    service.post("/v1/forecasts", json=question())
    after = told(service)
    assert after['ml_rows_total{kind="forecast"}'] - before.get('ml_rows_total{kind="forecast"}', 0) == 1
    assert (after["ml_slots"], after["ml_busy_slots"]) == (2, 0)
    versions = {one["kind"]: one["version"] for one in service.get("/v1/models").json()["models"]}
    models = [name for name in after if name.startswith("ml_model_info")]
    assert len(models) == 2
    for kind, version in versions.items():
        assert any(f'kind="{kind}"' in one and f'version="{version}"' in one for one in models)


def told(service: TestClient) -> dict[str, float]:
    lines = service.get("/metrics").text.splitlines()
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines if line[:1] != "#")}


def test_every_model_has_its_card(service: TestClient) -> None:
    cards = {one["kind"]: one for one in service.get("/v1/models").json()["models"]}
    assert set(cards) == {"forecast", "credit"}
    credit = cards["credit"]["card"]
    assert credit["country"] == "Czech Republic"
    assert {"gini", "ks", "brier", "calibration_error"} <= credit["cross_validated_over_accounts"].keys()
    assert "educational" in credit["intended_use"].lower()
    assert not {"sex", "age"} & {one["name"] for one in credit["features"]}


def test_answers_name_the_model_of_the_card(service: TestClient) -> None:
    cards = {one["kind"]: one for one in service.get("/v1/models").json()["models"]}
    answer = service.post("/v1/credit-scores", json={"applicants": [applicant()]}).json()
    assert (answer["model"], answer["model_version"]) == (cards["credit"]["name"], cards["credit"]["version"])


def test_baselines_answer_while_models_are_absent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MODELS_DIR", str(tmp_path))
    monkeypatch.delenv("ML_SHARED_KEY", raising=False)
    with TestClient(app) as client:
        assert client.get("/readyz").json()["status"] == "degraded"
        assert client.post("/v1/forecasts", json=question()).json()["model"] == "day-of-month-baseline"
        (found,) = client.post("/v1/credit-scores", json={"applicants": [applicant()]}).json()["scores"]
        assert found["probability_of_default"] == pytest.approx(0.1125)
        assert found["reason_codes"] == []


def test_a_model_that_is_not_the_one_of_its_card_is_not_served(
    models_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for file in models_dir.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "credit.npz").write_bytes(b"damaged")
    monkeypatch.setenv("MODELS_DIR", str(tmp_path))
    with TestClient(app) as client:
        assert client.get("/readyz").json()["status"] == "degraded"


def test_openapi_describes_the_bodies(service: TestClient) -> None:
    described = service.get("/openapi.json").json()
    text = json.dumps(described)
    names = {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}
    assert names <= described["components"]["schemas"].keys()
    assert "ForecastRequest" in names


@pytest.mark.parametrize(
    ("module", "absent"),
    [
        ("ml_service.schemas", ["numpy", "fastapi", "sklearn", "pandas"]),
        ("ml_service.signing", ["numpy", "fastapi", "pydantic"]),
        ("ml_service.main", ["sklearn", "pandas", "scipy", "pyarrow", "django"]),
    ],
)
def test_what_an_import_does_not_bring_along(module: str, absent: list[str]) -> None:
    code = f"import sys, {module}; print([name for name in {absent} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_model_of_other_features_is_not_served(tmp_path: Path, models_dir: Path) -> None:
    for kind in ("forecast", "credit"):
        with np.load(models_dir / f"{kind}.npz") as file:
            arrays = {name: array[:-1] if array.ndim == 2 else array for name, array in file.items()}
        np.savez(tmp_path / f"{kind}.npz", **arrays)
        card = json.loads((models_dir / f"{kind}.json").read_text())
        card["sha256"] = hashlib.sha256((tmp_path / f"{kind}.npz").read_bytes()).hexdigest()
        (tmp_path / f"{kind}.json").write_text(json.dumps(card))
    found = registry.load(tmp_path)
    assert found.forecast.baseline
    assert found.credit.baseline
