"""What currencies are called: by our own names, by CLDR's, by their signs and codes."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from babel.numbers import get_currency_name

from assistant.languages import Language
from assistant.numbers.plain import folded
from assistant.numbers.roles import Money
from assistant.numbers.words import en, es, hi, te
from assistant.spoken.tongues import TONGUES
from kit.currency_symbols import SIGNS
from kit.money import known_currencies

OTHERS = "USD AED CHF KES KWD SAR PEN BHD QAR OMR JOD TND MAD DZD EGP RON BGN RSD BYN"  # without a short sign
CODES = frozenset(SIGNS) | frozenset(OTHERS.split())
PESOS = frozenset({"ARS", "CLP", "COP", "CUP", "DOP", "MXN", "UYU"})
FAMILIES = {
    "dollars": frozenset(code for code, sign in SIGNS.items() if sign == "$") - PESOS,
    "pounds": frozenset({"GBP", "FKP", "GIP", "SHP", "SSP", "EGP", "SYP", "LBP"}),
    "rupees": frozenset({"INR", "PKR", "NPR", "LKR", "MUR"}),
    "pesos": PESOS | {"PHP"},
    "euros": frozenset({"EUR"}),
    "pence": frozenset({"GBP", "FKP", "GIP", "SHP"}),
    "paise": frozenset({"INR", "PKR", "NPR"}),
}  # fmt: skip
HUNDREDTHS = {"cents", "pence", "paise"}
TABLES = {"en": en, "es": es, "hi": hi, "te": te}


@cache
def signs() -> dict[str, Money]:
    """Return sign -> the currencies that it may stand for: "$" is many."""
    found: dict[str, set[str]] = defaultdict(set)
    for code, sign in SIGNS.items():
        found[folded(sign)].add(code)
    return {sign: Money(frozenset(codes)) for sign, codes in found.items()}


DOLLAR_SIGNS = {
    "us$": "USD", "r$": "BRL", "mx$": "MXN", "ca$": "CAD", "cad$": "CAD", "a$": "AUD", "au$": "AUD", "nz$": "NZD",
    "hk$": "HKD", "s$": "SGD", "nt$": "TWD", "t$": "TOP", "usd$": "USD", "mxn$": "MXN", "j$": "JMD",
}  # fmt: skip


def dollars(sign: str) -> Money:
    """Return the currency of a sign such as "US$"; of one that nobody uses, none."""
    if sign == "c$":
        return Money(frozenset({"CAD", "NIO"}))
    return Money(frozenset({DOLLAR_SIGNS[sign]}) if sign in DOLLAR_SIGNS else frozenset())


@cache
def codes() -> frozenset[str]:
    """Return the codes that a text may name."""
    return known_currencies()


def currency_phrases(language: Language) -> Iterator[tuple[str, Money]]:
    """Return the names of currencies in a language, the more exact ones first."""
    heads: dict[str, set[str]] = defaultdict(set)
    small: dict[str, set[str]] = defaultdict(set)
    exact: dict[str, set[str]] = defaultdict(set)
    for code in sorted(CODES):
        for name in _names(code, language):
            words = name.split()
            head = words[0] if language == "es" else words[-1]
            (exact if len(words) > 1 else heads)[name].add(code)
            heads[head].add(code)
    for code, (_, hundredth) in TONGUES[language].coins.items():
        for name in (hundredth.one, hundredth.many) if hundredth else ():
            small[name].add(code)
            small[name[:-1] if name.endswith("లు") else name].add(code)
    yield from ((name, Money(frozenset(codes))) for name, codes in exact.items())
    for family, words in TABLES[language].MONEY.items():
        for word in words.split("|") if "|" in words else words.split():
            yield word, Money(_family(family), family in HUNDREDTHS)
    yield from ((name, Money(frozenset(codes), hundredth=True)) for name, codes in small.items())
    yield from ((name, Money(frozenset(codes))) for name, codes in heads.items())


def _family(family: str) -> frozenset[str]:
    if family == "cents":
        return FAMILIES["dollars"] | {
            "EUR",
            "MXN",
            "ARS",
            "COP",
            "PHP",
            "ZAR",
            "KES",
            "BRL",
            "PEN",
            "GTQ",
            "CRC",
            "CHF",
        }
    return FAMILIES[family]


def _names(code: str, language: Language) -> set[str]:
    names = {str(get_currency_name(code, count, locale=language)) for count in (1, 2)}
    own = TONGUES[language].coins.get(code)
    if own:
        names |= {own[0].one, own[0].many}
    if language == "te":
        names |= {name[:-1] for name in names if name.endswith("లు")}
    return {folded(name) for name in names if name}
