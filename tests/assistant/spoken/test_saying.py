"""Facts as they are said and written, one by one."""

from datetime import date
from decimal import Decimal

import pytest

from assistant.facts import Fact, Source, Span, Unit, Value
from assistant.languages import Language
from assistant.spoken import spoken, written

TODAY = date(2026, 11, 21)  # a Saturday


def fact(value: Value, unit: Unit, currency: str | None = None, per: str = "", *, rough: bool = False) -> Fact:
    return Fact("it", value, unit, TODAY, Source("test"), currency, per, rough)


USD = fact(Decimal("1234.56"), "money", "USD")
ROUGH = fact(Decimal("1234.56"), "money", "USD", rough=True)
INR = fact(Decimal("123456.50"), "money", "INR")
HOURLY = fact(Decimal(23), "rate", "USD", "hour")
PER_MILE = fact(Decimal("0.725"), "rate", "USD", "mile")
SAID: list[tuple[Language, Fact, str, str]] = [
    ("en", USD, "one thousand two hundred thirty-four dollars and fifty-six cents", "$1,234.56"),
    ("es", USD, "mil doscientos treinta y cuatro dólares con cincuenta y seis centavos", "1234,56\xa0$"),
    ("hi", USD, "एक हज़ार दो सौ चौंतीस डॉलर और छप्पन सेंट", "$1,234.56"),
    ("te", USD, "వెయ్యి రెండు వందల ముప్పై నాలుగు డాలర్ల యాభై ఆరు సెంట్లు", "$1,234.56"),
    ("en", ROUGH, "about twelve hundred dollars", "about $1,200"),
    ("es", ROUGH, "alrededor de mil doscientos dólares", "alrededor de 1200\xa0$"),
    ("hi", ROUGH, "लगभग एक हज़ार दो सौ डॉलर", "लगभग $1,200"),
    ("te", ROUGH, "సుమారు వెయ్యి రెండు వందల డాలర్లు", "సుమారు $1,200"),
    ("en", INR, "one lakh twenty-three thousand four hundred fifty-six rupees and fifty paise", "₹1,23,456.50"),
    ("hi", INR, "एक लाख तेईस हज़ार चार सौ छप्पन रुपये और पचास पैसे", "₹1,23,456.50"),
    ("te", INR, "ఒక లక్ష ఇరవై మూడు వేల నాలుగు వందల యాభై ఆరు రూపాయల యాభై పైసలు", "₹1,23,456.50"),
    ("es", fact(Decimal("12345.60"), "money", "EUR"), "doce mil trescientos cuarenta y cinco euros con sesenta céntimos", "12.345,60\xa0€"),
    ("en", fact(Decimal(-5), "money", "GBP"), "minus five pounds", "-£5.00"),
    ("en", fact(Decimal("-0.01"), "money", "USD"), "minus one cent", "-$0.01"),
    ("en", fact(Decimal(0), "money", "USD"), "zero dollars", "$0.00"),
    ("en", fact(Decimal("1.01"), "money", "GBP"), "one pound and one penny", "£1.01"),
    ("en", fact(Decimal(500), "money", "JPY"), "five hundred yen", "¥500"),
    ("en", fact(Decimal("1.250"), "money", "KWD"), "one point two five Kuwaiti dinars", "KWD\xa01.250"),
    ("en", HOURLY, "twenty-three dollars an hour", "$23.00 an hour"),
    ("es", HOURLY, "veintitrés dólares por hora", "23,00\xa0$ por hora"),
    ("hi", HOURLY, "तेईस डॉलर प्रति घंटा", "$23.00 प्रति घंटा"),
    ("te", HOURLY, "గంటకు ఇరవై మూడు డాలర్లు", "గంటకు $23.00"),
    ("en", PER_MILE, "seventy-two point five cents a mile", "$0.725 a mile"),
    ("en", fact(Decimal("12.5"), "percent"), "twelve point five percent", "12.5%"),
    ("es", fact(Decimal("12.5"), "percent"), "doce coma cinco por ciento", "12,5\xa0%"),
    ("en", fact(Decimal("-3"), "percent"), "minus three percent", "-3%"),
    ("en", fact(712, "score"), "seven twelve", "712"),
    ("en", fact(705, "score"), "seven oh five", "705"),
    ("en", fact(700, "score"), "seven hundred", "700"),
    ("en", fact(82, "score"), "eighty-two", "82"),
    ("es", fact(712, "score"), "setecientos doce", "712"),
    ("en", fact("0421", "name"), "zero four two one", "0421"),
    ("en", fact("7-Eleven", "name"), "7-Eleven", "7-Eleven"),
    ("en", fact(1, "days"), "one day", "1 day"),
    ("es", fact(21, "days"), "veintiún días", "21 días"),
    ("hi", fact(1, "months"), "एक महीना", "1 महीना"),
    ("te", fact(1, "months"), "ఒక నెల", "1 నెల"),
    ("en", fact(Decimal("12.3"), "distance"), "twelve point three miles", "12.3 miles"),
    ("es", fact(Decimal(1), "distance", per="kilometre"), "un kilómetro", "1 kilómetro"),
    ("en", fact(TODAY, "date"), "today", "today"),
    ("es", fact(date(2026, 11, 22), "date"), "mañana", "mañana"),
    ("hi", fact(date(2026, 11, 20), "date"), "बीते कल", "बीते कल"),
    ("en", fact(date(2026, 11, 27), "date"), "Friday the twenty-seventh", "Friday, November 27"),
    ("es", fact(date(2026, 11, 27), "date"), "el viernes veintisiete", "el viernes 27 de noviembre"),
    ("hi", fact(date(2026, 11, 27), "date"), "शुक्रवार, सत्ताईस नवंबर", "शुक्रवार, 27 नवंबर"),
    ("te", fact(date(2026, 11, 27), "date"), "శుక్రవారం, నవంబర్ ఇరవై ఏడు", "శుక్రవారం, నవంబర్ 27"),
    ("en", fact(date(2026, 12, 1), "date"), "December first", "December 1"),
    ("es", fact(date(2026, 12, 1), "date"), "el primero de diciembre", "el 1 de diciembre"),
    ("en", fact(date(2027, 1, 2), "date"), "January second, twenty twenty-seven", "January 2, 2027"),
    ("en", fact(date(2005, 1, 2), "date"), "January second, two thousand five", "January 2, 2005"),
    ("en", fact(Span(date(2026, 10, 1), date(2026, 10, 31)), "period"), "last month", "last month"),
    ("en", fact(Span(date(2026, 3, 1), date(2026, 3, 31)), "period"), "in March", "in March"),
    ("en", fact(Span(date(2025, 1, 1), date(2025, 12, 31)), "period"), "last year", "last year"),
    ("en", fact(Span(date(2026, 10, 23), TODAY), "period"), "in the last thirty days", "in the last 30 days"),
    ("es", fact(Span(date(2026, 11, 9), date(2026, 11, 15)), "period"), "la semana pasada", "la semana pasada"),
    ("en", fact(Span(date(2026, 3, 1), date(2026, 3, 9)), "period"), "from March first to March ninth", "from March 1 to March 9"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "told", "heard", "_read"), SAID)
def test_it_is_said_so(language: Language, told: Fact, heard: str, _read: str) -> None:
    assert spoken(told, language, today=TODAY) == heard


@pytest.mark.parametrize(("language", "told", "_heard", "read"), SAID)
def test_it_is_written_so(language: Language, told: Fact, _heard: str, read: str) -> None:
    assert written(told, language, today=TODAY) == read


def test_a_float_is_no_amount() -> None:
    with pytest.raises(TypeError):
        spoken(fact(12.5, "money", "USD"), "en", today=TODAY)  # type: ignore[arg-type]  # that is the point


def test_money_without_a_currency_is_refused() -> None:
    with pytest.raises(TypeError):
        spoken(fact(Decimal(1), "money"), "en", today=TODAY)


def test_an_int_is_whole_units_not_cents() -> None:
    assert spoken(fact(1_000_000, "money", "USD"), "en", today=TODAY) == "one million dollars"
