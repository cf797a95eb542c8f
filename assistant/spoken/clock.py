"""Times of day, in words or as they are written: "eight in the morning", "las ocho de la mañana"."""

from collections.abc import Callable, Mapping
from datetime import time

from assistant.languages import Language
from assistant.spoken.tongues import TONGUES

NOON = 12
# From which hour on a part of the day is called what; the last one that has begun counts.
PARTS: Mapping[Language, tuple[tuple[int, str], ...]] = {
    "en": ((0, "in the morning"), (12, "in the afternoon"), (18, "in the evening"), (21, "at night")),
    "es": (
        (0, "de la noche"),
        (1, "de la madrugada"),
        (6, "de la mañana"),
        (12, "del mediodía"),
        (13, "de la tarde"),
        (20, "de la noche"),
    ),
    "hi": ((0, "रात"), (4, "सुबह"), (12, "दोपहर"), (16, "शाम"), (20, "रात")),
    "te": ((0, "రాత్రి"), (4, "ఉదయం"), (12, "మధ్యాహ్నం"), (16, "సాయంత్రం"), (19, "రాత్రి")),
}
SPANISH_PARTS_OF_HOURS = {15: "cuarto", 30: "media"}
HALF_HOURS_IN_HINDI = {1: "डेढ़", 2: "ढाई"}


def spoken(at: time, language: Language) -> str:
    """Return a time of day as it is said."""
    return SAID[language](at.hour % NOON or NOON, at.minute, part_of_day(at.hour, language))


def written(at: time, language: Language) -> str:
    """Return a time of day as it is written, its digits Latin in every language."""
    match language:
        case "en":
            return f"{at.hour % NOON or NOON}:{at:%M} {'AM' if at.hour < NOON else 'PM'}"
        case "es":
            return f"{'la' if at.hour == 1 else 'las'} {at.hour}:{at:%M}"
        case "hi":
            return f"{part_of_day(at.hour, 'hi')} {at.hour % NOON or NOON}:{at:%M} बजे"
        case "te":
            return f"{part_of_day(at.hour, 'te')} {at.hour % NOON or NOON}:{at:%M} గంటలకు"


def part_of_day(hour: int, language: Language) -> str:
    """Return what the part of the day is called that an hour is in."""
    return [name for begins, name in PARTS[language] if begins <= hour][-1]


def _english(hour: int, minute: int, part: str) -> str:
    number = TONGUES["en"].cardinal
    small = f" {'oh ' if minute < 10 else ''}{number(minute, '')}" if minute else ""
    return f"{number(hour, '')}{small} {part}"


def _spanish(hour: int, minute: int, part: str) -> str:
    number = TONGUES["es"].cardinal
    whole = "la una" if hour == 1 else f"las {number(hour, '')}"
    small = f" y {SPANISH_PARTS_OF_HOURS.get(minute) or number(minute, '')}" if minute else ""
    return f"{whole}{small} {part}"


def _hindi(hour: int, minute: int, part: str) -> str:
    whole = TONGUES["hi"].cardinal(hour, "")
    if minute == 30:
        return f"{part} {HALF_HOURS_IN_HINDI.get(hour) or f'साढ़े {whole}'} बजे"
    small = f"बजकर {TONGUES['hi'].cardinal(minute, '')} मिनट पर" if minute else "बजे"
    return f"{part} {whole} {small}"


def _telugu(hour: int, minute: int, part: str) -> str:
    number = TONGUES["te"].cardinal
    whole = "ఒంటి గంట" if hour == 1 else f"{number(hour, '')} గంటల"
    if not minute:
        return f"{part} {whole}కు"
    return f"{part} {whole} {number(minute, '')} {'నిమిషానికి' if minute == 1 else 'నిమిషాలకు'}"


SAID: Mapping[Language, Callable[[int, int, str], str]] = {
    "en": _english,
    "es": _spanish,
    "hi": _hindi,
    "te": _telugu,
}
