"""Telugu: how figures are said. Before a noun or a smaller number, the oblique form (వందలు -> వందల)."""

from assistant.spoken.tongue import Coin, Dates, Form, Tongue, words

SMALL = words(
    "సున్నా ఒకటి రెండు మూడు నాలుగు ఐదు ఆరు ఏడు ఎనిమిది తొమ్మిది పది పదకొండు పన్నెండు పదమూడు పద్నాలుగు పదిహేను పదహారు పదిహేడు పద్దెనిమిది పంతొమ్మిది"
)
TENS = words("ఇరవై ముప్పై నలభై యాభై అరవై డెబ్బై ఎనభై తొంభై")
# scale: (one of it, one of it before something smaller, several, several before something)
SCALES = (
    (10**7, "ఒక కోటి", "ఒక కోటి", "కోట్లు", "కోట్ల"),
    (10**5, "ఒక లక్ష", "ఒక లక్ష", "లక్షలు", "లక్షల"),
    (1000, "వెయ్యి", "వెయ్యి", "వేలు", "వేల"),
    (100, "వంద", "నూట", "వందలు", "వందల"),
)
MONTHS = words("జనవరి ఫిబ్రవరి మార్చి ఏప్రిల్ మే జూన్ జులై ఆగస్టు సెప్టెంబర్ అక్టోబర్ నవంబర్ డిసెంబర్")
WEEKDAYS = words("సోమవారం మంగళవారం బుధవారం గురువారం శుక్రవారం శనివారం ఆదివారం")


def below_hundred(number: int, form: Form) -> str:
    """Return the words of 0 to 99; one is ఒక before a noun, ఒక్క behind a ten."""
    if number < 20:
        return "ఒక" if number == 1 and form else SMALL[number]
    tens, unit = divmod(number, 10)
    return TENS[tens - 2] + (f" {'ఒక్క' if unit == 1 and form else SMALL[unit]}" if unit else "")


def cardinal(number: int, form: Form = "") -> str:
    """Return the words of a number, in lakhs and crores."""
    for scale, one, one_and, many, many_and in SCALES:
        if number >= scale:
            head, rest = divmod(number, scale)
            if rest:
                large = one_and if head == 1 else f"{cardinal(head, 'm')} {many_and}"
                return f"{large} {cardinal(rest, form)}"
            return one if head == 1 else f"{cardinal(head, 'm')} {many_and if form else many}"
    return below_hundred(number, form)


def plain(number: int) -> str:
    """Return the words of a number that no noun follows."""
    return cardinal(number)


CENT = Coin("సెంటు", "సెంట్లు")
PAISA = Coin("పైసా", "పైసలు")
COINS: dict[str, tuple[Coin, Coin | None]] = {
    "USD": (Coin("డాలరు", "డాలర్లు"), CENT),
    "EUR": (Coin("యూరో", "యూరోలు"), CENT),
    "GBP": (Coin("పౌండు", "పౌండ్లు"), Coin("పెన్నీ", "పెన్నీలు")),
    "INR": (Coin("రూపాయి", "రూపాయలు"), PAISA),
    "PKR": (Coin("పాకిస్థానీ రూపాయి", "పాకిస్థానీ రూపాయలు"), PAISA),
    "MXN": (Coin("మెక్సికన్ పెసో", "మెక్సికన్ పెసోలు"), Coin("సెంటావో", "సెంటావోలు")),
    "CAD": (Coin("కెనడియన్ డాలరు", "కెనడియన్ డాలర్లు"), CENT),
    "AUD": (Coin("ఆస్ట్రేలియన్ డాలరు", "ఆస్ట్రేలియన్ డాలర్లు"), CENT),
    "SGD": (Coin("సింగపూర్ డాలరు", "సింగపూర్ డాలర్లు"), CENT),
    "CZK": (Coin("చెక్ కొరునా", "చెక్ కొరునాలు"), None),
    "JPY": (Coin("యెన్", "యెన్‌లు"), None),
    "CNY": (Coin("యువాన్", "యువాన్‌లు"), None),
}

TONGUE = Tongue(
    cardinal=cardinal, indian=cardinal, minus="మైనస్", point="పాయింట్", percent="శాతం", about="సుమారు", joint=" ",
    coins=COINS,
    per={
        "hour": "గంటకు {}", "job": "పనికి {}", "mile": "మైలుకు {}", "kilometre": "కిలోమీటరుకు {}", "day": "రోజుకు {}",
        "week": "వారానికి {}", "month": "నెలకు {}", "year": "ఏడాదికి {}",
    },
    nouns={
        "day": Coin("రోజు", "రోజులు"), "month": Coin("నెల", "నెలలు"), "mile": Coin("మైలు", "మైళ్లు"),
        "kilometre": Coin("కిలోమీటరు", "కిలోమీటర్లు"),
    },
    day_words={0: "ఈరోజు", 1: "రేపు", -1: "నిన్న", 2: "ఎల్లుండి"},
    months=MONTHS, weekdays=WEEKDAYS, score=plain, year=plain, day_of_month=plain,
    dates=Dates(
        near="{weekday}, {month} {day}", far="{month} {day}", dated="{month} {day}, {year}",
        written_near="{weekday}, {month} {day}", written_far="{month} {day}", written_dated="{month} {day}, {year}",
        month_of_year="{month} {year}",
    ),
    spans={
        "this week": "ఈ వారం", "last week": "గత వారం", "next week": "వచ్చే వారం",
        "this month": "ఈ నెల", "last month": "గత నెల", "next month": "వచ్చే నెల",
        "this year": "ఈ సంవత్సరం", "last year": "గత సంవత్సరం", "next year": "వచ్చే సంవత్సరం",
    },
    last_days="గత {} రోజులలో", between="{} నుండి {} వరకు", in_month="{}‌లో",
)  # fmt: skip
