"""Hindi, in Devanagari: how figures are said. Each number under a hundred has a word of its own."""

from assistant.spoken.tongue import Coin, Dates, Form, Tongue, words

SMALL = words(
    "शून्य एक दो तीन चार पाँच छह सात आठ नौ दस ग्यारह बारह तेरह चौदह पंद्रह सोलह सत्रह अठारह उन्नीस बीस इक्कीस "
    "बाईस तेईस चौबीस पच्चीस छब्बीस सत्ताईस अट्ठाईस उनतीस तीस इकतीस बत्तीस तैंतीस चौंतीस पैंतीस छत्तीस सैंतीस "
    "अड़तीस उनतालीस चालीस इकतालीस बयालीस तैंतालीस चौवालीस पैंतालीस छियालीस सैंतालीस अड़तालीस उनचास पचास "
    "इक्यावन बावन तिरपन चौवन पचपन छप्पन सत्तावन अट्ठावन उनसठ साठ इकसठ बासठ तिरसठ चौंसठ पैंसठ छियासठ सड़सठ "
    "अड़सठ उनहत्तर सत्तर इकहत्तर बहत्तर तिहत्तर चौहत्तर पचहत्तर छिहत्तर सतहत्तर अठहत्तर उनासी अस्सी इक्यासी "
    "बयासी तिरासी चौरासी पचासी छियासी सत्तासी अट्ठासी नवासी नब्बे इक्यानवे बानवे तिरानवे चौरानवे पचानवे "
    "छियानवे सत्तानवे अट्ठानवे निन्यानवे"
)
SCALES = ((10**7, "करोड़"), (10**5, "लाख"), (1000, "हज़ार"), (100, "सौ"))
MONTHS = words("जनवरी फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर")
WEEKDAYS = words("सोमवार मंगलवार बुधवार गुरुवार शुक्रवार शनिवार रविवार")


def cardinal(number: int, _form: Form = "") -> str:
    """Return the words of a number; what is over a crore is counted in crores."""
    for scale, name in SCALES:
        if number >= scale:
            head, rest = divmod(number, scale)
            return f"{cardinal(head)} {name}" + (f" {cardinal(rest)}" if rest else "")
    return SMALL[number]


def day_of_month(day: int) -> str:
    """Return "सत्ताईस"; the first is said as a number too."""
    return cardinal(day)


CENT = Coin("सेंट", "सेंट")
PAISA = Coin("पैसा", "पैसे")
COINS: dict[str, tuple[Coin, Coin | None]] = {
    "USD": (Coin("डॉलर", "डॉलर"), CENT),
    "EUR": (Coin("यूरो", "यूरो"), CENT),
    "GBP": (Coin("पाउंड", "पाउंड"), Coin("पेनी", "पेंस")),
    "INR": (Coin("रुपया", "रुपये"), PAISA),
    "PKR": (Coin("पाकिस्तानी रुपया", "पाकिस्तानी रुपये"), PAISA),
    "NPR": (Coin("नेपाली रुपया", "नेपाली रुपये"), PAISA),
    "MXN": (Coin("मेक्सिकन पेसो", "मेक्सिकन पेसो"), Coin("सेंटावो", "सेंटावो")),
    "CAD": (Coin("कनाडाई डॉलर", "कनाडाई डॉलर"), CENT),
    "AUD": (Coin("ऑस्ट्रेलियाई डॉलर", "ऑस्ट्रेलियाई डॉलर"), CENT),
    "SGD": (Coin("सिंगापुर डॉलर", "सिंगापुर डॉलर"), CENT),
    "CZK": (Coin("चेक कोरुना", "चेक कोरुना"), None),
    "AED": (Coin("यूएई दिरहम", "यूएई दिरहम"), Coin("फ़िल्स", "फ़िल्स")),
    "JPY": (Coin("येन", "येन"), None),
    "CNY": (Coin("युआन", "युआन"), None),
}

TONGUE = Tongue(
    cardinal=cardinal, indian=cardinal, minus="माइनस", point="दशमलव", percent="प्रतिशत", about="लगभग", joint=" और ",
    coins=COINS,
    per={
        "hour": "{} प्रति घंटा", "job": "{} प्रति काम", "mile": "{} प्रति मील", "kilometre": "{} प्रति किलोमीटर",
        "day": "{} प्रति दिन", "week": "{} प्रति हफ़्ता", "month": "{} प्रति महीना", "year": "{} प्रति साल",
    },
    nouns={
        "day": Coin("दिन", "दिन"), "month": Coin("महीना", "महीने"), "mile": Coin("मील", "मील"),
        "kilometre": Coin("किलोमीटर", "किलोमीटर"),
    },
    day_words={0: "आज", 1: "कल", -1: "बीते कल"},
    months=MONTHS, weekdays=WEEKDAYS, score=cardinal, year=cardinal, day_of_month=day_of_month,
    dates=Dates(
        near="{weekday}, {day} {month}", far="{day} {month}", dated="{day} {month} {year}",
        written_near="{weekday}, {day} {month}", written_far="{day} {month}", written_dated="{day} {month} {year}",
        month_of_year="{month} {year}",
    ),
    spans={
        "this week": "इस हफ़्ते", "last week": "पिछले हफ़्ते", "next week": "अगले हफ़्ते",
        "this month": "इस महीने", "last month": "पिछले महीने", "next month": "अगले महीने",
        "this year": "इस साल", "last year": "पिछले साल", "next year": "अगले साल",
    },
    last_days="पिछले {} दिनों में", between="{} से {} तक", in_month="{} में",
)  # fmt: skip
