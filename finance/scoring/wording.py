"""The words of scores in the user's language: what is stored in English is told in theirs when it is read.

Keyed by the English sentence, as it is in the row: scores of before are told in the new words too. A test holds the
table to every sentence that the rules and the ML service can say.
"""

from collections.abc import Mapping
from typing import Any

NOTE = "An educational estimate from your own statements, not a lending decision and not a bureau score."
UNDER_WAY = "It is being computed."
NO_STATEMENT = "Upload a statement first."
NO_TRANSACTIONS = "There are no transactions yet."
NO_ANSWER = "The scoring service is not answering; it will be tried again."

SPANISH: Mapping[str, str] = {
    NOTE: "Una estimación educativa a partir de tus extractos; no es una decisión de préstamo ni de una agencia.",
    UNDER_WAY: "Se está calculando.",
    NO_STATEMENT: "Sube primero un extracto.",
    NO_TRANSACTIONS: "Aún no hay movimientos.",
    NO_ANSWER: "El servicio de puntuación no responde; se volverá a intentar.",
    # What a score still needs.
    "It takes 28 days of statements.": "Hacen falta 28 días de extractos.",
    "There were no earnings in the last half year.": "No hubo ingresos en el último medio año.",
    "It takes two full calendar months of statements.": "Hacen falta dos meses naturales completos de extractos.",
    "It takes three full calendar months of statements.": "Hacen falta tres meses naturales completos de extractos.",
    "Tell us the balance of your accounts: this statement does not say it.": (
        "Dinos el saldo de tus cuentas: este extracto no lo dice."
    ),
    "It waits for the forecast of your balance.": "Espera a la previsión de tu saldo.",
    "There were no earnings in the last three full months.": "No hubo ingresos en los últimos tres meses completos.",
    # Health: what it is made of, what costs points, what would raise it.
    "What is left of earnings after the costs of the work": "Lo que queda de los ingresos tras los gastos del trabajo",
    "Too little is left of earnings after the costs of the work": (
        "Queda demasiado poco de los ingresos tras los gastos del trabajo"
    ),
    "Share of what comes in that is kept": "Parte de lo que entra que se conserva",
    "Little of what comes in is kept, or more goes out": "Se conserva poco de lo que entra, o sale más",
    "Months of spending that the balance covers": "Meses de gastos que cubre el saldo",
    "The balance covers few months of spending": "El saldo cubre pocos meses de gastos",
    "Share of earnings that repays loans": "Parte de los ingresos que paga préstamos",
    "Loan repayments take a large share of earnings": "Las cuotas de préstamos se llevan gran parte de los ingresos",
    "How much monthly earnings vary": "Cuánto varían los ingresos de un mes a otro",
    "Earnings vary much from month to month": "Los ingresos varían mucho de un mes a otro",
    "Chance of falling under the buffer within four weeks": "Probabilidad de bajar del colchón en cuatro semanas",
    "The balance may fall under the buffer within four weeks": "El saldo puede bajar del colchón en cuatro semanas",
    "One more month of spending in reserve": "Un mes más de gastos en reserva",
    "Costs of the work lower by 10% of earnings": "Gastos del trabajo menores en un 10% de los ingresos",
    "Loan repayments halved": "La mitad de cuotas de préstamos",
    "A 5% chance of a shortfall": "Una probabilidad de falta de saldo del 5%",
    # Karma.
    "Days worked against your plan": "Días trabajados frente a tu plan",
    "Fewer days worked than planned": "Menos días trabajados de los previstos",
    "Earnings of a worked day against your target": "Ingresos de un día trabajado frente a tu objetivo",
    "A worked day brings less than your target": "Un día trabajado da menos que tu objetivo",
    "Weeks in a row without spending more than came in": "Semanas seguidas sin gastar más de lo que entró",
    "Recent weeks cost more than they brought": "Las últimas semanas costaron más de lo que dieron",
    "Every planned day worked": "Todos los días previstos trabajados",
    "Your target reached on a worked day": "Tu objetivo alcanzado en un día trabajado",
    "One more week without spending more than came in": "Una semana más sin gastar más de lo que entró",
    # Credit, as the ML service words it.
    "The balance runs down close to zero": "El saldo baja casi a cero",
    "The account was overdrawn or charged for it": "La cuenta estuvo en descubierto o pagó por ello",
    "The balance covers little of a month's spending": "El saldo cubre poco de los gastos de un mes",
    "Little of what comes in is kept": "Se conserva poco de lo que entra",
    "More went out than came in over the last three months": "En los últimos tres meses salió más de lo que entró",
    "Income differs much from month to month": "Los ingresos cambian mucho de un mes a otro",
    "The payment takes a large part of the income": "La cuota se lleva gran parte de los ingresos",
    "The loan is large beside a year's income": "El préstamo es grande frente a los ingresos de un año",
    "The balance runs low in most months": "El saldo baja mucho en casi todos los meses",
    "The balance ran low in the last three months": "El saldo bajó mucho en los últimos tres meses",
    "Month after month little is left at the end": "Mes tras mes queda poco al final",
    "In many months more went out than came in": "En muchos meses salió más de lo que entró",
    "What is left of a month hardly covers the payment": "Lo que queda de un mes apenas cubre la cuota",
    "The last three months hardly cover the payment": "Los últimos tres meses apenas cubren la cuota",
    "Half a year hardly covers the payment": "Medio año apenas cubre la cuota",
    "The balance makes few payments": "El saldo alcanza para pocas cuotas",
    "At its lowest, the balance makes few payments": "En su mínimo, el saldo alcanza para pocas cuotas",
    "Keep the account above zero every day": "Mantener la cuenta por encima de cero cada día",
    "Spend a tenth less for three months and keep it on the account": (
        "Gastar una décima parte menos durante tres meses y dejarlo en la cuenta"
    ),
    "Keep one month's spending as a reserve": "Guardar los gastos de un mes como reserva",
    "Borrow a quarter less": "Pedir prestado una cuarta parte menos",
    "Pay the loan back over half as long again": "Devolver el préstamo en una vez y media el plazo",
}
LANGUAGES: Mapping[str, Mapping[str, str]] = {"es": SPANISH}
WORDED = {"components": ("text", "adverse"), "reason_codes": ("text",), "what_if": ("change",)}


def said(text: str, language: str) -> str:
    """Return a sentence in a language; one that is not known there stays English."""
    return LANGUAGES.get(language, {}).get(text, text)


def score_in(score: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Return a shaped score with its sentences in a language."""
    told = dict(score)
    for part, names in WORDED.items():
        told[part] = [
            {name: said(value, language) if name in names else value for name, value in row.items()}
            for row in told[part]
        ]
    return told
