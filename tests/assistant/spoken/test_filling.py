"""Placeholders are filled in twice, and the figure fits its sentence."""

from datetime import date
from decimal import Decimal

import pytest

from assistant.facts import Fact, Source, Span
from assistant.languages import Language
from assistant.spoken import Sentence, UnknownPlaceholder, fill

TODAY = date(2026, 11, 21)
SOURCE = Source("test")
FACTS = [
    Fact("ahead", Decimal("1234.56"), "money", TODAY, SOURCE, "USD", rough=True),
    Fact("soon", date(2026, 11, 22), "date", TODAY, SOURCE),
    Fact("friday", date(2026, 11, 27), "date", TODAY, SOURCE),
    Fact("last", Span(date(2026, 10, 1), date(2026, 10, 31)), "period", TODAY, SOURCE),
    Fact("march", Span(date(2026, 3, 1), date(2026, 3, 31)), "period", TODAY, SOURCE),
    Fact("jobs", 21, "count", TODAY, SOURCE),
    Fact("one", 1, "count", TODAY, SOURCE),
    Fact("on.platform", "Uber", "name", TODAY, SOURCE),
]
FITS: list[tuple[Language, str, str]] = [
    ("en", "You will have about {{ahead}}.", "You will have about twelve hundred dollars."),
    ("en", "It is due on {{soon}}.", "It is due tomorrow."),
    ("en", "You earned it in {{last}}.", "You earned it last month."),
    ("en", "You earned it in {{march}}.", "You earned it in March."),
    ("en", "That is less than for {{march}}.", "That is less than for March."),
    ("en", "{{ last }} was better on {{on.platform}}.", "Last month was better on Uber."),
    ("es", "Vence antes de {{friday}}.", "Vence antes del viernes veintisiete."),
    ("es", "Hasta el {{soon}}.", "Hasta mañana."),
    ("es", "Vence el {{friday}}.", "Vence el viernes veintisiete."),
    ("es", "Tienes {{jobs}} facturas y {{jobs}} trabajos.", "Tienes veintiuna facturas y veintiún trabajos."),
    ("es", "Son {{jobs}}.", "Son veintiuno."),
    ("hi", "{{soon}} को देना है।", "कल देना है।"),
    ("hi", "{{friday}} को देना है।", "शुक्रवार, सत्ताईस नवंबर को देना है।"),
    ("te", "{{soon}}న కట్టాలి.", "రేపు కట్టాలి."),
    ("te", "{{one}} పని.", "ఒక పని."),
]  # fmt: skip


@pytest.mark.parametrize(("language", "sentence", "heard"), FITS)
def test_the_figure_fits_its_sentence(language: Language, sentence: str, heard: str) -> None:
    assert fill(sentence, FACTS, language, TODAY).spoken == heard


def test_text_and_speech_say_the_same() -> None:
    filled = fill("You will have {{ahead}} {{friday}}.", FACTS, "en", TODAY)
    assert filled == Sentence(
        "You will have about $1,200 Friday, November 27.",
        "You will have about twelve hundred dollars Friday the twenty-seventh.",
    )


@pytest.mark.parametrize(
    "sentence", ["You have {{balance}}.", "{{ahead}", "{{ahead}} and {{", "{{{{ahead}}}}", "{{ }}"]
)
def test_an_unknown_or_broken_placeholder_is_refused(sentence: str) -> None:
    with pytest.raises(UnknownPlaceholder):
        fill(sentence, FACTS, "en", TODAY)
