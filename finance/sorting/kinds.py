"""The shipped default for what a transaction is, from its sign and the words of its memo.

Unknown money in counts as earned, unknown money out as a business expense: the margin is then never shown too high.
Interest is no pay for work, so it is `personal` money in: cash, not revenue. Cash drawn is personal spending.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from finance.models import Transaction
from finance.statements.columns import folded

Kind = Transaction.Kind
OVERDRAFT = "overdraft"  # fees and interest for a balance under zero; the credit score counts them


@dataclass(frozen=True, slots=True)
class Sort:
    """A kind with its category and platform."""

    kind: str
    category: str = ""
    platform: str = ""


PLATFORMS = (
    "uber eats|ubereats|uber|lyft|doordash|grubhub|instacart|deliveroo|just eat|glovo|wolt|bolt|foodora|rappi|didi|grab|"
    "gojek|ola|swiggy|zomato|rapido|blinkit|zepto|porter|dunzo|urban company|amazon flex|shipt|taskrabbit|upwork|fiverr|"
    "freelancer|toptal|airbnb|etsy|stuart|gorillas|getir|lieferando|takeaway|cabify|freenow|blablacar|ifood|postmates"
)
# (sign, words, kind, category), the first that fits decides; 1 is money in, -1 out, 0 either.
RULES: list[tuple[int, str, str, str]] = [
    (-1, r"sanction interest|overdraft|nsf fee|insufficient funds|returned (item|payment) fee|unarranged|debetni urok|"
         r"uberziehung|descubierto|decouvert|scoperto", Kind.EXPENSE, OVERDRAFT),
    (0, r"transfer (to|from) (own|my|savings|current)|own (account )?transfer|internal transfer|between (own )?accounts|"
        r"umbuchung|traspaso|virement interne|giroconto|vlastni prevod|self transfer", Kind.TRANSFER, "transfer"),
    (1, r"refund|reversal|cashback|rimborso|reembolso|devolucion|erstattung|remboursement|refundacja", Kind.REFUND, ""),
    (1, r"loans?|disbursal|(kredit|darlehen\w*) auszahlung|auszahlung (kredit|darlehen)|darlehen|prestamo|pret accorde|"
        r"mutuo|prestito|emprestimo|pozyczk[ai]|uveru?|payday advance|cash advance", Kind.DEBT_IN, "loan"),
    (-1, r"loan|emi|instal?ment|repayment|mortgage|uver|splatka|kreditrate|darlehen|prestamo|hipoteca|echeance pret|rata",
     Kind.DEBT_OUT, "loan"),
    (-1, r"irs|hmrc|income tax|self assessment|estimated tax|advance tax|gst|vat payment|finanzamt|hacienda|urssaf|impots|"
         r"tax payment|agenzia entrate|financni urad", Kind.TAX, "tax"),
    (1, r"interest|zinsen|intereses|interets|interessi|urok|odsetki|dividend", Kind.PERSONAL, "interest"),
    (-1, r"(service|platform|booking|commission|partner) fee|commission", Kind.PLATFORM_FEE, "platform_fee"),
    (-1, r"payment for statement|account fee|bank fee|monthly fee|maintenance fee|kontofuhrung|comision|frais bancaires|"
         r"sms charges?|bank charges?", Kind.EXPENSE, "bank_fee"),
    (-1, r"fuel|petrol|gasoline|diesel|gas station|shell|esso|bp|chevron|exxon|indian oil|hpcl|bpcl|tankstelle|gasolinera|"
         r"essence|benzin", Kind.EXPENSE, "fuel"),
    (-1, r"insur+ance|versicherung|seguro|assurance|assicurazione|pojisteni|ubezpieczenie", Kind.EXPENSE, "insurance"),
    (-1, r"repair|garage|mechanic|tyres?|tires?|car service|werkstatt|taller|autoservice|spares?", Kind.EXPENSE, "repair"),
    (-1, r"phone|mobile|telecom|vodafone|t mobile|verizon|airtel|jio|o2|telefonica|orange", Kind.EXPENSE, "phone"),
    (-1, r"parking|toll|fastag|congestion charge|car wash|peage|maut", Kind.EXPENSE, "vehicle"),
    (-1, r"rent|miete|alquiler|loyer|affitto|najem|czynsz|household|sipo", Kind.PERSONAL, "housing"),
    (-1, r"atm|cash withdrawal|withdrawal in cash|geldautomat|cajero|retrait|prelievo|vyber|bankomat", Kind.PERSONAL, "cash"),
    (-1, r"grocer(y|ies)|supermarket|tesco|aldi|lidl|walmart|carrefour|rewe|edeka|mercadona", Kind.PERSONAL, "groceries"),
    (-1, r"netflix|spotify|prime video|disney|hotstar|gym|cinema", Kind.PERSONAL, "leisure"),
]  # fmt: skip


@lru_cache(maxsize=10_000)  # the same shops come again and again
def default_sort(memo: str, amount_minor: int) -> Sort:
    """Return what a transaction most likely is; whole words only, so that "Huber" is nobody's platform."""
    text = folded(memo)
    sign = 1 if amount_minor > 0 else -1
    platform = platform_in(text)
    for wanted, pattern, kind, category in _rules():
        if wanted in (0, sign) and pattern.search(text):
            return Sort(kind, category, platform)
    return Sort(Kind.EARNING if sign > 0 else Kind.EXPENSE, "", platform)


def platform_in(text: str) -> str:
    """Return the platform that a folded text names; empty when it names none."""
    found = _platform_words().search(text)
    return found[1].replace(" ", "_") if found else ""


@cache
def _platform_words() -> re.Pattern[str]:
    return re.compile(rf"\b({PLATFORMS})\b")


@cache
def shipped_categories() -> dict[str, str]:
    """Return the categories that the defaults know, with the kind of their transactions."""
    return {category: str(kind) for _, _, kind, category in RULES if category}


@cache
def _rules() -> list[tuple[int, re.Pattern[str], str, str]]:
    return [(sign, re.compile(rf"\b(?:{words})\b"), kind, category) for sign, words, kind, category in RULES]
