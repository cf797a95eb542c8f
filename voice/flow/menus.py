"""What stands on which key, and what is said and awaited at each place."""

from collections.abc import Mapping

from assistant.languages import LANGUAGES, Language
from voice.flow.lines import say, words
from voice.flow.state import Place, State
from voice.flow.values import Listening, Said

HASH, STAR = "#", "*"
DIGITS = 6  # of a PIN
SHELF, FURTHER = 6, "9"  # articles of a page, and the key of the next one
LOBBY = {"1": "figures", "2": "about", "3": "articles"}
MENU = {
    "1": "balance",
    "2": "safe_to_spend",
    "3": "shortfall_risk",
    "4": "income",
    "5": "bills",
    "6": "score",
    "7": "advice",
    "8": "ask",
    "9": "more",
}
FIGURES = frozenset(MENU.values()) - {"ask", "more"}
YES, NO = "1", "2"
SPOKEN_LANGUAGES: Mapping[str, Language] = {str(place): one for place, one in enumerate(LANGUAGES, 1)}
LANGUAGE_WORDS: Mapping[str, Language] = {"english": "en", "spanish": "es", "hindi": "hi", "telugu": "te"}
HINTED: Mapping[Place, tuple[str, ...]] = {
    "lobby": tuple(LOBBY.values()),
    "menu": (*MENU.values(), "repeat", "slower", "goodbye"),
    "articles": ("back", "repeat", "menu"),
    "language": tuple(LANGUAGE_WORDS),
}


def more(state: State) -> Mapping[str, str]:
    """Return what else there is, by key."""
    return {"1": "person", "2": "stop_rings", "3": "articles", "4": "faster" if state.pace == "slow" else "slower"}


def items(state: State) -> Mapping[str, str]:
    """Return what stands on the keys of the place, where it is a menu of words."""
    if state.place == "lobby":
        return LOBBY
    if state.place == "more":
        return more(state)
    return MENU if state.place in {"menu", "question"} else {}


def line(state: State, key: str, /, **values: str | int) -> tuple[Said, ...]:
    """Return one of the line's own sentences as this caller hears it."""
    return say(key, state.language, pace=state.pace, values=values)


def prompt(state: State, *, full: bool) -> tuple[Said | Listening, ...]:
    """Return what is said before listening, and what is listened for.

    Args:
        full: with all that stands on the keys; else as short as can be.
    """
    ways = {
        "language": _languages,
        "pin": _pin,
        "question": lambda state, full: line(state, "question"),
        "choice": _choice,
        "decision": _decision,
    }
    return (*ways.get(state.place, _menu)(state, full), listening(state))


def listening(state: State) -> Listening:
    """Return what is awaited at a place."""
    if state.place == "pin":
        return Listening("pin", None, speech=False, language=state.language)
    if state.place == "decision":
        return Listening("decision", 1, speech=False, language=state.language)
    what = state.place if state.place in {"language", "question"} else "menu"
    hints = tuple(one for kind in HINTED.get(state.place, ()) for one in words(kind, state.language)[:2])
    return Listening(what, 1, speech=True, hints=hints, language=state.language)


def greeting(state: State) -> tuple[Said, ...]:
    """Say what this is, that no person speaks, and in the other languages that there are others."""
    others = tuple(
        one
        for language in LANGUAGES
        if language != state.language
        for one in say("other_language", language, pace=state.pace, values={"key": HASH})
    )
    return (*line(state, "greeting"), *others)


def _menu(state: State, full: bool) -> tuple[Said, ...]:
    if state.place == "articles":
        return _articles(state, full)
    if not full:
        return line(state, "next")
    named = tuple(
        one for key, item in items(state).items() for one in line(state, f"{state.place}.{item}", key=int(key))
    )
    if state.place == "menu":
        return (*line(state, "menu.begin"), *named, *line(state, "menu.always", zero=0, star=STAR, hash=HASH))
    return (*named, *line(state, "articles.back", star=STAR)) if state.place == "more" else named


def _articles(state: State, full: bool) -> tuple[Said, ...]:
    if not full:
        return (*line(state, "next"), *line(state, "articles.back", star=STAR))
    shelf = enumerate(state.shelf, 1)
    named = tuple(one for key, (_, name) in shelf for one in line(state, "articles.one", name=name, key=key))
    further = line(state, "articles.further", key=int(FURTHER)) if state.further else ()
    return (*line(state, "articles.begin"), *named, *further, *line(state, "articles.back", star=STAR))


def _languages(state: State, full: bool) -> tuple[Said, ...]:
    return tuple(
        one
        for key, language in SPOKEN_LANGUAGES.items()
        for one in say("other_language", language, pace=state.pace, values={"key": int(key)})
    )


def _pin(state: State, full: bool) -> tuple[Said, ...]:
    ask = line(state, "pin.ask", digits=DIGITS, hash=HASH)
    return (*ask, *line(state, "pin.back", star=STAR, hash=HASH)) if full else ask


def _choice(state: State, full: bool) -> tuple[Said, ...]:
    named = enumerate(state.options, 1)
    return tuple(one for key, name in named for one in line(state, "choice", name=name, key=key))


def _decision(state: State, full: bool) -> tuple[Said, ...]:
    return line(state, "decision", yes=int(YES), no=int(NO))
