"""English: how figures are said."""

from assistant.spoken.tongue import Coin, Dates, Form, Tongue, words

SMALL = words(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
TENS = words("twenty thirty forty fifty sixty seventy eighty ninety")
SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand"))
INDIAN = ((10**7, "crore"), (10**5, "lakh"), (1000, "thousand"))
ORDINALS = words(
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
MONTHS = words("January February March April May June July August September October November December")
WEEKDAYS = words("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")


def below_hundred(number: int) -> str:
    """Return the words of 0 to 99."""
    if number < 20:
        return SMALL[number]
    tens, unit = divmod(number, 10)
    return TENS[tens - 2] + (f"-{SMALL[unit]}" if unit else "")


def grouped(number: int, scales: tuple[tuple[int, str], ...]) -> str:
    """Return the words of a number by its scales, the largest first."""
    for scale, name in scales:
        if number >= scale:
            head, rest = divmod(number, scale)
            return f"{grouped(head, scales)} {name}" + (f" {grouped(rest, scales)}" if rest else "")
    if number >= 100:
        head, rest = divmod(number, 100)
        return f"{SMALL[head]} hundred" + (f" {below_hundred(rest)}" if rest else "")
    return below_hundred(number)


def cardinal(number: int, _form: Form = "") -> str:
    """Return the words of a number, in thousands and millions."""
    return grouped(number, SCALES)


def indian(number: int, _form: Form = "") -> str:
    """Return the words of a number, in lakhs and crores."""
    return grouped(number, INDIAN)


def ordinal(number: int) -> str:
    """Return "twenty-seventh"; from 1 to 99."""
    if number <= 20:
        return ORDINALS[number]
    tens, unit = divmod(number, 10)
    return f"{TENS[tens - 2]}-{ORDINALS[unit]}" if unit else TENS[tens - 2][:-1] + "ieth"


def pairs(number: int) -> str:
    """Return "seven twelve", "nineteen oh five": how people say scores and years."""
    head, rest = divmod(number, 100)
    if rest == 0:
        return cardinal(number) if head % 10 == 0 and head > 9 else f"{below_hundred(head)} hundred"
    return f"{below_hundred(head)} {'oh ' if rest < 10 else ''}{below_hundred(rest)}"


def year(number: int) -> str:
    """Return "twenty twenty-six", "two thousand five"."""
    return cardinal(number) if 2000 <= number < 2010 or not 1100 <= number < 2100 else pairs(number)


def score(number: int) -> str:
    """Return "seven twelve" of a credit score, "eighty-two" of one out of 100."""
    return pairs(number) if 100 < number < 1000 else cardinal(number)


CENT = Coin("cent", "cents")
DOLLARS = {
    "CAD": "Canadian", "AUD": "Australian", "NZD": "New Zealand", "SGD": "Singapore", "HKD": "Hong Kong",
    "JMD": "Jamaican", "TTD": "Trinidad and Tobago",
}  # fmt: skip
PESOS = {"MXN": "Mexican", "ARS": "Argentine", "CLP": "Chilean", "COP": "Colombian", "PHP": "Philippine"}
COINS: dict[str, tuple[Coin, Coin | None]] = {
    "USD": (Coin("dollar", "dollars"), CENT),
    "EUR": (Coin("euro", "euros"), CENT),
    "GBP": (Coin("pound", "pounds"), Coin("penny", "pence")),
    "INR": (Coin("rupee", "rupees"), Coin("paisa", "paise")),
    "CZK": (Coin("Czech koruna", "Czech korunas"), Coin("haler", "halers")),
    "PLN": (Coin("Polish zloty", "Polish zlotys"), Coin("grosz", "groszy")),
    "BRL": (Coin("Brazilian real", "Brazilian reais"), Coin("centavo", "centavos")),
    "CHF": (Coin("Swiss franc", "Swiss francs"), Coin("centime", "centimes")),
    "ZAR": (Coin("South African rand", "South African rand"), CENT),
    "KES": (Coin("Kenyan shilling", "Kenyan shillings"), CENT),
    "NGN": (Coin("Nigerian naira", "Nigerian naira"), Coin("kobo", "kobo")),
    "PKR": (Coin("Pakistani rupee", "Pakistani rupees"), Coin("paisa", "paise")),
    "SEK": (Coin("Swedish krona", "Swedish kronor"), None),
    "NOK": (Coin("Norwegian krone", "Norwegian kroner"), None),
    "DKK": (Coin("Danish krone", "Danish kroner"), None),
    "JPY": (Coin("yen", "yen"), None),
    "CNY": (Coin("yuan", "yuan"), None),
    **{code: (Coin(f"{land} dollar", f"{land} dollars"), CENT) for code, land in DOLLARS.items()},
    **{code: (Coin(f"{land} peso", f"{land} pesos"), Coin("centavo", "centavos")) for code, land in PESOS.items()},
}

TONGUE = Tongue(
    cardinal=cardinal, indian=indian, minus="minus", point="point", percent="percent", about="about", joint=" and ",
    coins=COINS,
    per={
        "hour": "{} an hour", "job": "{} a job", "mile": "{} a mile", "kilometre": "{} a kilometer", "day": "{} a day",
        "week": "{} a week", "month": "{} a month", "year": "{} a year",
    },
    nouns={
        "day": Coin("day", "days"), "month": Coin("month", "months"), "mile": Coin("mile", "miles"),
        "kilometre": Coin("kilometer", "kilometers"),
    },
    day_words={0: "today", 1: "tomorrow", -1: "yesterday"},
    months=MONTHS, weekdays=WEEKDAYS, score=score, year=year, day_of_month=ordinal,
    dates=Dates(
        near="{weekday} the {day}", far="{month} {day}", dated="{month} {day}, {year}",
        written_near="{weekday}, {month} {day}", written_far="{month} {day}", written_dated="{month} {day}, {year}",
        month_of_year="{month} {year}",
    ),
    spans={
        "this week": "this week", "last week": "last week", "next week": "next week",
        "this month": "this month", "last month": "last month", "next month": "next month",
        "this year": "this year", "last year": "last year", "next year": "next year",
    },
    last_days="in the last {} days", between="from {} to {}", in_month="in {}",
)  # fmt: skip
