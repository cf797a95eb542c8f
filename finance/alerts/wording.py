"""The words of alerts, by language, for the app, letters and devices. Every figure comes from the evidence."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from finance.advice.wording import Worded, Wording, rendered

ENGLISH: dict[str, Wording] = {
    "shortfall": (
        "Your balance may run short",
        "There is a {shortfall_probability} chance that it falls under your buffer of {buffer} within four weeks. "
        "In a bad case it is lowest on {lowest_on}, at {lowest_balance}.",
    ),
    "shortfall_zero": (
        "Your balance may run short",
        "There is a {shortfall_probability} chance that it falls under zero within four weeks. "
        "In a bad case it is lowest on {lowest_on}, at {lowest_balance}.",
    ),
    "bill_due": ("{name} is due on {due_on}", "{amount} will leave your account."),
    "price_rise": ("{name} came higher than before", "It was {price_before} each time; on {since} it was {price_now}."),
    "tax_due": (
        "Estimated tax for {name} is due on {due_on}",
        "By what your statements show, {amount} are still to be paid by then. The tax page shows how that is made.",
    ),
    "unusual_charge": (
        "An unusual charge: {name}",
        "{amount} on {on}; the last {times} times it was about {usual}. Was that you?",
    ),
    "old_statement": (
        "Your figures are {age_days} days old",
        "The last transaction is of {last_on}. Bring a newer statement, and every figure follows.",
    ),
    "goal_reached": ("{name}: you are there", "The {amount} of this goal are set aside."),
    "reminder": ("Reminder: {name}", "You asked to be reminded of this on {on}."),
}
SPANISH: dict[str, Wording] = {
    "shortfall": (
        "Tu saldo puede quedarse corto",
        "Hay una probabilidad del {shortfall_probability} de que baje de tu colchón de {buffer} en cuatro semanas. "
        "En un caso malo, el mínimo llega el {lowest_on}, con {lowest_balance}.",
    ),
    "shortfall_zero": (
        "Tu saldo puede quedarse corto",
        "Hay una probabilidad del {shortfall_probability} de que baje de cero en cuatro semanas. "
        "En un caso malo, el mínimo llega el {lowest_on}, con {lowest_balance}.",
    ),
    "bill_due": ("{name} vence el {due_on}", "Saldrán {amount} de tu cuenta."),
    "price_rise": ("{name} llegó más caro", "Antes eran {price_before} cada vez; el {since} fueron {price_now}."),
    "tax_due": (
        "El impuesto estimado de {name} vence el {due_on}",
        "Según tus extractos, quedan por pagar {amount} hasta ese día. La página de impuestos muestra el cálculo.",
    ),
    "unusual_charge": (
        "Un cargo inusual: {name}",
        "{amount} el {on}; las últimas {times} veces fueron unos {usual}. ¿Fuiste tú?",
    ),
    "old_statement": (
        "Tus cifras tienen {age_days} días",
        "El último movimiento es del {last_on}. Trae un extracto más reciente y todo se actualiza.",
    ),
    "goal_reached": ("{name}: lo has conseguido", "Los {amount} de esta meta están apartados."),
    "reminder": ("Recordatorio: {name}", "Pediste que te lo recordáramos el {on}."),
}
LANGUAGES: dict[str, dict[str, Wording]] = {"en": ENGLISH, "es": SPANISH}
LETTER: dict[str, dict[str, str]] = {
    "en": {
        "many": "{count} things to look at",
        "hello": "Hello {name},",
        "open": "Open them: {url}",
        "why": "You get this because alerts by e-mail are on in your settings: {settings}",
        "stop": "No more such letters: {stop}",
    },
    "es": {
        "many": "{count} cosas que mirar",
        "hello": "Hola {name}:",
        "open": "Míralas: {url}",
        "why": "Recibes esto porque los avisos por correo están activados en tus ajustes: {settings}",
        "stop": "No recibir más cartas así: {stop}",
    },
}


def word_alert(kind: str, evidence: Sequence[Mapping[str, Any]], *, language: str) -> Worded:
    """Put an alert into words; a language without templates falls back to English, and says so."""
    none = kind == "shortfall" and any(fact["name"] == "buffer" and not Decimal(fact["value"]) for fact in evidence)
    return rendered(LANGUAGES, "shortfall_zero" if none else kind, evidence, language=language)


def letter_words(language: str) -> dict[str, str]:
    """Return the words around the alerts of a letter."""
    return LETTER.get(language, LETTER["en"])
