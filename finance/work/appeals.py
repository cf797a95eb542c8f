"""The text of an appeal, by language: ready to be sent, and every number in it from the finding."""

from collections.abc import Mapping
from dataclasses import dataclass

from babel.dates import format_date

from finance.models import PayoutFinding
from kit.money import spoken_amount

Words = Mapping[str, str]

ENGLISH: Words = {
    "greeting": "Hello {platform} support,",
    "someone": "platform",
    "where": "My statement of {on}",
    "job": ", job {job}",
    "underpaid": "{where} lists {parts}. That comes to {expected}, and {stated} was paid out: {amount} less.",
    "missing_bonus": "{where} shows a promised bonus of {promised}, and {bonus} was paid: {amount} is missing.",
    "unpaid_job": "{where} shows work done and no pay for it.",
    "duplicate_fee": "{where} takes the fee of {fee} {times} times for the same job: {amount} too much.",
    "ask": "Please check this and pay what is missing, or tell me in writing what it was kept back for.",
    "ask_unpaid": "Please pay this job, or tell me in writing why nothing is due for it.",
    "lines": "It stands in: {lines}.",
    "line": "{file}, line {line}",
    "thanks": "Thank you.",
    "and": " and ",
    "base": "base pay {0}",
    "bonus": "bonus {0}",
    "tip": "tips {0}",
    "fee": "fees {0}",
    "deduction": "deductions {0}",
}
SPANISH: Words = {
    "greeting": "Hola, equipo de {platform}:",
    "someone": "la plataforma",
    "where": "Mi extracto del {on}",
    "job": ", trabajo {job}",
    "underpaid": "{where} indica {parts}. Suma {expected} y se pagaron {stated}: {amount} de menos.",
    "missing_bonus": "{where} muestra un bono prometido de {promised} y se pagaron {bonus}: faltan {amount}.",
    "unpaid_job": "{where} muestra trabajo hecho y ningún pago.",
    "duplicate_fee": "{where} cobra la comisión de {fee} {times} veces por el mismo trabajo: {amount} de más.",
    "ask": "Les pido que lo revisen y paguen lo que falta, o que me digan por escrito por qué se retuvo.",
    "ask_unpaid": "Les pido que paguen este trabajo, o que me digan por escrito por qué no corresponde nada.",
    "lines": "Consta en: {lines}.",
    "line": "{file}, línea {line}",
    "thanks": "Gracias.",
    "and": " y ",
    "base": "pago base {0}",
    "bonus": "bono {0}",
    "tip": "propinas {0}",
    "fee": "comisiones {0}",
    "deduction": "deducciones {0}",
}
LANGUAGES: Mapping[str, Words] = {"en": ENGLISH, "es": SPANISH}
LISTED = ("base", "bonus", "tip", "fee", "deduction")


@dataclass(frozen=True, slots=True)
class Appeal:
    """A text, and the language it is in."""

    text: str
    language: str


def appeal(finding: PayoutFinding, *, language: str) -> Appeal:
    """Write the appeal of a finding; a language without words falls back to English, and says so."""
    spoken = language if language in LANGUAGES else "en"
    words = LANGUAGES[spoken]
    evidence = finding.evidence
    figures = {name: _figure(name, value, finding.currency, spoken) for name, value in evidence["figures"].items()}
    where = words["where"].format(on=format_date(finding.on, "long", locale=spoken))
    where += words["job"].format(job=evidence["job"]) if evidence["job"] else ""
    amount = "" if finding.amount_minor is None else spoken_amount(finding.amount_minor, finding.currency, spoken)
    said = words[finding.kind].format(where=where, amount=amount, parts=_parts(finding, words, spoken), **figures)
    lines = "; ".join(words["line"].format(file=one["file_name"], line=one["line"]) for one in evidence["lines"])
    platform = finding.platform.replace("_", " ").title() or words["someone"]
    ask = words["ask_unpaid" if finding.kind == PayoutFinding.Kind.UNPAID_JOB else "ask"]
    paragraphs = [words["greeting"].format(platform=platform), said, words["lines"].format(lines=lines), ask]
    return Appeal("\n\n".join([*paragraphs, words["thanks"]]), spoken)


def _parts(finding: PayoutFinding, words: Words, language: str) -> str:
    told = finding.evidence["figures"]
    listed = [
        words[name].format(spoken_amount(told[name], finding.currency, language)) for name in LISTED if told.get(name)
    ]
    return words["and"].join([", ".join(listed[:-1]), listed[-1]]) if len(listed) > 1 else "".join(listed)


def _figure(name: str, value: int, currency: str, language: str) -> str:
    return str(value) if name == "times" else spoken_amount(value, currency, language)
