"""Where a figure meets the sentence: a template's "in" before "last month", its "about" before "about", "de el"."""

import re

from assistant.languages import Language

# language -> (words that the template ends with, how the figure begins, what the template's end becomes)
BEFORE: dict[Language, tuple[tuple[str, str, str], ...]] = {
    "en": (
        (r"\b(on|in|at) $", r"today|tomorrow|yesterday|(this|last|next) (week|month|year)", ""),
        (r"\b(in|on) $", r"(in|from) ", ""),
        (r"\b(about|around|roughly) $", r"about ", ""),
        (r"\bfrom $", r"from ", ""),
        (r"\bthe $", r"the |today|tomorrow", ""),
    ),
    "es": (
        (r"\b(el|la) $", r"el |la |hoy|mañana|ayer|pasado mañana|esta |este |en ", ""),
        (r"\ben $", r"en |el |hoy|mañana|ayer|esta |este |la semana pasada|la próxima|desde ", ""),
        (r"\b(alrededor de|unos|unas|cerca de) $", r"alrededor de ", ""),
        (r"\bdesde $", r"desde ", ""),
        (r"\bdel $", r"hoy|mañana|ayer|pasado mañana|esta |este |la |en ", "de "),
    ),
    "hi": ((r"(लगभग|करीब|क़रीब) $", r"लगभग ", ""),),
    "te": ((r"(సుమారు|దాదాపు) $", r"సుమారు ", ""),),
}
# language -> (how the figure ends, words that the template goes on with and that fall away)
AFTER: dict[Language, tuple[tuple[str, str], ...]] = {
    "hi": (
        (r"(आज|कल|महीने|हफ़्ते|साल|तक)$", r"^ को(?=[\s।,.]|$)"),
        (r"(में|महीने|हफ़्ते|साल|तक|आज|कल)$", r"^ में(?=[\s।,.]|$)"),
    ),
    "te": ((r"(ఈరోజు|రేపు|నిన్న|ఎల్లుండి|లో|వారం|నెల|సంవత్సరం|వరకు)$", r"^\s*(?:న|లో|నాడు|తేదీన)(?![\u0c00-\u0c7f])"),),
}
OWN_PREPOSITION: dict[Language, tuple[tuple[str, str], ...]] = {
    # the template's preposition stays, the figure's own falls away: "for in November" -> "for November"
    "en": ((r"\b(for|of|during|since|by|over) $", r"in "),),
    "es": ((r"\b(para|de|durante|del) $", r"en "),),
}


def joined(head: str, said: str, after: str, language: Language) -> tuple[str, str]:
    """Return the head with the figure put behind it, and what is left of the sentence."""
    for own, preposition in OWN_PREPOSITION.get(language, ()):
        if said.startswith(preposition) and re.search(own, head, re.IGNORECASE):
            said = said.removeprefix(preposition)
    for ending, beginning, instead in BEFORE[language]:
        if re.match(beginning, said) and re.search(ending, head, re.IGNORECASE):
            head = re.sub(ending, instead, head, flags=re.IGNORECASE)
            break
    if language == "es" and said.startswith("el "):
        head, said = _contracted(head, said)
    for ending, surplus in AFTER.get(language, ()):
        if re.search(ending, said):
            after = re.sub(surplus, "", after)
    return head + said, after


def _contracted(head: str, said: str) -> tuple[str, str]:
    """Join "de el" to "del" and "a el" to "al"."""
    for preposition, contracted in (("de ", "del "), ("a ", "al ")):
        if re.search(rf"\b{preposition}$", head):
            return head[: -len(preposition)] + contracted, said.removeprefix("el ")
    if re.search(r"\b(?:del|al)$", head.rstrip(), re.IGNORECASE):
        return head, said.removeprefix("el ")
    return head, said
