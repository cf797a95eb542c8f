"""Days and periods in a message: one grammar for four languages, over what the words say rather than the words."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from assistant.facts import Span
from assistant.languages import Language
from assistant.understanding import moments
from assistant.understanding.folding import Token
from assistant.understanding.lexicon import Lexicon, Match, build, own_and_english, read
from assistant.understanding.moments import DAY, Moment

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
UNITS = frozenset({"day", "week", "month", "quarter", "year", "fortnight", "weekend"})
# What a word says, as one letter of the grammar. Skipped words are "_", others "."
LETTERS = {
    "last": "l", "last2": "L", "this": "t", "next": "n", "coming": "c", "since": "s", "between": "b", "and": "a",
    "to": "x", "ago": "g", "in": "i", "later": "h", "end": "e", "begin": "k", "middle": "v", "sofar": "r",
    "today": "d", "tomorrow": "d", "yesterday": "d", "overmorrow": "d", "ereyesterday": "d", "kal": "d", "parson": "d",
    "monthend": "z", "yearend": "z", "dayofmonth": "j", "skip": "_", "one": "1", "couple": "2",
    "from": "f", "dayone": "o", "q1": "q", "q2": "q", "q3": "q", "q4": "q",
}  # fmt: skip
_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th|º|ª|er|ro|do)?$")


@dataclass(frozen=True, slots=True)
class Sign:
    """One piece of the grammar: its letter, its value, and its tokens."""

    letter: str
    means: str
    first: int
    last: int
    number: int = 0


@dataclass(frozen=True, slots=True)
class Spoken:
    """A number in words: the token after it, its value; with a month it is a date, the value its day."""

    last: int
    value: int
    month: int | None = None
    year: int | None = None
    ordinal: bool = False


@dataclass(frozen=True, slots=True)
class Reckoning:
    """From where days are counted, and which way one without a year lies."""

    today: date
    future: bool


Build = Callable[["Reading"], tuple[Span, date | None] | None]


@dataclass(frozen=True, slots=True)
class Reading:
    """The signs that a rule of the grammar fits."""

    signs: Sequence[Sign]
    at: Reckoning

    def get(self, letters: str) -> Sign | None:
        """Return the first sign with one of the letters."""
        return next((sign for sign in self.signs if sign.letter in letters), None)

    def count(self) -> int:
        """Return how many units are meant."""
        found = self.get("#12")
        if found is None:
            return 1
        return {"1": 1, "2": 2}.get(found.letter, found.number)

    def which(self) -> str:
        """Return last, this, next or coming."""
        found = self.get("ltncL")
        return {"l": "last", "t": "this", "n": "next", "c": "coming", "L": "last2"}[found.letter] if found else ""


@cache
def words_of(language: Language) -> Lexicon:
    """Return the words of days in a language."""
    return build(read("calendar"), language, order=own_and_english(language))


def signs_of(words: Sequence[Token], language: Language, numbers: Mapping[int, Spoken]) -> list[Sign]:
    """Return the message as signs; `numbers` says at which tokens a number stands in words."""
    found: list[Sign] = []
    place = 0
    while place < len(words):
        match = words_of(language).at(words, place)
        spoken = numbers.get(place)
        if spoken and (match is None or spoken.last > match.last or match.means == "one"):
            found.append(_said(spoken, place))
            place = spoken.last
        elif match:
            found.extend(_read(match))
            place = match.last
        else:
            found.append(_digits(words[place], place))
            place += 1
    return _ordinals([_sure(sign, place, found) for place, sign in enumerate(found)], words)


def _sure(sign: Sign, place: int, signs: Sequence[Sign]) -> Sign:
    """Take "may" for a month only beside something else of the calendar."""
    if sign.letter != "m" or sign.means != "may" or len(signs) == 1:
        return sign
    near = [one.letter for one in (*signs[max(0, place - 2) : place], *signs[place + 1 : place + 3])]
    if set("isbfxaltncou#yekvrw_m") & set(near):
        return sign
    return Sign(".", "", sign.first, sign.last)


def _said(spoken: Spoken, place: int) -> Sign:
    if spoken.month is not None:
        year = f"{spoken.year}-" if spoken.year else ""
        written = f"{year}{spoken.month}-{spoken.value}" if year else f"{spoken.value}/{spoken.month}"
        return Sign("Z", written, place, spoken.last)
    return Sign("o" if spoken.ordinal else "#", "number", place, spoken.last, spoken.value)


def _read(match: Match) -> list[Sign]:
    """Return the sign of a word; Telugu says "in two weeks" in two words, the second of which is "weeks" and "in"."""
    if match.means.endswith("in") and match.means[:-2] in UNITS:
        unit = Sign("u", match.means[:-2], match.first, match.last)
        return [unit, Sign("i", "in", match.last, match.last)]
    number = 1 if match.means == "dayone" else 0
    return [Sign(_letter(match.means), match.means, match.first, match.last, number)]


def _letter(means: str) -> str:
    if means in UNITS:
        return "u"
    if means in WEEKDAYS:
        return "w"
    return "m" if means in MONTHS else LETTERS[means]


def _digits(word: Token, place: int) -> Sign:
    text = word.text
    if re.fullmatch(r"(19|20)\d\d", text):
        return Sign("y", "year", place, place + 1, int(text))
    if re.fullmatch(r"\d{1,3}", text):
        return Sign("#", "number", place, place + 1, int(text))
    if re.fullmatch(r"(19|20)\d\d-\d{1,2}-\d{1,2}|\d{1,2}[/.-]\d{1,2}([/.-](20)?\d\d)?", text) and not re.fullmatch(
        r"\d+\.\d\d?", text
    ):
        return Sign("Z", text, place, place + 1)
    return Sign(".", "", place, place + 1)


def _ordinals(signs: list[Sign], words: Sequence[Token]) -> list[Sign]:
    """Join "5" with the "th" that stands apart from it."""
    found: list[Sign] = []
    for sign in signs:
        ending = words[sign.first].fold if sign.first < sign.last else ""
        if (
            found
            and found[-1].letter == "#"
            and words[found[-1].last - 1].end == words[sign.first].start
            and ending in {"st", "nd", "rd", "th", "t", "º", "va", "vi", "ve", "van", "er", "ro"}
        ):
            found[-1] = Sign("o", "ordinal", found[-1].first, sign.last, found[-1].number)
        else:
            found.append(sign)
    return found


def _unit(reading: Reading) -> tuple[Span, date | None] | None:
    unit = reading.get("u")
    if unit is None or (unit.means == "day" and not reading.get("t")):
        return None
    steps = {"last": -1, "last2": -2, "next": 1}.get(reading.which(), 0)
    if reading.which() == "coming":
        steps = 0 if unit.means == "weekend" else 1
    span = moments.span_of(moments.shift(reading.at.today.replace(day=min(reading.at.today.day, 28)), unit.means, steps)
                           if unit.means in {"month", "quarter", "year"}
                           else moments.shift(reading.at.today, unit.means, steps), unit.means)  # fmt: skip
    if reading.get("r"):
        return Span(span.first, max(span.first, reading.at.today)), None
    return span, span.last if steps < 0 else max(span.first, reading.at.today)


def _many(reading: Reading) -> tuple[Span, date | None] | None:
    unit, count = reading.get("u"), reading.count()
    if unit is None or not 0 < count < 1_000:
        return None
    if reading.which() == "last":
        return moments.trailing(reading.at.today, unit.means, count), None
    found = moments.ahead(reading.at.today, unit.means, count)
    return found, found.last


def _ago(reading: Reading) -> tuple[Span, date | None] | None:
    unit = reading.get("u")
    if unit is None:
        return None
    day = moments.shift(reading.at.today, unit.means, -reading.count())
    return moments.span_of(day, unit.means), day


def _later(reading: Reading) -> tuple[Span, date | None] | None:
    unit = reading.get("u")
    if unit is None:
        return None
    day = moments.shift(reading.at.today, unit.means, reading.count())
    return Span(day, day), day


def _edge(reading: Reading) -> tuple[Span, date | None] | None:
    """The end, beginning or middle of a unit or month."""
    month = reading.get("m")
    named = reading.get("z")
    if month:
        span = moments.month_near(reading.at.today, MONTHS.index(month.means) + 1, future=reading.at.future)
    elif named:
        span = moments.span_of(reading.at.today, named.means.removesuffix("end"))
    else:
        found = _unit(reading)
        if found is None:
            return None
        span = found[0]
    if reading.get("k"):
        day = span.first
    elif reading.get("v"):
        day = span.first + (span.last - span.first) // 2
    else:
        day = span.last
    return Span(day, day), day


def _weekday(reading: Reading) -> tuple[Span, date | None] | None:
    sign = reading.get("w")
    if sign is None:
        return None
    which = reading.which() or ("coming" if reading.at.future else "last")
    day = moments.weekday(reading.at.today, WEEKDAYS.index(sign.means), which)
    return Span(day, day), day


def _date(reading: Reading) -> tuple[Span, date | None] | None:
    number, month, year = reading.get("#o1"), reading.get("m"), reading.get("y")
    if number is None:
        return None
    day = 1 if number.letter == "1" else number.number
    if not 1 <= day <= 31:
        return None
    found: date | None
    if month and year:
        found = moments.day_of(year.number, MONTHS.index(month.means) + 1, day)
    else:
        number_of = MONTHS.index(month.means) + 1 if month else None
        unit = reading.get("u")
        if unit:
            base = moments.shift(
                reading.at.today.replace(day=1), "month", {"last": -1, "next": 1}.get(reading.which(), 0)
            )
            found = moments.day_of(base.year, base.month, day)
        else:
            found = moments.day_near(reading.at.today, day, number_of, future=reading.at.future)
    return (Span(found, found), found) if found else None


def _days(reading: Reading) -> tuple[Span, date | None] | None:
    """From the 5th to the 10th of May."""
    month, year = reading.get("m"), reading.get("y")
    days = [sign.number for sign in reading.signs if sign.letter in "#o"]
    if month is None or len(days) != 2:
        return None
    number = MONTHS.index(month.means) + 1
    in_year = year.number if year else moments.month_near(reading.at.today, number, future=reading.at.future).first.year
    first, last = (moments.day_of(in_year, number, day) for day in days)
    return (Span(first, last), last) if first and last and first <= last else None


def _month(reading: Reading) -> tuple[Span, date | None] | None:
    month, year = reading.get("m"), reading.get("y")
    if month is None:
        return None
    number = MONTHS.index(month.means) + 1
    if year:
        span = moments.month_span(year.number, number)
    else:
        which = reading.which()
        future = {"last": False, "next": True, "coming": True}.get(which, reading.at.future)
        span = moments.month_near(reading.at.today, number, future=future)
        if which == "last" and span.last >= reading.at.today:
            span = moments.month_span(span.first.year - 1, number)
        if which == "next" and span.first <= reading.at.today:
            span = moments.month_span(span.first.year + 1, number)
    if reading.get("r"):
        return Span(span.first, reading.at.today), None
    return span, max(span.first, reading.at.today) if span.last >= reading.at.today else span.last


def _quarter(reading: Reading) -> tuple[Span, date | None] | None:
    sign, year = reading.get("q"), reading.get("y")
    if sign is None:
        return None
    number = int(sign.means[1])
    if year:
        span = moments.quarter_span(year.number, number)
    else:
        span = moments.quarter_span(reading.at.today.year, number)
        if not reading.at.future and span.first > reading.at.today:
            span = moments.quarter_span(reading.at.today.year - 1, number)
        if reading.at.future and span.last < reading.at.today:
            span = moments.quarter_span(reading.at.today.year + 1, number)
    return span, span.last


def _year(reading: Reading) -> tuple[Span, date | None] | None:
    year = reading.get("y")
    if year is None or not 2000 <= year.number <= reading.at.today.year + 5:
        return None
    return Span(date(year.number, 1, 1), date(year.number, 12, 31)), None


def _near(reading: Reading) -> tuple[Span, date | None] | None:
    sign = reading.get("d")
    if sign is None:
        return None
    way = 1 if reading.at.future else -1
    days = {
        "today": 0,
        "tomorrow": 1,
        "yesterday": -1,
        "overmorrow": 2,
        "ereyesterday": -2,
        "kal": way,
        "parson": 2 * way,
    }
    day = reading.at.today + days[sign.means] * DAY
    return Span(day, day), day


def _written(reading: Reading) -> tuple[Span, date | None] | None:
    """A date in digits: 2026-12-05, 5/12, 5.12.2026. The day comes first unless it cannot."""
    sign = reading.get("Z")
    if sign is None:
        return None
    parts = [int(part) for part in re.split(r"[/.-]", sign.means)]
    if parts[0] > 31:
        found = moments.day_of(parts[0], parts[1], parts[2])
    else:
        day, month = (parts[0], parts[1]) if parts[1] <= 12 else (parts[1], parts[0])
        if len(parts) == 3:
            found = moments.day_of(parts[2] + (2000 if parts[2] < 100 else 0), month, day)
        else:
            found = moments.day_near(reading.at.today, day, month, future=reading.at.future) if month <= 12 else None
    return (Span(found, found), found) if found else None


N = "[#12]"
# The longest reading wins, the earlier rule among equals. Skipped words may stand between any two signs.
RULES: tuple[tuple[str, Build], ...] = (
    (f"[lnc]{N}u|{N}[lnc]u|{N}u[lnc]", _many),
    (f"{N}ug|g{N}u|{N}ul|gu|ug", _ago),
    (f"i{N}u|{N}ui|{N}uh|h{N}u|{N}uhi", _later),
    ("[ekv][tnlc]?u[tnlc]?|[tnlc]?u[ekv]|[ekv]m|m[ekv]|z|[tnl]z", _edge),
    ("[ltnc]?w|w[ltnc]", _weekday),
    ("[sbf]?[#o][xas][#o]my?x?|[sbf]?m[#o][xas][#o]y?x?", _days),
    ("(?:j?[#o1]m|m[#o]|j[#o]m)(?:[_i]*y)?", _date),
    ("o(?:[tnl]u)?|j#|#j|[tnl]uj?#j?|[tnl]u#j|oj|jo|[#o][tnl]u", _date),
    ("[ltnc]?m[lnc]?(?:y)?|m[lnc]?r|rm|m(?:i*)y", _month),
    ("[ltn]?u[Lltn]?r|r[ltn]?u[lt]?|[Lltnc]u|u[Lltnc]|uLl", _unit),
    ("u", _unit),
    ("qi*y?|q", _quarter),
    ("iy|sy|uy|ty|yu|yi|ys", _year),
    ("d", _near),
    ("Z", _written),
)
_COMPILED = [(re.compile(f"(?:{rule})"), make) for rule, make in RULES]


def moments_in(
    words: Sequence[Token], language: Language, at: Reckoning, numbers: Mapping[int, Spoken]
) -> list[Moment]:
    """Return the days and periods of a message, in their order."""
    signs = signs_of(words, language, numbers)
    found = _single(signs, at)
    return _joined(found, signs, at, after=language in {"hi", "te"})


def _single(signs: Sequence[Sign], at: Reckoning) -> list[Moment]:
    told = [index for index, sign in enumerate(signs) if sign.letter != "_"]
    text = "".join(signs[index].letter for index in told)
    found: list[Moment] = []
    place = 0
    while place < len(text):
        if text[place] == ".":
            place += 1
            continue
        best = _best(text, place, told, signs, at)
        if best is None:
            place += 1
            continue
        length, moment = best
        found.append(moment)
        place += length
    return found


def _best(
    text: str, place: int, told: Sequence[int], signs: Sequence[Sign], at: Reckoning
) -> tuple[int, Moment] | None:
    fits: list[tuple[int, Moment]] = []
    for pattern, make in _COMPILED:
        for length in range(min(8, len(text) - place), 0, -1):
            if not pattern.fullmatch(text, place, place + length):
                continue
            inside = [signs[index] for index in told[place : place + length]]
            if make is _unit and length == 1 and inside[0].means != "weekend":
                continue
            made = make(Reading(inside, at))
            if made is not None:
                span, on = made
                single = span.first == span.last
                fits.append((length, Moment(span, on or span.last, inside[0].first, inside[-1].last, single)))
                break
    return max(fits, key=lambda fit: fit[0]) if fits else None


def _joined(found: list[Moment], signs: Sequence[Sign], at: Reckoning, *, after: bool) -> list[Moment]:
    """Join "from X to Y", "between X and Y", "since X": spans made of what was found.

    Args:
        after: that "since" stands behind its day, as in Hindi and Telugu.
    """
    result: list[Moment] = []
    place = 0
    while place < len(found):
        one = found[place]
        before, behind = _before(signs, one), _after(signs, one)
        other = found[place + 1] if place + 1 < len(found) else None
        if other and _range(before, signs, one, other):
            last = _not_before(other.span.last, one.span.first)
            start = before.first if before and before.letter in "sbf" else one.first
            trail = _after(signs, other)
            stop = trail.last if trail and trail.letter in "xb" else other.last
            result.append(Moment(Span(one.span.first, last), last, start, stop, False))
            place += 2
            continue
        opened = not after and before is not None and before.letter == "s"
        closed = after and behind is not None and behind.letter == "s" and _since(signs, one, behind)
        if opened or closed:
            one = _past(one, at.today)
            start = before.first if opened and before else one.first
            stop = behind.last if closed and behind else one.last
            result.append(Moment(Span(one.span.first, at.today), at.today, start, stop, False))
        else:
            result.append(one)
        place += 1
    return result


def _since(signs: Sequence[Sign], moment: Moment, behind: Sign) -> bool:
    """Tell "since June" from "than last week" and "before Friday", which Hindi says with the same word."""
    inside = {sign.letter for sign in signs if moment.first <= sign.first < moment.last}
    beyond = next((sign for sign in signs if sign.first >= behind.last), None)
    if beyond is not None and beyond.letter == "r":
        return True
    return not inside & set("ltncdw") and (beyond is None or beyond.letter != "g")


def _not_before(last: date, first: date) -> date:
    """A Friday or a March after the first day."""
    if last >= first:
        return last
    return last + 7 * DAY if (first - last).days < 7 else moments.add_months(last, 12)


def _past(moment: Moment, today: date) -> Moment:
    """What something has been going on since lies behind us."""
    if moment.span.first <= today:
        return moment
    back = 7 * DAY if (moment.span.first - today).days <= 7 else None
    first = moment.span.first - back if back else moments.add_months(moment.span.first, -12)
    return replace(moment, span=Span(first, first))


def _range(before: Sign | None, signs: Sequence[Sign], one: Moment, other: Moment) -> bool:
    gap = "".join(sign.letter for sign in signs if one.last <= sign.first < other.first and sign.letter != "_")
    after = _after(signs, other)
    if before is not None and before.letter == "b":
        return gap in {"a", "x"}
    if gap == "a":
        return after is not None and after.letter == "b"
    return gap in {"x", "sx"} or (gap == "s" and (after is None or after.letter in "x.i"))


def _before(signs: Sequence[Sign], moment: Moment) -> Sign | None:
    earlier = [sign for sign in signs if sign.last <= moment.first and sign.letter != "_"]
    return earlier[-1] if earlier else None


def _after(signs: Sequence[Sign], moment: Moment) -> Sign | None:
    return next((sign for sign in signs if sign.first >= moment.last and sign.letter != "_"), None)
