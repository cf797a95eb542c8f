"""The alert rules: of the shape that Prometheus reads, about measures that exist, each with its paragraph."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import yaml
from django.test import Client
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families

from accounts.models import User
from finance.models import Forecast, Run, RunChunk
from gig_lens.local import BASE_DIR

RULES = yaml.safe_load((BASE_DIR / "docker/prometheus/alerts.yml").read_text(encoding="utf-8"))
ALERTS: list[dict[str, Any]] = [rule for group in RULES["groups"] for rule in group["rules"]]
DURATION = re.compile(r"\d+[smhd]")
MEASURE = re.compile(r"\b(?:giglens|ml)_\w+")
CHOICE = re.compile(r"\b((?:giglens|ml)_\w+)\{(\w+)=\"(\w+)\"\}")
WORDS = {"max", "sum", "by", "rate", "status"}


def named(alert: dict[str, Any]) -> str:
    return str(alert["alert"])


def anchors() -> set[str]:
    headings = re.findall(r"^#+ (.+)$", (BASE_DIR / "docs/nights.md").read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.fixture
def told(client: Client, ana: User) -> dict[str, set[tuple[str, str]]]:
    """Every measure that web and ML tell, with the labels that were seen."""
    from ml_service.main import app

    now = datetime.now(UTC)
    run = Run.objects.create(name="forecasts", slot=now.date(), opened_at=now - timedelta(hours=1))
    RunChunk.objects.create(run=run, first_user=1, last_user=2, users=2, status="done", seconds={"read": 1.0})
    Forecast.objects.create(user=ana, period="weekly", currency="CZK", requested_at=now)
    with TestClient(app) as service:
        service.get("/livez")
        texts = [client.get("/metrics").content.decode(), service.get("/metrics").text]
    found: dict[str, set[tuple[str, str]]] = {}
    for text in texts:
        for sample in (one for family in text_string_to_metric_families(text) for one in family.samples):
            found.setdefault(sample.name, set()).update(sample.labels.items())
    return found


def test_there_are_the_alerts_that_nights_need() -> None:
    assert {"NightIsLate", "NightIsSilent", "PicturesAreStale", "ForecastsWait", "MLIsBusy"} <= set(map(named, ALERTS))
    assert len({*map(named, ALERTS)}) == len(ALERTS)
    assert list(RULES) == ["groups"]
    assert all(set(group) == {"name", "rules"} for group in RULES["groups"])


@pytest.mark.parametrize("alert", ALERTS, ids=named)
def test_each_has_the_shape_of_a_rule(alert: dict[str, Any]) -> None:
    assert set(alert) == {"alert", "expr", "for", "labels", "annotations"}
    assert DURATION.fullmatch(alert["for"])
    assert alert["labels"]["severity"] in {"page", "ticket"}
    assert alert["annotations"]["summary"].endswith(".")
    expr = alert["expr"]
    assert expr.count("(") == expr.count(")")
    assert len(re.findall(r" [<>] ", expr)) == 1
    assert set(re.findall(r"[a-z_]+", re.sub(r"\{.*?\}|\[.*?\]", "", MEASURE.sub("", expr)))) <= WORDS


@pytest.mark.parametrize("alert", ALERTS, ids=named)
def test_each_has_a_paragraph_that_says_what_to_do(alert: dict[str, Any]) -> None:
    page, _, anchor = alert["annotations"]["runbook"].partition("#")
    assert page == "docs/nights.md"
    assert anchor in anchors()


@pytest.mark.django_db
def test_every_measure_and_label_that_is_named_is_told(told: dict[str, set[tuple[str, str]]]) -> None:
    asked = {name for alert in ALERTS for name in MEASURE.findall(alert["expr"])}
    assert len(asked) > 8
    assert asked <= set(told)
    for alert in ALERTS:
        for measure, label, value in CHOICE.findall(alert["expr"]):
            assert label in {name for name, _ in told[measure]}, (measure, label)
            assert (label, value) in told[measure] or value == "true"  # no baseline is in service
    assert "status" in {name for name, _ in told["giglens_night_chunks"]}


@pytest.mark.django_db
def test_the_document_names_every_measure(told: dict[str, set[tuple[str, str]]]) -> None:
    page = (BASE_DIR / "docs/nights.md").read_text(encoding="utf-8")
    ours = {name for name in told if name.startswith(("giglens_night", "giglens_book", "giglens_forecast"))}
    ours |= {name for name in told if name.startswith("ml_")}
    ours = {re.sub("_(bucket|sum|count|created|total)$", "", name) for name in ours}
    assert [name for name in sorted(ours) if f"`{name}`" not in page] == []
