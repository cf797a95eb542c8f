"""One way of writing each number, and a fingerprint that says nothing by itself."""

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import IntegrityError
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.models import User
from accounts.sealing import field_cipher
from kit.errors import Invalid
from tests.voice.callers.conftest import NUMBER, OTHER, own
from voice.callers import keys
from voice.callers.numbers import HIDDEN_NUMBERS, fingerprint, normalised, of_caller, verified_of
from voice.models import CallerKey, PhoneNumber


@pytest.mark.parametrize(
    ("text", "country", "wanted"),
    [
        ("+1 (202) 555-0100", "", NUMBER),
        ("202-555-0100", "", NUMBER),
        ("tel:+1-202-555-0100", "", NUMBER),
        ("601 123 456", "CZ", "+420601123456"),
        ("+91 98765 43210", "", "+919876543210"),
        ("٢٠٢٥٥٥٠١٠٠", "US", NUMBER),
    ],
)
def test_a_number_has_one_way_of_being_written(text: str, country: str, wanted: str) -> None:
    assert normalised(text, country) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "",
        "911",
        "+1911",
        "hello",
        "+15550100",
        "+266696687",
        "+19005551234",
        "+1 202 555 0100 ext 5",
        "+1202555010",
        "1" * 300,
    ],
)
def test_what_is_no_number_or_costs_extra_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        normalised(text)


def test_home_is_where_the_number_of_giglens_is(settings: Settings) -> None:
    settings.TWILIO_NUMBER = "+420601999888"
    assert normalised("601123456") == "+420601123456"


def test_the_numbers_that_hide_a_number_are_the_known_ones() -> None:
    assert {"+266696687", "+7378742833", "+2562533", "+8656696", "+86282452253"} <= HIDDEN_NUMBERS


@pytest.mark.parametrize(
    "text",
    [
        "",
        "anonymous",
        "Anonymous",
        "restricted",
        "+266696687",
        "+7378742833",
        "client:ana",
        "sip:ana@example.com",
        "2025550100",
        "+0",
        NUMBER + "\n",
    ],
)
def test_a_caller_who_names_no_number_has_none(text: str) -> None:
    assert of_caller(text) == ""
    assert fingerprint(of_caller(text)) == ""


@given(st.text(max_size=30))
def test_whatever_a_call_says_it_comes_from_is_a_number_or_nothing(text: str) -> None:
    number = of_caller(text)
    assert number == "" or (number.startswith("+") and number[1:].isascii() and number[1:].isdigit())
    assert of_caller(number) == number


@given(st.from_regex(r"\+1[2-9][0-9]{2}[2-9][0-9]{6}", fullmatch=True))
def test_a_number_that_can_be_added_is_found_when_it_calls(text: str) -> None:
    try:
        number = normalised(text)
    except Invalid:
        return
    assert of_caller(number) == number == normalised(number)


@pytest.mark.django_db
def test_a_fingerprint_is_keyed() -> None:
    print_of = fingerprint(NUMBER)
    assert len(print_of) == 64
    assert print_of == fingerprint(NUMBER)
    assert (
        len({print_of, fingerprint(OTHER), keys.keyed("pin", NUMBER), hashlib.sha256(NUMBER.encode()).hexdigest()}) == 4
    )


@pytest.mark.django_db
def test_the_key_is_read_once_in_a_process(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    fingerprint(NUMBER)
    with django_assert_num_queries(0):
        fingerprint(OTHER)


@pytest.fixture
def new_key(settings: Settings) -> Iterator[str]:
    """Put a newer key before the one there is, and take it away again."""
    key = urlsafe_b64encode(b"n" * 32).decode()
    settings.FIELD_ENCRYPTION_KEYS = [key, *settings.FIELD_ENCRYPTION_KEYS]
    field_cipher.cache_clear()
    keys._secret.cache_clear()
    yield key
    field_cipher.cache_clear()
    keys._secret.cache_clear()


@pytest.mark.django_db
def test_rotated_keys_change_no_fingerprint(settings: Settings, request: pytest.FixtureRequest) -> None:
    before = fingerprint(NUMBER)
    new = request.getfixturevalue("new_key")
    assert fingerprint(NUMBER) == before
    call_command("rotate_field_keys")
    settings.FIELD_ENCRYPTION_KEYS = [new]
    field_cipher.cache_clear()
    keys._secret.cache_clear()
    assert fingerprint(NUMBER) == before


@pytest.mark.django_db
def test_whoever_makes_the_key_first_makes_the_same() -> None:
    before = fingerprint(NUMBER)
    CallerKey.objects.all().delete()
    keys._secret.cache_clear()
    assert fingerprint(NUMBER) == before
    assert CallerKey.objects.count() == 1


def test_a_user_is_reached_at_the_first_number_they_have_verified(ana: User, ben: User) -> None:
    own(ana, OTHER, verified=False)
    own(ben, "+12025550102")
    assert verified_of(ana) is None
    mine = own(ana, NUMBER)
    assert verified_of(ana) == mine


def test_the_database_verifies_a_number_once(ana: User, ben: User, number: PhoneNumber) -> None:
    own(ben, NUMBER, verified=False)
    with pytest.raises(IntegrityError):
        PhoneNumber.objects.filter(user=ben).update(verified_at=number.verified_at)
