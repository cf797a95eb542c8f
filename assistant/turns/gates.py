"""What may leave: a sentence that is filled in, has no number that is no fact, and leads nobody anywhere."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from functools import cache

from assistant.facts import Fact, Facts
from assistant.languages import Language
from assistant.llm import outgoing
from assistant.numbers import Mention, mentions, passes
from assistant.spoken import UnknownPlaceholder, fill
from assistant.turns.events import Pace, Sentence

MOST_WORDS, MOST_CHARACTERS = 45, 420
# A link, an address, a handle, markup or code has no place in a sentence about somebody's money.
LEADS_AWAY = re.compile(
    r"://|www\.|\b[\w-]+\.(?:com|net|org|io|co|in|es|ru|cn|xyz|info|biz|app|dev|me|ly|link|top|shop|site|online)\b"
    r"|\S@\S|[<>`|\\\[\]{}*#_~^]|\bhttps?\b",
    re.IGNORECASE,
)
PHONE = re.compile(r"\+?\d(?:[ ().-]{0,2}\d){6,}")
SCRIPTS: dict[Language, re.Pattern[str]] = {
    "hi": re.compile(r"[\u0900-\u097f]"),
    "te": re.compile(r"[\u0c00-\u0c7f]"),
}
LETTER = re.compile(r"[^\W\d_]")
PLACEHOLDER = re.compile(r"\{\{[^}]*\}\}")
QUANTITIES = frozenset({"money", "percent", "count", "days", "months", "score", "distance", "rate"})
STANDS_FOR = "7"


def judge_for(
    facts: Facts, language: Language, *, today: date, pace: Pace = "normal", template: Sequence[str] = ()
) -> Callable[[str], Sentence | None]:
    """Return the judge of a model's sentences: filled in where they may be said, None where not.

    Args:
        template: the answer in our own words: the names in it, and those of the facts, may be said.
    """
    ours = cache(lambda: _names(facts, language, today, template))

    def judge(raw: str) -> Sentence | None:
        plain = PLACEHOLDER.sub(" ", raw)
        if not LETTER.search(plain) or leads_away(plain) or not in_script(plain, language):
            return None
        try:
            filled = fill(raw, facts, language, today)
        except UnknownPlaceholder:
            return None
        long = len(filled.text) > MOST_CHARACTERS or len(filled.text.split()) > MOST_WORDS
        # As it is said: there a figure stands between its words, and what the model put next to it shows.
        if long or bent(raw, facts, language) or not passes(filled.spoken, facts, language, today):
            return None
        if outgoing.blocked(filled.text, template=ours()):
            return None
        return Sentence(filled.text, filled.spoken, pace=pace)

    return judge


def _names(facts: Facts, language: Language, today: date, template: Sequence[str]) -> str:
    """Return what a template says, filled in, and what the facts are called."""
    said = [fill(sentence, facts, language, today).text for sentence in template]
    return " ".join([*said, *(str(fact.value) for fact in facts if fact.unit == "name")])


def bent(raw: str, facts: Facts, language: Language) -> bool:
    """Whether the words beside a figure make another one of it: "{{balance}} euros", "{{balance}} thousand".

    A figure is stood for by a small number, and what is read there has to be that number, in no other currency.
    """
    known = {fact.name: fact for fact in facts}
    for place in PLACEHOLDER.finditer(raw):
        fact = known.get(place[0].strip("{} "))
        if fact is None:
            continue
        before = PLACEHOLDER.sub(" … ", raw[: place.start()])
        after = PLACEHOLDER.sub(" … ", raw[place.end() :])
        for found in mentions(f"{before}{STANDS_FOR}{after}", language):
            if found.start <= len(before) < found.end and not _same(found, fact):
                return True
    return False


def _same(found: Mention, fact: Fact) -> bool:
    if fact.unit not in QUANTITIES:  # a name or a day is no amount: "From Uber euros"
        return not found.currencies and found.kind != "percent"
    if set(found.values) != {Decimal(STANDS_FOR)} or found.ordinal:
        return False
    if found.currencies:
        return fact.currency in found.currencies
    return found.kind != "percent" or fact.unit == "percent"


def own_words(sentence: str, facts: Facts, language: Language, *, today: date, pace: Pace = "normal") -> Sentence:
    """Fill in a sentence of a template: our own words, tested with every fact that they can have."""
    filled = fill(sentence, facts, language, today)
    return Sentence(filled.text, filled.spoken, pace=pace)


def leads_away(text: str) -> bool:
    """Whether there is a link, an address, a telephone number or markup in it."""
    return bool(LEADS_AWAY.search(text) or PHONE.search(text))


def in_script(text: str, language: Language) -> bool:
    """Whether it is written in the language's script, as far as that can be told by letters."""
    letters = LETTER.findall(text)
    foreign = sum(1 for one in letters for code, script in SCRIPTS.items() if code != language and script.match(one))
    if language not in SCRIPTS:
        return not foreign
    return not foreign and 2 * sum(1 for one in letters if SCRIPTS[language].match(one)) >= len(letters)
