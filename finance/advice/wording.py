"""The words of a recommendation, by language. Every figure in them comes from the evidence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal, format_percent

Wording = tuple[str, str]

ENGLISH: dict[str, Wording] = {
    "hold_back": (
        "Keep {amount} back",
        "There is a {shortfall_probability} chance that your balance falls under your buffer within four weeks; in a "
        "bad case it is lowest on {lowest_on}, at {lowest_balance}. With {amount} more on the account it is 10%.",
    ),
    "bring_newer_statement": (
        "Bring a newer statement",
        "What you see ends on {last_on}, {age_days} days ago. Upload what came since, and every figure follows.",
    ),
    "build_reserve": (
        "Put {monthly_amount} a month aside",
        "Your balance covers {liquidity_months} months of spending. {share} of your earnings is {monthly_amount} a "
        "month; set aside, it builds a first reserve.",
    ),
    "cut_costs": (
        "Look at the costs of your work",
        "Of {revenue} earned in the last full months, {expenses} went into costs: {margin} is left. "
        "A tenth less would save {saving}.",
    ),
    "lower_debt": (
        "Loan repayments weigh heavily",
        "They take {debt_share} of your earnings ({repayments} in the last full months); {ceiling} is a usual ceiling.",
    ),
    "set_buffer": (
        "Set a buffer",
        "You have none, so the forecast only warns at zero. A usual week costs you {weekly_cash_out}: "
        "a good first buffer.",
    ),
}
SPANISH: dict[str, Wording] = {
    "hold_back": (
        "Reserva {amount}",
        "Hay una probabilidad del {shortfall_probability} de que tu saldo baje de tu colchón en cuatro semanas; en un "
        "caso malo, el mínimo llega el {lowest_on}, con {lowest_balance}. Con {amount} más en la cuenta es del 10%.",
    ),
    "bring_newer_statement": (
        "Trae un extracto más reciente",
        "Lo que ves termina el {last_on}, hace {age_days} días. Sube lo que ha pasado desde entonces "
        "y todo se actualiza.",
    ),
    "build_reserve": (
        "Aparta {monthly_amount} al mes",
        "Tu saldo cubre {liquidity_months} meses de gastos. El {share} de tus ingresos son {monthly_amount} al mes; "
        "apartados, forman una primera reserva.",
    ),
    "cut_costs": (
        "Revisa los gastos de tu trabajo",
        "De {revenue} ingresados en los últimos meses completos, {expenses} fueron gastos: queda el {margin}. "
        "Una décima parte menos ahorraría {saving}.",
    ),
    "lower_debt": (
        "Las cuotas de préstamos pesan mucho",
        "Se llevan el {debt_share} de tus ingresos ({repayments} en los últimos meses completos); lo habitual es "
        "{ceiling} como máximo.",
    ),
    "set_buffer": (
        "Fija un colchón",
        "No tienes ninguno, así que la previsión solo avisa en cero. Una semana normal te cuesta {weekly_cash_out}: "
        "un buen primer colchón.",
    ),
}
LANGUAGES: dict[str, dict[str, Wording]] = {"en": ENGLISH, "es": SPANISH}


@dataclass(frozen=True, slots=True)
class Worded:
    """A recommendation's words, and the language they are in."""

    title: str
    body: str
    language: str


def word(kind: str, evidence: Sequence[Mapping[str, Any]], *, language: str) -> Worded:
    """Put a recommendation into words; a language without templates falls back to English, and says so."""
    spoken = language if language in LANGUAGES else "en"
    figures = {fact["name"]: figure(fact, spoken) for fact in evidence}
    title, body = LANGUAGES[spoken][kind]
    return Worded(title.format(**figures), body.format(**figures), spoken)


def figure(fact: Mapping[str, Any], language: str) -> str:
    """Write one figure as a person reads it."""
    value, unit = str(fact["value"]), fact["unit"]
    match unit:
        case "date":
            return str(format_date(date.fromisoformat(value), "long", locale=language))
        case "ratio":
            return str(format_percent(Decimal(value), "0%", locale=language))
        case "months":
            return str(format_decimal(Decimal(value), "0.#", locale=language))
        case "days":
            return str(format_decimal(int(value), locale=language))
        case _:
            return str(format_currency(Decimal(value), unit, locale=language))
