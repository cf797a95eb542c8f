"""The words of answers: all there, in four languages, without a figure of their own."""

import re
import unicodedata
from pathlib import Path

import pytest

import assistant
from assistant.answers.labels import labels
from assistant.answers.wording import NoSuchAnswer, placeholders, templates, wording
from assistant.languages import LANGUAGES
from finance.sorting.kinds import shipped_categories

MOST_WORDS = 25
HERE = Path(assistant.__file__).parent
SCRIPTS = {"hi": "DEVANAGARI", "te": "TELUGU"}
# What would be a figure said in words; the gate's own reader knows more of them.
NUMBER_WORDS = {
    "en": "one two three four five six seven eight nine ten eleven twelve twenty thirty hundred thousand million half "
    "third quarter double twice once zero dozen couple first second both",
    "es": "uno una un dos tres cuatro cinco seis siete ocho nueve diez once doce veinte treinta cien ciento mil millón "
    "mitad medio media tercio cuarto doble cero docena primero primera segundo segunda ambos ambas",
    "hi": "एक दो तीन चार पाँच पांच छह छः सात आठ नौ दस बीस सौ हज़ार हजार लाख करोड़ आधा आधे डेढ़ ढाई पहला पहली दूसरा "
    "दोनों शून्य दर्जन",
    "te": "ఒకటి ఒక రెండు మూడు నాలుగు ఐదు ఆరు ఏడు ఎనిమిది తొమ్మిది పది ఇరవై వంద వేయి వెయ్యి లక్ష కోటి సగం అర మొదటి రెండవ సున్నా డజను",
}


def words_of(sentence: str) -> list[str]:
    plain = re.sub(r"\{\{.*?\}\}", " figure ", sentence)
    return [word for word in re.split(r"[^\w\u0900-\u097f\u0c00-\u0c7f]+", plain) if word]


def test_every_answer_is_there_in_every_language_with_the_same_figures() -> None:
    for key, told in templates().items():
        assert set(told) == set(LANGUAGES), key
        assert len({frozenset(placeholders(told[language])) for language in LANGUAGES}) == 1, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_has_a_figure_of_its_own_or_is_long(language: str) -> None:
    numbers = set(NUMBER_WORDS[language].split())
    for sentence in sentences_in(language):
        words = words_of(sentence)
        assert len(words) <= MOST_WORDS, sentence
        assert not {word.lower() for word in words} & numbers, sentence
        plain = re.sub(r"\{\{.*?\}\}", "", sentence)
        assert not any(sign.isnumeric() or unicodedata.category(sign) == "Sc" for sign in plain), sentence
        assert sentence.rstrip()[-1] in ".?!।", sentence


@pytest.mark.parametrize("language", SCRIPTS)
def test_hindi_and_telugu_are_in_their_own_script(language: str) -> None:
    for sentence in sentences_in(language):
        letters = [sign for sign in re.sub(r"\{\{.*?\}\}", "", sentence) if sign.isalpha()]
        assert all(unicodedata.name(sign).startswith(SCRIPTS[language]) for sign in letters), sentence


def sentences_in(language: str) -> list[str]:
    return [sentence for told in templates().values() for sentence in told[language]]


@pytest.mark.parametrize("group", labels())
def test_every_name_is_there_in_every_language_and_is_no_figure(group: str) -> None:
    for code, told in labels()[group].items():
        assert set(told) == set(LANGUAGES), code
        for language, name in told.items():
            assert name, code
            assert not set(name.lower().split()) & set(NUMBER_WORDS[language].split()), name
            assert not any(sign.isnumeric() for sign in name), name


def test_every_category_has_a_name() -> None:
    assert set(shipped_categories()) <= set(labels()["category"])


def test_every_answer_is_given_by_something() -> None:
    """An answer that nothing gives is dead: its key, or the part before the last choice, stands in the code."""
    sources = "".join(file.read_text(encoding="utf-8") for file in HERE.rglob("*.py"))
    dead = [key for key in templates() if not any(part in sources for part in parts(key))]
    assert dead == []


def parts(key: str) -> list[str]:
    return [f'"{key}"', *(f'"{key[:at]}{{' for at in range(3, len(key)) if key[at - 1] in "._")]


def test_a_note_hangs_behind() -> None:
    assert wording("no_balance+newer_statement", (), "en")[-1] == templates()["newer_statement"]["en"][0]


def test_what_is_missing_is_a_fault() -> None:
    with pytest.raises(NoSuchAnswer):
        wording("balance.ok", (), "en")
    with pytest.raises(NoSuchAnswer):
        wording("no.such", (), "en")
