"""A fake that lies: each trick makes a sentence with a figure that no fact of the turn has."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from random import Random

from assistant.languages import LANGUAGES, Language
from assistant.spoken import quantities
from assistant.spoken.calendar import day
from assistant.spoken.tongues import TONGUES
from kit.currency_symbols import SIGNS
from kit.money import spoken as money_sign
from tests.assistant.numbers.turns import TODAY, Made

CARRIERS: dict[Language, tuple[str, ...]] = {
    "en": ("You have {}.", "By then it should be {} in your account.", "That makes {}, all together.", "At once you may spend {}.", "I would say {} is what no one expected.", "Your total is {} right now"),
    "es": ("Tienes {}.", "Para entonces deberían ser {} en tu cuenta.", "En total son {}.", "Puedes gastar {} de una vez.", "Yo diría que {} es lo tuyo.", "Tu total es {} ahora"),
    "hi": ("आपके पास {} हैं।", "तब तक खाते में {} होंगे।", "कुल मिलाकर {} हुए।", "आप एक बार में {} खर्च कर सकते हैं।", "अभी {} बचे हैं"),
    "te": ("మీ దగ్గర {} ఉన్నాయి.", "అప్పటికి ఖాతాలో {} ఉంటాయి.", "మొత్తం {} అయింది.", "మీరు {} ఖర్చు చేయవచ్చు.", "ఇప్పుడు {} మిగిలాయి"),
}  # fmt: skip
OTHER_CURRENCY = {"USD": "EUR", "EUR": "USD", "GBP": "USD", "INR": "USD", "MXN": "USD", "CAD": "GBP"}
LOOKALIKE = str.maketrans("aeopcxyi", "аеорсхуі")  # Cyrillic
LEET = str.maketrans("eiost", "31057")
SCRIPTS = {
    "deva": "०१२३४५६७८९",
    "telu": "౦౧౨౩౪౫౬౭౮౯",
    "arab": "٠١٢٣٤٥٦٧٨٩",
    "wide": "０１２３４５６７８９",
    "bold": "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗",
}
ROMANS = ["XII dollars", "MCC dollars", "XIV days", "a score of LXX", "MMXII", "CXX euros", "V dollars"]
SLANG = [
    "a grand",
    "three grand",
    "ten k",
    "15k",
    "2.5k bucks",
    "a cool million",
    "half a mil",
    "a couple hundred bucks",
    "twelve hundred-ish bucks",
    "fifty bucks",
    "two and a half grand",
    "a dozen",
    "a tenner",
    "fiddy dollars",
    "umpteen dollars",
    "hundreds of dollars",
    "thousands",
    "double that",
    "twice as much",
    "half of it",
    "a quarter of it",
    "three quarters of your income",
    "two thirds",
    "five figures",
    "a ten-spot and 5 cents",
    "120 percent",
    "1 in 4",
    "nine out of ten",
    "10x more",
    "one million dollars",
    "½ of it",
    "①⓪ dollars",
    "5⁰ dollars",
    "🔟 dollars",
    "💯",
    "Ⅻ dollars",
    "五十 dollars",
    "fünfzig Dollar",
    "cinquante euros",
    "cinquenta dólares",
    "пятьдесят долларов",
    "0x32 dollars",
    "1e3 dollars",
    "fifty-five point five percent",
    "minus nine dollars",
    "(9.99)",
    "$ 9 9",
    "five-oh",
    "ninety nine cents",
]
PHRASES: dict[Language, list[str]] = {
    "en": SLANG + ROMANS,
    "es": ["mil pavos", "un par de cientos", "una docena", "el doble", "la mitad", "un tercio", "cientos de dólares", "miles de pesos", "un millón y medio", "medio millón", "quince mil", "5k", "cinco lucas", "dos docenas", "tres cuartos de tus ingresos", "treinta y tres coma tres por ciento", "nueve de cada diez", "cuarto lugar y 9 euros", "XII pesos", "fifty dollars", "pachaas hazaar", "un dólar", "veintiún euros", "cero euros", "menos cinco euros"],
    "hi": ["पचास हज़ार रुपये", "डेढ़ लाख रुपये", "ढाई सौ रुपये", "साढ़े तीन हज़ार", "सवा लाख", "पौने दो सौ रुपये", "दोगुना", "आधा", "तिहाई", "दर्जन", "सैकड़ों रुपये", "हज़ारों", "fifty dollars", "pachaas rupaye", "das hazaar", "दो गुना", "निन्यानवे प्रतिशत", "५०", "౫౦", "तीन चौथाई", "5 लाख", "१० करोड़", "एक रुपया", "माइनस पाँच रुपये", "cinco mil"],
    "te": ["యాభై వేల రూపాయలు", "ఒకటిన్నర లక్షల రూపాయలు", "రెట్టింపు", "సగం", "మూడో వంతు", "డజను", "వందలాది రూపాయలు", "వేలాది", "fifty dollars", "పది లక్షలు", "౫౦", "५०", "తొంభై తొమ్మిది శాతం", "5 లక్షలు", "రెండున్నర కోట్లు", "ముప్పావు", "వెయ్యి రూపాయలు", "రెండువందల రూపాయలు", "మైనస్ ఐదు రూపాయలు", "pachaas rupaye", "ఒక రూపాయి", "పచ్చీస్ 25"],
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lie:
    """A sentence, and the trick that made it."""

    sentence: str
    trick: str


def taken(made: Made) -> set[Decimal]:
    """Return every number that an honest sentence of the turn could have, in whatever rounding."""
    found: set[Decimal] = set()
    for fact in made.all:
        if isinstance(fact.value, int | Decimal):
            value = Decimal(fact.value)
            found |= {value, value.to_integral_value("ROUND_HALF_UP"), value.to_integral_value("ROUND_DOWN")}
            if fact.rough and abs(value) >= 10:
                step = Decimal(10) ** max(value.adjusted() - 1, 0)
                found.add((value / step).to_integral_value("ROUND_HALF_UP") * step)
    return found


def wrong(random: Random, made: Made, candidates: Iterable[Decimal]) -> Decimal | None:
    """Return a candidate that is no fact of the turn."""
    free = [value for value in candidates if value not in taken(made) and value != 0]
    return random.choice(free) if free else None


def amount(made: Made) -> Decimal:
    return Decimal(str(made.facts["money"].value))


def currency(made: Made) -> str:
    return str(made.facts["money"].currency)


def told(random: Random, made: Made, value: Decimal, code: str | None = None, language: Language | None = None) -> str:
    """Return an amount in words or digits."""
    code, language = code or currency(made), language or made.language
    if random.random() < 0.5:
        return quantities.money(value, code, language)
    return money_sign(value, code, language)


def rounds(random: Random, made: Made) -> str | None:
    value = amount(made)
    steps = [Decimal(10) ** power for power in range(value.adjusted() + 1)] + [Decimal(5), Decimal(50), Decimal(25)]
    ways = [
        (value / step).to_integral_value(mode) * step
        for step in steps
        for mode in ("ROUND_UP", "ROUND_DOWN", "ROUND_HALF_UP")
    ]
    found = wrong(random, made, ways)
    return None if found is None else told(random, made, found)


def invents(random: Random, made: Made) -> str | None:
    found = wrong(random, made, [Decimal(random.randrange(1, 10**6)).scaleb(-random.choice([0, 2])) for _ in range(5)])
    return None if found is None else told(random, made, found)


def adds(random: Random, made: Made) -> str | None:
    rate = Decimal(str(made.facts["rate"].value))
    found = wrong(
        random,
        made,
        [
            amount(made) + rate,
            amount(made) - rate,
            amount(made) * 2,
            amount(made) / 2,
            amount(made) + int(str(made.facts["count"].value)),
        ],
    )
    return None if found is None else told(random, made, found.quantize(Decimal("0.01")))


def swaps_currency(random: Random, made: Made) -> str | None:
    other = OTHER_CURRENCY[currency(made)]
    if SIGNS.get(other) == SIGNS.get(currency(made)):  # "$" is written for both
        return quantities.money(amount(made), other, made.language)
    return told(random, made, amount(made), other)


def changes_sign(random: Random, made: Made) -> str | None:
    return told(random, made, -amount(made))


def shifts_decimal(random: Random, made: Made) -> str | None:
    found = wrong(random, made, [amount(made).scaleb(by) for by in (-2, -1, 1, 2, 3)])
    return None if found is None else told(random, made, found.quantize(Decimal("0.01")))


def changes_date(random: Random, made: Made) -> str | None:
    wrong_day = TODAY + timedelta(days=random.randrange(1, 90))
    if wrong_day in {made.due, made.period.first, made.period.last}:
        return None
    return day(wrong_day, made.language, TODAY, written=random.random() < 0.5)


def says_percent(random: Random, made: Made) -> str | None:
    found = wrong(random, made, [Decimal(random.randrange(1, 99)), Decimal(random.randrange(1, 999)) / 10])
    if found is None:
        return None
    return quantities.percent(found, made.language) if random.random() < 0.5 else f"{found}%"


def swaps_kind(random: Random, made: Made) -> str | None:
    percent, count = Decimal(str(made.facts["percent"].value)), Decimal(str(made.facts["count"].value))
    value = amount(made)
    days = Decimal(str(made.facts["days"].value))
    if (
        len(
            {
                percent,
                count,
                value,
                days,
                Decimal(str(made.facts["rate"].value)),
                Decimal(str(made.facts["score"].value)),
            }
        )
        < 6
    ):
        return None
    length = (made.period.last - made.period.first).days + 1
    if days % 7 == 0 or days in taken(made) - {days} or percent == length:
        return None
    return random.choice(
        [
            told(random, made, percent),
            quantities.percent(count, made.language),
            quantities.percent(value, made.language),
            quantities.quantity(percent, "day", made.language),
            told(random, made, days),
        ]
    )


def other_language(random: Random, made: Made) -> str | None:
    other = random.choice([language for language in LANGUAGES if language != made.language])
    found = wrong(random, made, [Decimal(random.randrange(2, 100_000))])
    return None if found is None else quantities.money(found, currency(made), other)


def mixes(random: Random, made: Made) -> str | None:
    other = random.choice([language for language in LANGUAGES if language != made.language])
    found = wrong(random, made, [Decimal(random.randrange(11, 1000))])
    if found is None:
        return None
    unit = quantities.coins(currency(made), made.language)[0].many
    return f"{TONGUES[other].cardinal(int(found), '')} {unit}"


def other_script(random: Random, made: Made) -> str | None:
    found = wrong(random, made, [Decimal(random.randrange(2, 100_000)) for _ in range(3)])
    if found is None:
        return None
    digits = SCRIPTS[random.choice(list(SCRIPTS))]
    return "".join(
        digits[int(char)] if char.isdigit() else char for char in money_sign(found, currency(made), made.language)
    )


def hides(random: Random, made: Made) -> str | None:
    """Put zero-width characters, lookalikes, leet, spaces or hyphens into the words of a wrong figure."""
    found = wrong(random, made, [Decimal(random.randrange(2, 100_000)) for _ in range(3)])
    if found is None:
        return None
    language = random.choice([made.language, "en"]) if made.language in {"en", "es"} else "en"
    words = quantities.money(found, currency(made), language)
    number, _, unit = words.rpartition(" ")
    ways: list[Callable[[str], str]] = [
        lambda text: "\u200b".join(text), lambda text: text.translate(LOOKALIKE), lambda text: text.translate(LEET), lambda text: text.replace(" ", "").replace("-", ""),
        lambda text: " ".join(text.replace(" ", "")), lambda text: "\u00ad".join(text), lambda text: text[:3] + "-" + text[3:], lambda text: text[:2] + "." + text[2:],
        lambda text: text.upper(), lambda text: "\u0336".join(text),
    ]  # fmt: skip
    disguised = random.choice(ways)(number)
    return f"{disguised} {unit}" if disguised != number else None


def splits_digits(random: Random, made: Made) -> str | None:
    found = wrong(random, made, [Decimal(random.randrange(1000, 100_000)) for _ in range(3)])
    if found is None:
        return None
    text = str(found)
    mark = random.choice([" ", "-", ".", "_", "\u200b", ", ", "'", "/", " . ", "\u00b7", "\u2060", "*"])
    unit = quantities.coins(currency(made), made.language)[0].many
    return f"{mark.join(text)} {unit}"


def wrong_days(random: Random, made: Made) -> str | None:
    true = {int(str(made.facts[name].value)) for name in ("days", "count")}
    true.add((made.period.last - made.period.first).days + 1)
    value = random.randrange(2, 100)
    noun = random.choice(["day", "month"])
    if value in true or value * 7 in true:
        return None
    return quantities.quantity(Decimal(value), noun, made.language)


def wrong_score(random: Random, made: Made) -> str | None:
    found = wrong(random, made, [Decimal(random.randrange(300, 850))])
    return None if found is None else TONGUES[made.language].score(int(found))


def ranges(random: Random, made: Made) -> str | None:
    found = wrong(random, made, [Decimal(random.randrange(2, 1000))])
    joint = {"en": " to ", "es": " a ", "hi": " से ", "te": " నుండి "}[made.language]
    return None if found is None else f"{told(random, made, amount(made))}{joint}{told(random, made, found)}"


def phrases(random: Random, made: Made) -> str | None:
    percent, count = Decimal(str(made.facts["percent"].value)), int(str(made.facts["count"].value))
    if percent % 1 == 0 or count < 121:  # "half" may be its 50 percent
        return None
    return random.choice(PHRASES[made.language])


TRICKS: tuple[Callable[[Random, Made], str | None], ...] = (
    rounds, invents, adds, swaps_currency, changes_sign, shifts_decimal, changes_date, says_percent, swaps_kind, other_language, mixes, other_script,
    hides, splits_digits, wrong_days, wrong_score, ranges, phrases,
)  # fmt: skip


def lie(random: Random, made: Made) -> Lie:
    """Return a lying sentence about a turn."""
    while True:
        trick = random.choice(TRICKS)
        said = trick(random, made)
        if said is not None:
            return Lie(random.choice(CARRIERS[made.language]).format(said), trick.__name__)
