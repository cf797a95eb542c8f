"""The line's own sentences: all of them in four languages, none with a figure."""

import re
from pathlib import Path

import pytest

from assistant.languages import LANGUAGES, Language
from assistant.turns.gates import in_script
from voice.flow import lines
from voice.flow.lines import named, say, table
from voice.flow.menus import FURTHER, LOBBY, MENU, more
from voice.flow.state import State
from voice.flow.words import key_named, meaning

PLACEHOLDER = re.compile(r"\{[a-z]+\}")
CODE = Path(lines.__file__).parent
LINES, WORDS = sorted(table()["lines"]), sorted(table()["words"])


@pytest.mark.parametrize("key", LINES)
def test_all_languages_have_all_lines_with_the_same_placeholders(key: str) -> None:
    told = table()["lines"][key]
    assert set(told) == set(LANGUAGES)
    names = {language: sorted(PLACEHOLDER.findall(" ".join(said))) for language, said in told.items()}
    assert len({tuple(found) for found in names.values()}) == 1
    assert len({len(said) for said in told.values()}) == 1


@pytest.mark.parametrize("key", WORDS)
def test_all_languages_have_words_for_everything(key: str) -> None:
    assert set(table()["words"][key]) == set(LANGUAGES)
    assert all(table()["words"][key].values())


def test_the_file_has_no_figure() -> None:
    assert not re.search(r"\d", re.sub(r"#.*", "", lines.FILE.read_text(encoding="utf-8")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_line_is_short_and_in_its_script(language: Language) -> None:
    for key in LINES:
        for raw in table()["lines"][key][language]:
            plain = PLACEHOLDER.sub("", raw).replace("GigLens", "")
            assert len(raw.split()) <= 20, raw
            assert key == "articles.one" or in_script(plain, language), raw


def test_no_line_is_left_unsaid_and_none_is_missing() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in CODE.parent.glob("*/*.py"))
    named_by_menus = {f"lobby.{item}" for item in LOBBY.values()} | {f"menu.{item}" for item in MENU.values()}
    named_by_menus |= {f"more.{item}" for state in (State(), State(pace="slow")) for item in more(state).values()}
    assert named_by_menus <= set(LINES)
    unsaid = [key for key in LINES if key not in named_by_menus and f'"{key}"' not in code]
    assert unsaid == []


@pytest.mark.parametrize(
    ("language", "aloud", "written"),
    [
        ("en", "For English, press pound.", "For English, press #."),
        ("es", "Para español, oprime numeral.", "Para español, oprime #."),
        ("hi", "हिंदी के लिए हैश दबाएँ।", "हिंदी के लिए # दबाएँ।"),
        ("te", "తెలుగు కోసం హ్యాష్ నొక్కండి.", "తెలుగు కోసం # నొక్కండి."),
    ],
)
def test_a_key_is_a_word_for_the_ear_and_itself_for_the_eye(language: Language, aloud: str, written: str) -> None:
    (said,) = say("other_language", language, values={"key": "#"})
    assert (said.text, said.written, said.language) == (aloud, written, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_that_is_named_is_understood_when_it_is_said(language: Language) -> None:
    for key in (*MENU, *LOBBY, FURTHER):
        assert key_named(named(int(key), language), language) == key


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [one for one in WORDS if one != "polite"])
def test_the_words_of_a_kind_mean_it(language: Language, kind: str) -> None:
    for phrase in table()["words"][kind][language]:
        assert meaning(f"{phrase}.", language, [kind]) == kind, phrase


@pytest.mark.parametrize(
    ("said", "language", "kind"),
    [
        ("My balance, please!", "en", "balance"),
        ("What's my balance?", "en", "balance"),
        ("¿Cuál es mi saldo?", "es", "balance"),
        ("REPITE", "es", "repeat"),
        ("repitelo", "es", "repeat"),
        ("धीरे बोलिए।", "hi", "slower"),
        ("మళ్ళీ చెప్పండి", "te", "repeat"),
        ("repeat", "te", "repeat"),
        ("my balance last month", "en", ""),
        ("", "en", ""),
    ],
)
def test_politeness_case_and_accents_do_not_count(said: str, language: Language, kind: str) -> None:
    assert meaning(said, language, ["balance", "repeat", "slower"]) == kind
