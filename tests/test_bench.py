"""What the benchmarks measure is what they say."""

import csv
import importlib
import io
import json

import pytest

from bench import _stack, upload
from gig_lens.local import BASE_DIR

big_import = importlib.import_module("bench.import")  # a keyword, so no import statement can name it


def test_the_large_statement_is_whole_and_its_balance_adds_up() -> None:
    content: bytes = big_import.statement(500)
    rows = list(csv.DictReader(io.StringIO(content.decode(), newline="")))
    assert len(rows) == big_import.count_amounts(content) == 500
    assert [row["Date"] for row in rows] == sorted(row["Date"] for row in rows)
    balance = 0
    for row in rows:
        balance += big_import.minor(row["Amount"])
        assert big_import.minor(row["Balance"]) == balance


def test_a_run_touches_nothing_of_the_person_who_starts_it() -> None:
    env = _stack.embedded(BASE_DIR / "elsewhere")
    assert all("elsewhere" in env[name] for name in ("GIGLENS_VAR", "DATABASE_URL", "REDIS_URL"))
    assert env["DATABASE_URL_FILE"] == env["REDIS_URL_FILE"] == env["SENTRY_DSN"] == ""


def test_the_last_line_is_one_json_object(capsys: pytest.CaptureFixture[str]) -> None:
    upload.tell([0.001, 0.001], [upload.Upload(answered=0.05, forecast=0.1)])
    found = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (found["answer_to_livez"], found["forecast_to_livez"]) == (50.0, 100.0)
