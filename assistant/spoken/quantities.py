"""Numbers, money, rates, percentages and distances in words."""

from decimal import Decimal

from babel.numbers import get_currency_name

from assistant.languages import Language
from assistant.spoken.rounding import rough, shown
from assistant.spoken.tongue import Coin, Form, Tongue
from assistant.spoken.tongues import TONGUES
from kit.money import minor_digits

RUPEES = frozenset({"INR", "PKR", "NPR", "BDT", "LKR"})  # counted in lakhs and crores in every language


def number(value: Decimal, language: Language, form: Form = "", *, lakhs: bool = False) -> str:
    """Return a number in words, its decimals digit by digit: "minus twelve point five"."""
    tongue = TONGUES[language]
    sign = f"{tongue.minus} " if value < 0 else ""
    units, _, decimals = f"{abs(value):f}".partition(".")
    decimals = decimals.rstrip("0")
    words = (tongue.indian if lakhs else tongue.cardinal)(int(units), "" if decimals else form)
    if decimals:
        words += f" {tongue.point} {digits(decimals, language)}"
    return sign + words


def digits(text: str, language: Language) -> str:
    """Return digits one by one: "four four two one"."""
    return " ".join(TONGUES[language].cardinal(int(digit), "") for digit in text)


def counted(value: Decimal, noun: Coin, language: Language, *, lakhs: bool = False) -> str:
    """Return "one day", "two hundred pounds", "un millón de dólares"."""
    words = number(value, language, noun.gender, lakhs=lakhs)
    joint = " de " if language == "es" and words.endswith(("llón", "llones")) else " "
    return words + joint + noun.of(abs(value))


def coins(currency: str, language: Language) -> tuple[Coin, Coin | None]:
    """Return the names of a currency and its hundredth; of one without a name of ours, what CLDR calls it."""
    known = TONGUES[language].coins.get(currency)
    if known:
        return known
    one, many = (str(get_currency_name(currency, count, locale=language)) for count in (1, 2))
    return Coin(one, many), None


def money(amount: Decimal, currency: str, language: Language, *, roughly: bool = False) -> str:
    """Return an amount in words.

    Args:
        amount: in major units; a Decimal, so that an int of cents cannot slip in.
        currency: ISO 4217.
        language: of the words.
        roughly: that it is rounded by `rough` and said to be about so much.
    """
    if roughly:
        return about(rough(amount), currency, language)
    unit, cent = coins(currency, language)
    sign = f"{TONGUES[language].minus} " if amount < 0 else ""
    size, lakhs = abs(amount), currency in RUPEES
    units = size.to_integral_value("ROUND_DOWN")
    cents = (size - units) * 100
    if cent is None or minor_digits(currency) != 2 or (cents % 1 and units):
        return sign + counted(size.normalize() if cents else units, unit, language, lakhs=lakhs)
    if not cents:
        return sign + counted(units, unit, language, lakhs=lakhs)
    small = counted(cents.normalize() + 0, cent, language)
    if not units:
        return sign + small
    large = counted(units, unit, language, lakhs=lakhs)
    return sign + (oblique(large) if language == "te" else large) + TONGUES[language].joint + small


def oblique(words: str) -> str:
    """Return Telugu rupees as they stand before paise: రూపాయలు -> రూపాయల."""
    return words[:-1] if words.endswith("లు") else words


def about(amount: Decimal, currency: str, language: Language) -> str:
    """Return a rounded amount: "about twelve hundred dollars"."""
    tongue = TONGUES[language]
    if not amount:
        return money(amount, currency, language)
    size = abs(amount)
    if language == "en" and currency not in RUPEES and 1000 < size < 10_000 and size % 1000 and size % 100 == 0:
        words = f"{tongue.cardinal(int(size) // 100, '')} hundred {coins(currency, language)[0].many}"
        return f"{tongue.about} {tongue.minus + ' ' if amount < 0 else ''}{words}"
    return f"{tongue.about} {money(amount, currency, language)}"


def rate(amount: Decimal, currency: str, per: str, language: Language, *, roughly: bool = False) -> str:
    """Return "twenty-three dollars an hour"; what is finer than a cent is said in cents, "seventy-two point five"."""
    pattern = TONGUES[language].per.get(per)
    said = money(amount, currency, language, roughly=roughly)
    return pattern.format(said) if pattern else said


def percent(value: Decimal, language: Language, *, roughly: bool = False) -> str:
    """Return "twelve point five percent"."""
    tongue: Tongue = TONGUES[language]
    value = rough(value) if roughly else shown(value)
    form: Form = "m" if language == "te" else ""
    words = f"{number(value, language, form)} {tongue.percent}"
    return f"{tongue.about} {words}" if roughly and value else words


def quantity(value: Decimal, noun: str, language: Language, *, roughly: bool = False) -> str:
    """Return "twelve days", "one month", "twelve point three miles"."""
    tongue = TONGUES[language]
    value = rough(value) if roughly else shown(value)
    words = counted(value.normalize() + 0, tongue.nouns[noun], language)
    return f"{tongue.about} {words}" if roughly and value else words
