"""Times of day, said and written."""

from datetime import time

import pytest

from assistant.languages import LANGUAGES, Language
from assistant.spoken.clock import spoken, written

SAID: list[tuple[Language, time, str, str]] = [
    ("en", time(8), "eight in the morning", "8:00 AM"),
    ("en", time(10, 30), "ten thirty in the morning", "10:30 AM"),
    ("en", time(12), "twelve in the afternoon", "12:00 PM"),
    ("en", time(20, 5), "eight oh five in the evening", "8:05 PM"),
    ("en", time(0, 1), "twelve oh one in the morning", "12:01 AM"),
    ("es", time(8), "las ocho de la mañana", "las 8:00"),
    ("es", time(13), "la una de la tarde", "las 13:00"),
    ("es", time(1, 15), "la una y cuarto de la madrugada", "la 1:15"),
    ("es", time(20, 30), "las ocho y media de la noche", "las 20:30"),
    ("es", time(12, 10), "las doce y diez del mediodía", "las 12:10"),
    ("hi", time(8), "सुबह आठ बजे", "सुबह 8:00 बजे"),
    ("hi", time(13, 30), "दोपहर डेढ़ बजे", "दोपहर 1:30 बजे"),
    ("hi", time(17, 30), "शाम साढ़े पाँच बजे", "शाम 5:30 बजे"),
    ("hi", time(9, 5), "सुबह नौ बजकर पाँच मिनट पर", "सुबह 9:05 बजे"),
    ("te", time(8), "ఉదయం ఎనిమిది గంటలకు", "ఉదయం 8:00 గంటలకు"),
    ("te", time(13), "మధ్యాహ్నం ఒంటి గంటకు", "మధ్యాహ్నం 1:00 గంటలకు"),
    ("te", time(20, 30), "రాత్రి ఎనిమిది గంటల ముప్పై నిమిషాలకు", "రాత్రి 8:30 గంటలకు"),
]


@pytest.mark.parametrize(("language", "at", "aloud", "to_read"), SAID)
def test_it_works(language: Language, at: time, aloud: str, to_read: str) -> None:
    assert (spoken(at, language), written(at, language)) == (aloud, to_read)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_minute_of_a_day_is_said_in_words_and_as_no_other_one(language: Language) -> None:
    minutes = [time(hour, minute) for hour in range(24) for minute in range(60)]
    assert not any(letter.isdigit() for at in minutes for letter in spoken(at, language))
    twice = len(minutes) - len({spoken(at, language) for at in minutes})
    assert twice == 0
