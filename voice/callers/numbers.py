"""Telephone numbers: one way of writing each, and the fingerprint by which it is found without being opened."""

import re

import phonenumbers
from django.conf import settings
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

from accounts.models import User
from kit.errors import Invalid
from voice.callers.keys import keyed
from voice.models import PhoneNumber

E164 = re.compile(r"\+[1-9][0-9]{6,14}")
# What networks put where a caller hides their number, as a word or as the keys that spell it: +266696687.
HIDDEN = ("anonymous", "restricted", "unavailable", "unknown", "private", "blocked")
KEYS = str.maketrans("abcdefghijklmnopqrstuvwxyz", "22233344455566677778889999")
HIDDEN_NUMBERS = frozenset("+" + word.translate(KEYS) for word in HIDDEN)
# Those that cost whoever rings them no more than a call: the others are how such calls are turned into money.
PLAIN = (
    PhoneNumberType.MOBILE,
    PhoneNumberType.FIXED_LINE,
    PhoneNumberType.FIXED_LINE_OR_MOBILE,
    PhoneNumberType.VOIP,
    PhoneNumberType.PERSONAL_NUMBER,
)


def normalised(text: str, country: str = "") -> str:
    """Return a number that somebody gave as E.164.

    Args:
        text: as written by a person, with + or as dialled at home.
        country: ISO 3166 alpha-2, whose "at home" is meant; GigLens's own number's where it is not given.

    Raises:
        Invalid: it is no number, or one that is not rung.
    """
    try:
        number = phonenumbers.parse(text, country or home_country())
    except NumberParseException:
        number = None
    if number is None or not phonenumbers.is_valid_number(number) or number.extension:
        raise Invalid("That is not a telephone number.", fields={"number": "Write it with + and the country's code."})
    if phonenumbers.number_type(number) not in PLAIN:
        raise Invalid("That number cannot be used.", fields={"number": "A mobile or a landline, please."})
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def of_caller(text: str) -> str:
    """Return the number that a call says it comes from as E.164; empty when it hides it or names none.

    It is a hint, never a proof: anybody may say any number.
    """
    if not E164.fullmatch(text) or text in HIDDEN_NUMBERS:
        return ""
    try:
        return phonenumbers.format_number(phonenumbers.parse(text), PhoneNumberFormat.E164)
    except NumberParseException:
        return text


def fingerprint(e164: str) -> str:
    """Return what a number is found by: HMAC, 64 hex digits; of no number, the empty text."""
    return keyed("number", e164) if e164 else ""


def home_country() -> str:
    """Return the country of GigLens's own number."""
    try:
        own = phonenumbers.parse(settings.TWILIO_NUMBER)
    except NumberParseException:
        return "US"
    return phonenumbers.region_code_for_number(own) or "US"


def country_of(e164: str) -> str:
    """Return the country of a number, ISO 3166 alpha-2."""
    return phonenumbers.region_code_for_number(phonenumbers.parse(e164)) or ""


def verified_of(user: User) -> PhoneNumber | None:
    """Return the number that a user is reached at: the first one they have shown to be theirs."""
    return PhoneNumber.objects.for_user(user).verified().order_by("verified_at", "id").first()
