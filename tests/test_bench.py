"""What the benchmarks measure is what they say."""

import csv
import importlib
import io
import json
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest

from bench import _credit_document, _portfolios, _stack, upload
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


def test_folds_leave_every_row_out_once_and_spread_the_bad() -> None:
    outcome = pd.Series([1] * 10 + [0] * 40)
    splits = _portfolios.folds(outcome, repeats=2)
    assert len(splits) == 10
    for repeat in (splits[:5], splits[5:]):
        assert sorted(np.concatenate([test for _, test in repeat]).tolist()) == list(range(50))
    assert all(outcome[test].sum() == 2 and not set(test) & set(train) for train, test in splits)


def test_only_our_part_of_the_document_is_replaced() -> None:
    begin, end = _credit_document.BEGIN, _credit_document.END
    assert _credit_document.replaced(f"a\n{begin}\nold\n{end}\nz", "new") == f"a\n{begin}\nnew\n{end}\nz"
    assert _credit_document.BEGIN in _credit_document.DOCUMENT.read_text()


def test_a_reliability_diagram_is_an_image_with_a_mark_for_each_bin() -> None:
    said = np.linspace(0.01, 0.4, 200)
    drawn = ElementTree.fromstring(_credit_document.diagram("Cards", (said > 0.2).astype(float), said))  # noqa: S314 - our own
    assert len(drawn.findall("{http://www.w3.org/2000/svg}circle")) == _credit_document.BINS
