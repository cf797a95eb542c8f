"""What the proxy spoils, the client of the ML service does not take."""

import json

import pytest
from pydantic import ValidationError

from ml_service import pictures
from tests.chaos.proxy import garbled

HEAD = {
    "model": "m",
    "model_version": "1",
    "credit_model": "c",
    "credit_model_version": "1",
    "forecasts": [{"unique_id": "u", "as_of": "2026-11-15", "basis": "own_history", "largest": 9, "sizes": [4]}],
    "scores": [
        {
            "unique_id": "u",
            "probability_of_default": 0.07,
            "score": 682,
            "grade": "B",
            "reason_codes": [],
            "what_if": [],
        }
    ],
}


def answer() -> bytes:
    return pictures.written(json.dumps(HEAD, separators=(",", ":")).encode(), [b"rows"])


def test_an_answer_left_alone_is_read() -> None:
    head, rows = pictures.read(garbled(answer(), ""))
    assert (head.model_version, rows) == ("1", [[b"rows"]])


def test_no_number_is_refused_behind_the_checksum() -> None:
    with pytest.raises(ValidationError):
        pictures.read(garbled(answer(), "nan"))


def test_another_version_is_told_as_it_is() -> None:
    assert pictures.read(garbled(answer(), "version"))[0].model_version == "another"


def test_a_rotten_byte_is_found() -> None:
    with pytest.raises(pictures.Damaged):
        pictures.read(garbled(answer(), "rot"))
