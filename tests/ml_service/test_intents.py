"""The trainer of intent models: any table of texts in, a plain file out."""

import json
from pathlib import Path

import pytest

from assistant.understanding.model import load
from ml_service.ngrams import ngrams
from ml_service.training import intents
from ml_service.training.__main__ import main as train

TEXTS = {
    "weather": [
        "will it rain",
        "is it sunny today",
        "rain tomorrow",
        "how sunny is it",
        "does it rain",
        "sunny or rain",
    ],
    "greeting": ["hello there", "hi there", "good morning", "hello and good morning", "hi hello", "good day there"],
    "time": ["what time is it", "tell me the time", "the time please", "what is the time", "time now", "time please"],
}


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "texts.csv"
    lines = [f"{text},{name},en" for name, texts in TEXTS.items() for text in texts]
    path.write_text("\n".join(["text,intent,language", *lines]), encoding="utf-8")
    return path


def test_it_works(table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert train(["intents", "--phrases", str(table), "--out", str(tmp_path), "--json"]) == 0
    card = json.loads(capsys.readouterr().out)
    assert (card["texts"], card["intents"]) == (18, 3)
    assert next(iter(load(tmp_path).probabilities("will there be rain"))) == "weather"


def test_the_plain_file_says_what_the_fitted_model_says(table: Path, tmp_path: Path) -> None:
    intents.train(table, tmp_path)
    told = intents.read(table)
    features = intents.features_of([*told.texts, "rain this morning"])
    fitted = intents.fit(features.matrix[:-1], told.intents)
    card = json.loads((tmp_path / "intents-card.json").read_text())
    scores = intents.softmax(fitted.scores(features.matrix[-1]) / card["temperature"])[0]
    served = load(tmp_path).probabilities("rain this morning")
    for name, probability in zip(fitted.names, scores.tolist(), strict=True):
        assert served[name] == pytest.approx(probability, abs=0.01)


def test_the_same_table_gives_the_same_file(table: Path, tmp_path: Path) -> None:
    intents.train(table, tmp_path / "a")
    intents.train(table, tmp_path / "b")
    assert (tmp_path / "a" / "intents.json").read_bytes() == (tmp_path / "b" / "intents.json").read_bytes()


@pytest.mark.parametrize("content", ["", "text,intent\nhello,greeting\n", "text,intent,language\nhello,greeting,en\n"])
def test_a_table_that_is_none_is_refused(content: str, tmp_path: Path) -> None:
    path = tmp_path / "texts.csv"
    path.write_text(content, encoding="utf-8")
    assert train(["intents", "--phrases", str(path), "--out", str(tmp_path)]) == 2


def test_features_are_of_length_one() -> None:
    assert sum(weight**2 for weight in ngrams("how much did i make _spanpast").values()) == pytest.approx(1.0)
    assert ngrams("") == {}
