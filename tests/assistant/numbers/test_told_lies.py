"""Lies that people told by hand against one turn: each is held back."""

import pytest

from assistant.languages import Language
from assistant.numbers import passes
from tests.assistant.numbers.told_lies import TOLD
from tests.assistant.numbers.turns import TODAY
from tests.assistant.numbers.turns import TOLD as TURN


@pytest.mark.parametrize(("language", "sentence"), [(code, each) for code in TOLD for each in TOLD[code]])
def test_a_told_lie_is_held_back(language: Language, sentence: str) -> None:
    assert not passes(sentence, TURN, language, TODAY)


TRUE = [
    ("en", "You have $1,234.56."), ("en", "You have USD 1,234.56."), ("en", "You've got 1,234.56 US dollars."),
    ("en", "You have one thousand, two hundred and thirty-four dollars and fifty-six cents."),
    ("en", "You have about $1,235."), ("en", "You should have about eighty-eight hundred dollars."), ("en", "About $8.8k is ahead."),
    ("en", "You should have $8,765."), ("en", "It lasts two weeks."), ("en", "Due on the 27th."), ("en", "Due next Friday."),
    ("en", "Due 11/27/2026."), ("en", "Due 27 November 2026."), ("en", "Due November twenty-seventh, twenty twenty-six."),
    ("en", "In October you earned it with Uber."), ("en", "Last month you earned $1,234.56."), ("en", "Your score is 712/850."),
    ("en", "Your score is seven hundred and twelve out of 850."), ("en", "You make $23 per hour."), ("en", "That's 23 bucks an hour."),
    ("en", "Twelve and a half percent."), ("en", "12.50 %"), ("en", "It is 120.5 mi."), ("en", "You have five jobs, no more."),
    ("es", "Tienes 1.234,56 $."), ("es", "Tienes $1,234.56."), ("es", "Vence el 27 de noviembre."), ("es", "Vence el viernes."),
    ("es", "Dura catorce días."), ("es", "Dura dos semanas."), ("es", "Ganas 23 dólares la hora."), ("es", "Doce y medio por ciento."),
    ("es", "El mes pasado ganaste 1234,56 dólares."), ("es", "Setecientos doce puntos."), ("es", "Tendrás unos 8.800 dólares."),
    ("hi", "आपके पास 1,234.56 डॉलर हैं।"), ("hi", "साढ़े बारह प्रतिशत"), ("hi", "27 नवंबर को"), ("hi", "शुक्रवार को"), ("hi", "चौदह दिन"),
    ("hi", "दो हफ़्ते"), ("hi", "७१२"), ("hi", "पिछले महीने आपने $1,234.56 कमाए"), ("hi", "paanch kaam hain"),
    ("te", "మీ దగ్గర 1,234.56 డాలర్లు ఉన్నాయి."), ("te", "పన్నెండు పాయింట్ ఐదు శాతం"), ("te", "నవంబర్ 27న"), ("te", "శుక్రవారం"),
    ("te", "పద్నాలుగు రోజులు"), ("te", "రెండు వారాలు"), ("te", "౭౧౨"), ("te", "గత నెల మీరు $1,234.56 సంపాదించారు"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "sentence"), TRUE)
def test_the_truth_in_other_words_passes(language: Language, sentence: str) -> None:
    verdict = passes(sentence, TURN, language, TODAY)
    assert verdict, verdict.blocked
