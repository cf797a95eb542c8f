"""The words of a recommendation, by language. Every figure in them comes from the evidence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

from kit.money import spoken

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
    "price_rise": (
        "{name} costs {rise} more",
        "It was {price_before} each time and has been {price_now} since {since}: {yearly_extra} more a year. "
        "If you still want it, a cheaper plan or another offer may bring that back.",
    ),
    "paid_twice": (
        "{name}: paid twice?",
        "Since {since} there are two charges of {price_now} side by side, {times} times by now. "
        "If one of them is too much, stopping it keeps {yearly_extra} a year.",
    ),
    "fee_spike": (
        "{name} keeps more of your pay",
        "In the last four weeks {share_now} of what you earned there went into fees; it used to be {share_usual}. "
        "That is {extra} more. Compare it with what the platform announced.",
    ),
    "bank_fees": (
        "Bank fees are higher than usual",
        "In the month from {since} your bank took {fees} in fees and overdraft interest; usually it is {fees_usual}. "
        "Look at which of them could have been avoided.",
    ),
    "fuel_per_km": (
        "Fuel costs {rise} more for each kilometre",
        "In the last four weeks a kilometre took {rate_now} of fuel; usually it is {rate_usual}. That is {extra} more. "
        "Tyre pressure, idling, detours or the price at the pump may be behind it.",
    ),
    "fuel_per_day": (
        "Fuel costs {rise} more for each day worked",
        "In the last four weeks a day took {rate_now} of fuel; usually it is {rate_usual}. That is {extra} more. "
        "Longer ways, idling or the price at the pump may be behind it.",
    ),
    "idle_platform": (
        "Do you still need {name}?",
        "You have paid {price_now} {times} times since the platform last paid you, on {last_on}. "
        "Stopping it keeps {yearly_extra} a year.",
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
    "price_rise": (
        "{name} cuesta un {rise} más",
        "Antes eran {price_before} cada vez y desde el {since} son {price_now}: {yearly_extra} más al año. "
        "Si aún lo quieres, un plan más barato u otra oferta puede compensarlo.",
    ),
    "paid_twice": (
        "{name}: ¿pagado dos veces?",
        "Desde el {since} hay dos cargos de {price_now} a la par, ya {times} veces. "
        "Si sobra uno, cancelarlo te deja {yearly_extra} al año.",
    ),
    "fee_spike": (
        "{name} se queda con más de tus ingresos",
        "En las últimas cuatro semanas el {share_now} de lo que ganaste allí se fue en comisiones; antes era el "
        "{share_usual}. Son {extra} más. Compáralo con lo que anunció la plataforma.",
    ),
    "bank_fees": (
        "Las comisiones del banco son más altas",
        "En el mes que empieza el {since} tu banco cobró {fees} en comisiones e intereses de descubierto; lo habitual "
        "para ti son {fees_usual}. Mira cuáles se podían evitar.",
    ),
    "fuel_per_km": (
        "El combustible cuesta un {rise} más por kilómetro",
        "En las últimas cuatro semanas cada kilómetro costó {rate_now} de combustible, cuando lo habitual para ti son "
        "{rate_usual}: {extra} más. Pueden ser los neumáticos, el ralentí, los rodeos o el precio en el surtidor.",
    ),
    "fuel_per_day": (
        "El combustible cuesta un {rise} más por día trabajado",
        "En las últimas cuatro semanas cada día trabajado costó {rate_now} de combustible, cuando lo habitual para ti "
        "son {rate_usual}: {extra} más. Pueden ser trayectos más largos, el ralentí o el precio en el surtidor.",
    ),
    "idle_platform": (
        "¿Todavía necesitas {name}?",
        "Has pagado {price_now} {times} veces desde que la plataforma te pagó por última vez, el {last_on}. "
        "Cancelarlo te deja {yearly_extra} al año.",
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
    return rendered(LANGUAGES, kind, evidence, language=language)


def rendered(
    languages: Mapping[str, Mapping[str, Wording]], kind: str, evidence: Sequence[Mapping[str, Any]], *, language: str
) -> Worded:
    """Fill the figures into the templates of one of some languages."""
    spoken = language if language in languages else "en"
    figures = {fact["name"]: figure(fact, spoken) for fact in evidence}
    title, body = languages[spoken][kind]
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
        case "text":
            return value
        case "days" | "count":
            return str(format_decimal(int(value), locale=language))
        case _:
            return spoken(Decimal(value), unit, language)
