"""Spanish: how figures are said."""

from assistant.spoken.tongue import Coin, Dates, Form, Tongue, words

SMALL = words(
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis "
    "diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis "
    "veintisiete veintiocho veintinueve"
)
TENS = words("treinta cuarenta cincuenta sesenta setenta ochenta noventa")
HUNDREDS = words("ciento doscient trescient cuatrocient quinient seiscient setecient ochocient novecient")
MONTHS = words("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre")
WEEKDAYS = words("lunes martes miércoles jueves viernes sábado domingo")
ONE = {"": "uno", "m": "un", "f": "una"}
TWENTY_ONE = {"": "veintiuno", "m": "veintiún", "f": "veintiuna"}


def below_hundred(number: int, form: Form) -> str:
    """Return the words of 0 to 99; those that end in one agree with the noun."""
    if number < 30:
        return {1: ONE[form], 21: TWENTY_ONE[form]}.get(number, SMALL[number])
    tens, unit = divmod(number, 10)
    return TENS[tens - 3] + (f" y {ONE[form] if unit == 1 else SMALL[unit]}" if unit else "")


def below_thousand(number: int, form: Form) -> str:
    """Return the words of 0 to 999; hundreds agree with the noun."""
    head, rest = divmod(number, 100)
    if head == 0:
        return below_hundred(rest, form)
    if number == 100:
        return "cien"
    hundreds = HUNDREDS[0] if head == 1 else HUNDREDS[head - 1] + ("as" if form == "f" else "os")
    return hundreds + (f" {below_hundred(rest, form)}" if rest else "")


def below_million(number: int, form: Form) -> str:
    """Return the words of 0 to 999,999."""
    head, rest = divmod(number, 1000)
    if head == 0:
        return below_thousand(rest, form)
    thousands = (
        "mil"
        if head == 1
        else below_thousand(head, "f" if form == "f" and head >= 200 and head % 10 != 1 else "m") + " mil"
    )
    return thousands + (f" {below_thousand(rest, form)}" if rest else "")


def cardinal(number: int, form: Form = "") -> str:
    """Return the words of a number: a billion is mil millones, a trillion un billón."""
    for scale, one, many in ((10**12, "billón", "billones"), (10**6, "millón", "millones")):
        if number >= scale:
            head, rest = divmod(number, scale)
            words = f"un {one}" if head == 1 else f"{below_million(head, 'm')} {many}"
            return words + (f" {cardinal(rest, form)}" if rest else "")
    return below_million(number, form)


def day_of_month(day: int) -> str:
    """Return "primero", "veintisiete"."""
    return "primero" if day == 1 else cardinal(day)


CENTAVO = Coin("centavo", "centavos")
CENTIMO = Coin("céntimo", "céntimos")
COINS: dict[str, tuple[Coin, Coin | None]] = {
    "USD": (Coin("dólar", "dólares"), CENTAVO),
    "EUR": (Coin("euro", "euros"), CENTIMO),
    "GBP": (Coin("libra", "libras", "f"), Coin("penique", "peniques")),
    "INR": (Coin("rupia", "rupias", "f"), Coin("paisa", "paisas", "f")),
    "MXN": (Coin("peso", "pesos"), CENTAVO),
    "CZK": (Coin("corona checa", "coronas checas", "f"), None),
    "SEK": (Coin("corona sueca", "coronas suecas", "f"), None),
    "NOK": (Coin("corona noruega", "coronas noruegas", "f"), None),
    "DKK": (Coin("corona danesa", "coronas danesas", "f"), None),
    "PLN": (Coin("zloty", "zlotys"), None),
    "BRL": (Coin("real brasileño", "reales brasileños"), CENTAVO),
    "CHF": (Coin("franco suizo", "francos suizos"), CENTIMO),
    "CAD": (Coin("dólar canadiense", "dólares canadienses"), CENTAVO),
    "AUD": (Coin("dólar australiano", "dólares australianos"), CENTAVO),
    "ARS": (Coin("peso argentino", "pesos argentinos"), CENTAVO),
    "CLP": (Coin("peso chileno", "pesos chilenos"), None),
    "COP": (Coin("peso colombiano", "pesos colombianos"), CENTAVO),
    "PEN": (Coin("sol", "soles"), CENTIMO),
    "GTQ": (Coin("quetzal", "quetzales"), CENTAVO),
    "CRC": (Coin("colón costarricense", "colones costarricenses"), CENTIMO),
    "JPY": (Coin("yen", "yenes"), None),
    "CNY": (Coin("yuan", "yuanes"), None),
}

TONGUE = Tongue(
    cardinal=cardinal, indian=cardinal, minus="menos", point="coma", percent="por ciento", about="alrededor de",
    joint=" con ", coins=COINS,
    per={
        "hour": "{} por hora", "job": "{} por trabajo", "mile": "{} por milla", "kilometre": "{} por kilómetro",
        "day": "{} por día", "week": "{} por semana", "month": "{} por mes", "year": "{} por año",
    },
    nouns={
        "day": Coin("día", "días"), "month": Coin("mes", "meses"), "mile": Coin("milla", "millas", "f"),
        "kilometre": Coin("kilómetro", "kilómetros"),
    },
    day_words={0: "hoy", 1: "mañana", -1: "ayer", 2: "pasado mañana"},
    months=MONTHS, weekdays=WEEKDAYS, score=cardinal, year=cardinal, day_of_month=day_of_month,
    dates=Dates(
        near="el {weekday} {day}", far="el {day} de {month}", dated="el {day} de {month} de {year}",
        written_near="el {weekday} {day} de {month}", written_far="el {day} de {month}",
        written_dated="el {day} de {month} de {year}", month_of_year="{month} de {year}",
    ),
    spans={
        "this week": "esta semana", "last week": "la semana pasada", "next week": "la próxima semana",
        "this month": "este mes", "last month": "el mes pasado", "next month": "el próximo mes",
        "this year": "este año", "last year": "el año pasado", "next year": "el próximo año",
    },
    last_days="en los últimos {} días", between="desde {} hasta {}", in_month="en {}",
)  # fmt: skip
