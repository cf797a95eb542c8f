"""Days and periods in a message: one grammar for four languages, over what the words say rather than the words."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from assistant.facts import Span
from assistant.languages import Language
from assistant.understanding import moments
from assistant.understanding.folding import Token
from assistant.understanding.moments import DAY, Moment
from assistant.understanding.reckoning import RULES_READ, Reading, Reckoning, bare_unit
from assistant.understanding.signs import Sign, Spoken, signs_of


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
    for pattern, make in RULES_READ:
        for length in range(min(8, len(text) - place), 0, -1):
            if not pattern.fullmatch(text, place, place + length):
                continue
            inside = [signs[index] for index in told[place : place + length]]
            if make is bare_unit and length == 1 and inside[0].means != "weekend":
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
