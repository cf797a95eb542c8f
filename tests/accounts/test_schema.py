"""What the API's description says of logging in."""

from typing import Any

import pytest
import yaml
from django.test import Client


@pytest.fixture
def schema(client: Client) -> dict[str, Any]:
    said: dict[str, Any] = yaml.safe_load(client.get("/api/schema/").content)
    return said


@pytest.mark.django_db
def test_bearer_tokens_are_described(schema: dict[str, Any]) -> None:
    assert schema["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer"
    assert {"bearer": []} in schema["paths"]["/api/v1/me"]["get"]["security"]


@pytest.mark.django_db
def test_what_is_public_asks_for_nothing(schema: dict[str, Any]) -> None:
    assert "security" not in schema["paths"]["/api/v1/public"]["get"]
