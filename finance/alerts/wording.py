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
    "telephone_wrong_pins": (
        "Wrong PINs on the telephone",
        "Somebody rang from a number that is yours, or said that it is, and keyed in a PIN that was wrong. They were "
        "told nothing. If it was not you, nothing need be done; a new PIN does no harm.",
    ),
    "telephone_locked": (
        "The telephone is held back",
        "So many wrong PINs came from a number that is yours, or was said to be, that no PIN is taken for a while. "
        "Your log-in to the app is not touched; there you can open the telephone again.",
    ),
    "telephone_pin_set": (
        "Your PIN for the telephone was set",
        "If it was not you, set another one in the app, and change your password.",
    ),
    "telephone_pin_removed": (
        "Your PIN for the telephone was taken away",
        "Nothing personal is told on the telephone now. If it was not you, change your password.",
    ),
    "telephone_number_verified": (
        "The number ending in {ends} is yours now",
        "Calls from it are asked for your PIN. If it was not you, take it off in the app, and change your password.",
    ),
    "telephone_number_removed": (
        "The number ending in {ends} was taken off",
        "It is no longer known to be yours. If it was not you, change your password.",
    ),
    "telephone_number_lost": (
        "The number ending in {ends} is somebody else's now",
        "Somebody has shown that they hold it, by a code spoken to it. Calls from it no longer reach your money. If it "
        "is still yours, verify it again in the app, and ask whoever runs your line.",
    ),
    "telephone_number_disowned": (
        "The number ending in {ends} was taken off",
        "Whoever answered there said that they did not ask for a code.",
    ),
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
    "telephone_wrong_pins": (
        "PIN equivocados por teléfono",
        "Alguien llamó desde un número tuyo, o que decía serlo, y marcó un PIN equivocado. No se le dijo nada. Si no "
        "fuiste tú, no hace falta hacer nada; un PIN nuevo no está de más.",
    ),
    "telephone_locked": (
        "El teléfono está en pausa",
        "Llegaron tantos PIN equivocados desde un número tuyo, o que decía serlo, que por un tiempo no se acepta "
        "ninguno. Tu acceso a la aplicación sigue igual; allí puedes volver a abrir el teléfono.",
    ),
    "telephone_pin_set": (
        "Se fijó tu PIN para el teléfono",
        "Si no fuiste tú, pon otro en la aplicación y cambia tu contraseña.",
    ),
    "telephone_pin_removed": (
        "Se quitó tu PIN para el teléfono",
        "Por teléfono ya no se dice nada personal. Si no fuiste tú, cambia tu contraseña.",
    ),
    "telephone_number_verified": (
        "El número que termina en {ends} ya es tuyo",
        "A quien llame desde él se le pide tu PIN. Si no fuiste tú, quítalo en la aplicación y cambia tu contraseña.",
    ),
    "telephone_number_removed": (
        "Se quitó el número que termina en {ends}",
        "Ya no consta como tuyo. Si no fuiste tú, cambia tu contraseña.",
    ),
    "telephone_number_lost": (
        "El número que termina en {ends} ahora es de otra persona",
        "Alguien mostró que lo tiene, con un código dicho a esa línea. Las llamadas desde él ya no llegan a tu dinero. "
        "Si aún es tuyo, verifícalo otra vez en la aplicación y pregunta a tu operador.",
    ),
    "telephone_number_disowned": (
        "Se quitó el número que termina en {ends}",
        "Quien contestó allí dijo que no había pedido ningún código.",
    ),
}
LANGUAGES: dict[str, dict[str, Wording]] = {"en": ENGLISH, "es": SPANISH}
LETTER: dict[str, dict[str, str]] = {
    "en": {
        "many": "{count} things to look at",
        "hello": "Hello {name},",
        "open": "Open them: {url}",
        "why": "You get this because alerts by e-mail are on in your settings: {settings}",
        "stop": "No more such letters: {stop}",
        "always": "You get this because it is about who reaches your money by telephone: {settings}",
    },
    "es": {
        "many": "{count} cosas que mirar",
        "hello": "Hola {name}:",
        "open": "Míralas: {url}",
        "why": "Recibes esto porque los avisos por correo están activados en tus ajustes: {settings}",
        "stop": "No recibir más cartas así: {stop}",
        "always": "Recibes esto porque trata de quién llega a tu dinero por teléfono: {settings}",
    },
}


def word_alert(kind: str, evidence: Sequence[Mapping[str, Any]], *, language: str) -> Worded:
    """Put an alert into words; a language without templates falls back to English, and says so."""
    if kind == "telephone":
        kind = next((f"telephone_{fact['value']}" for fact in evidence if fact["name"] == "event"), kind)
    none = kind == "shortfall" and any(fact["name"] == "buffer" and not Decimal(fact["value"]) for fact in evidence)
    return rendered(LANGUAGES, "shortfall_zero" if none else kind, evidence, language=language)


def letter_words(language: str) -> dict[str, str]:
    """Return the words around the alerts of a letter."""
    return LETTER.get(language, LETTER["en"])
