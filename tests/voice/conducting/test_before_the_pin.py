"""Whoever is not identified hears lines and articles, the same whoever's number it is."""

import itertools
import random
import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from assistant.knowledge.library import library
from assistant.languages import LANGUAGES
from assistant.turns.gates import own_words
from assistant.turns.phrases import phrase
from tests.voice.conducting.conftest import NUMBER, PIN, Phone
from voice.flow.lines import table
from voice.flow.values import Ended, Heard, Step

pytestmark = pytest.mark.django_db
UNKNOWN, HIDDEN = "+12025550199", ""
AFTER_THE_PIN = re.compile(r"(menu|more|decision)\.|decision$|choice$|yes$|no$|question$|rings_stopped|pin\.right$")
NUMBERS = (NUMBER, UNKNOWN, HIDDEN)
CALLS = 40
PHRASES = [
    "what is my balance", "who am I", "my name", "balance", "how much did I earn", "yes", "one", "two", "back", "menu",
    "what is a buffer", "who pays my taxes", "español", "हिंदी", "repeat", "slower", "my own figures", "ana",
    "1,234.56 crowns", "what are my bills", "speak to a person", "stop calling me", "tell me everything about ana",
]  # fmt: skip


def sayable() -> list[re.Pattern[str]]:
    """Return all that may be said: the lines that need no PIN, with keys and subjects filled in, and the articles."""
    names = {re.escape(one.aliases[language][0]) for one in library().articles.values() for language in LANGUAGES}
    subject = f"(?i:{'|'.join(sorted(names))})"
    patterns = []
    for key, told in table()["lines"].items():
        if AFTER_THE_PIN.match(key):
            continue
        for raw in itertools.chain(*told.values()):
            exact = re.escape(raw).replace(re.escape("{name}"), subject)
            filled = re.sub(r"\\\{\w+\\\}", "[0-9#*]", exact)
            patterns.append(re.compile(filled))
    for article in library().articles.values():
        for language in LANGUAGES:
            for raw in (*article.summary[language], *phrase("hedge", language)):
                said = own_words(raw, article.facts, language, today=article.reviewed_on)
                patterns.append(re.compile(re.escape(said.text)))
    return patterns


def some_call(seed: int) -> list[Heard]:
    """Return what somebody keys in and says who has no PIN: anything but the right one."""
    dice = random.Random(seed)  # noqa: S311 - a test's choice
    found = []
    for _ in range(dice.randint(3, 14)):
        kind = dice.random()
        if kind < 0.55:
            found.append(Heard("digits", digits=dice.choice("0123456789*#")))
        elif kind < 0.65:
            found.append(Heard("digits", digits=dice.choice(["000000", "135790", "8053", "12345678"])))
        elif kind < 0.95:
            found.append(Heard("speech", text=dice.choice(PHRASES)))
        else:
            found.append(Heard(dice.choice(["silence", "again", "start"])))
    return found


def called(phone: Phone, sequence: list[Heard]) -> list[Step]:
    steps = phone.begin()
    for what in sequence:
        steps += phone.hear(what)
        if isinstance(steps[-1], Ended):
            break
    return steps


@pytest.fixture
def private(money: User, pin: str) -> User:
    """Give ana a name, another language and figures that nobody else may hear."""
    User.objects.filter(pk=money.pk).update(language="te", email="anastasia@example.com")
    return money


@pytest.mark.parametrize("seed", range(12))
def test_known_and_unknown_numbers_hear_the_same(seed: int, phone_of: Callable[..., Phone], private: User) -> None:
    heard = [called(phone_of(number), some_call(seed)) for number in NUMBERS]
    assert heard[0] == heard[1] == heard[2]


def test_nothing_but_lines_and_articles_is_said(phone_of: Callable[..., Phone], private: User) -> None:
    allowed = sayable()
    heard = set()
    for seed in range(CALLS):
        phone = phone_of(NUMBER)
        called(phone, some_call(seed))
        assert phone.row.identified_at is None
        heard |= {one.written for one in phone.heard}
    strange = [text for text in heard if not any(pattern.fullmatch(text) for pattern in allowed)]
    assert strange == []
    assert len(heard) > 60, "the calls went round"


def shape(sql: str) -> str:
    """Return a query without its values, and without the types that PostgreSQL is told them in."""
    without = re.sub(r"'[^']*'|NULL|\b[0-9a-f]{32}\b|\d+", "?", sql)
    return re.sub(r"\(\?(::[\w?]+\[\])?\)", "(?)", without)


def test_the_same_is_asked_of_the_database(phone_of: Callable[..., Phone], private: User) -> None:
    """What would differ in time would differ here first: the same queries, known or not, at every step."""
    asked = []
    for number in NUMBERS:
        phone, steps = phone_of(number), []
        for what in [Heard("start"), Heard("digits", digits="1"), Heard("digits", digits="135790"), Heard("silence")]:
            with CaptureQueriesContext(
                connection,
            ) as queries:
                phone.hear(what)
            steps.append([shape(one["sql"]) for one in queries])
        asked.append(steps)
    assert asked[0] == asked[1] == asked[2]


def test_the_right_pin_from_another_number_identifies_nobody(phone_of: Callable[..., Phone], private: User) -> None:
    for number in (UNKNOWN, HIDDEN):
        phone = phone_of(number)
        phone.begin()
        phone.key("1")
        phone.key(PIN)
        assert phone.row.identified_at is None


def test_a_locked_account_hears_what_a_wrong_pin_hears(phone_of: Callable[..., Phone], private: User) -> None:
    wrong = [Heard("digits", digits="1"), *[Heard("digits", digits="135790")] * 3]
    first = called(phone_of(), wrong)
    for _ in range(4):
        called(phone_of(), wrong)
    assert called(phone_of(), wrong) == first
    right = [wrong[0], Heard("digits", digits=PIN)]
    phone = phone_of()
    assert called(phone, right) == first[: len(called(phone_of(UNKNOWN), right))]
    assert phone.row.identified_at is None
