"""The words of an estimate, by language: what each line is, and how it came about. Figures come from the line alone."""

from collections.abc import Mapping
from dataclasses import dataclass

from babel.numbers import format_currency, format_percent

from finance.tax.working import Line, Money, Percent

Words = Mapping[str, tuple[str, str]]

ENGLISH: Words = {
    "earned": ("Earnings", "Gross pay, tips and bonuses, as platforms report them"),
    "fees": ("Platform fees", "An expense: income is the gross, not what reaches the bank"),
    "net_earnings": ("Net earnings", "Earnings less platform fees"),
    "costs": ("Business expenses", "Everything sorted as a business expense, refunds taken off"),
    "other_costs": (
        "Other business expenses",
        "Without fuel, repairs and insurance: the mileage rate has them",
    ),
    "mileage": ("Mileage deduction", "Business trips of your log, each at the rate of its day"),
    "profit": ("Net profit", "Net earnings less expenses"),
    "presumed_profit": ("Presumed profit", "{share} of receipts, whatever the expenses"),
    "taxed_share": ("Net earnings from self-employment", "{share} of the net profit"),
    "under_least_net": ("Self-employment tax", "None under {least}"),
    "social_security": ("Social security", "{share} of it, up to {limit}"),
    "medicare": ("Medicare", "{share} of it"),
    "self_employment_tax": ("Self-employment tax", "Social security and Medicare"),
    "half": ("Half of the self-employment tax", "Deducted from income"),
    "other_income": ("Other income", "As you typed it"),
    "standard_deduction": ("Standard deduction", "For how you file"),
    "taxable_income": ("Taxable income", "Income less the deduction, not under zero"),
    "total_income": ("Total income", "Profit and other income"),
    "income_tax": ("Income tax", "By the brackets on {taxable}; the last unit is taxed at {top}"),
    "additional_medicare": ("Additional Medicare tax", "{share} of earnings over {limit}"),
    "rebate": ("Rebate", "No tax on incomes up to {limit}"),
    "marginal_relief": ("Marginal relief", "The tax is at most what the income is over {limit}"),
    "cess": ("Health and education cess", "{share} of the tax"),
    "state": ("State tax", "{share} of the net profit: your own figure"),
    "own_share": ("Set aside", "{share} of net earnings: your own percentage"),
    "tax": ("Tax of the year", "Everything above"),
    "withheld": ("Withheld", "What an employer or platform keeps back, as you typed it"),
    "owed": ("To be paid by you", "Tax less what is withheld"),
}
SPANISH: Words = {
    "earned": ("Ingresos", "Pago bruto, propinas y bonos, como los declaran las plataformas"),
    "fees": ("Comisiones de plataformas", "Un gasto: el ingreso es el bruto, no lo que llega al banco"),
    "net_earnings": ("Ingresos netos", "Ingresos menos comisiones"),
    "costs": ("Gastos del trabajo", "Todo lo clasificado como gasto del trabajo, menos reembolsos"),
    "other_costs": (
        "Otros gastos del trabajo",
        "Sin combustible, reparaciones ni seguro, incluidos en la tarifa por milla",
    ),
    "mileage": ("Deducción por kilometraje", "Viajes de trabajo de tu registro, cada uno con la tarifa de su día"),
    "profit": ("Beneficio neto", "Ingresos netos menos gastos"),
    "presumed_profit": ("Beneficio presunto", "{share} de lo cobrado, sean cuales sean los gastos"),
    "taxed_share": ("Ingreso neto del trabajo autónomo", "{share} del beneficio neto"),
    "under_least_net": ("Impuesto del autónomo", "Ninguno por debajo de {least}"),
    "social_security": ("Seguridad social", "{share} de ello, hasta {limit}"),
    "medicare": ("Medicare", "{share} de ello"),
    "self_employment_tax": ("Impuesto del autónomo", "Seguridad social y Medicare"),
    "half": ("Mitad del impuesto del autónomo", "Se resta de los ingresos"),
    "other_income": ("Otros ingresos", "Como los escribiste"),
    "standard_deduction": ("Deducción estándar", "Según cómo declaras"),
    "taxable_income": ("Base imponible", "Ingresos menos la deducción, nunca bajo cero"),
    "total_income": ("Ingreso total", "Beneficio y otros ingresos"),
    "income_tax": ("Impuesto sobre la renta", "Por tramos sobre {taxable}; el último tramo es del {top}"),
    "additional_medicare": ("Impuesto adicional de Medicare", "{share} de lo que pasa de {limit}"),
    "rebate": ("Rebaja", "Sin impuesto hasta {limit}"),
    "marginal_relief": ("Alivio marginal", "El impuesto no pasa de lo que el ingreso excede de {limit}"),
    "cess": ("Recargo de salud y educación", "{share} del impuesto"),
    "state": ("Impuesto estatal", "{share} del beneficio neto: tu propia cifra"),
    "own_share": ("Apartar", "{share} de los ingresos netos: tu propio porcentaje"),
    "tax": ("Impuesto del año", "Todo lo anterior"),
    "withheld": ("Retenido", "Lo que retiene un empleador o plataforma, como lo escribiste"),
    "owed": ("A pagar por ti", "Impuesto menos lo retenido"),
}
LANGUAGES: Mapping[str, Words] = {"en": ENGLISH, "es": SPANISH}


@dataclass(frozen=True, slots=True)
class WordedLine:
    """A line's words."""

    label: str
    how: str


def word(line: Line, *, currency: str, language: str) -> WordedLine:
    """Put a line into words; a language without words falls back to English."""
    spoken = language if language in LANGUAGES else "en"
    figures = {name: _figure(value, currency, spoken) for name, value in line.figures.items()}
    label, how = LANGUAGES[spoken][line.code]
    return WordedLine(label, how.format(**figures))


def _figure(value: Money | Percent | str, currency: str, language: str) -> str:
    if isinstance(value, Money):
        return str(format_currency(value.amount, currency, locale=language))
    if isinstance(value, Percent):
        return str(format_percent(value.share, "0.##%", locale=language))
    return value
