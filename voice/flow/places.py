"""What a key and what words mean, place by place."""

from dataclasses import replace

from assistant.languages import Language
from voice.flow.acts import Ask, CheckPin, Decide, Effect, FetchPerson, Look, Read, Shelve, StopRings, Tell
from voice.flow.menus import (
    DIGITS,
    FIGURES,
    FURTHER,
    HASH,
    LANGUAGE_WORDS,
    NO,
    SHELF,
    SPOKEN_LANGUAGES,
    STAR,
    YES,
    items,
    line,
    prompt,
)
from voice.flow.state import Place, State
from voice.flow.values import Ended, Said
from voice.flow.words import key_named, meaning

Move = tuple[State, tuple[Effect, ...]]
MOST_STUMBLES = 3  # after so many all keys are named again
ANYWHERE = ("repeat", "slower", "faster", "back", "menu", "language", "goodbye", *LANGUAGE_WORDS)


def keyed(state: State, digits: str) -> Move:
    """Take a key, or the digits of a PIN."""
    if state.place == "pin":
        return _pin(state, digits)
    key = digits[:1] or HASH  # alone, the key that ends digits ends nothing
    if key == HASH and state.place != "language":
        return go(replace(state, back=state.place), "language")
    if key == "0":
        return again(state)
    if key in {STAR, HASH}:
        return back(state)
    if state.place == "language":
        return _language(state, key)
    if state.place == "articles":
        return _article(state, key)
    if state.place == "choice":
        return _chosen(state, key)
    if state.place == "decision":
        return _decided(state, key)
    item = items(state).get(key)
    return chosen(state, item) if item else stumbled(state)


def spoken(state: State, text: str) -> Move:
    """Take words: those of the menu, else a question."""
    if state.place == "pin":
        return state, (*line(state, "pin.keys_only"), *prompt(state, full=False))
    item = meaning(text, state.language, (*items(state).values(), *_place_words(state), *ANYWHERE))
    if state.place == "decision" and item not in {"repeat", "slower", "faster", "goodbye"}:
        return state, (*line(state, "decision.keys_only"), *prompt(state, full=False))
    if item:
        return _worded(state, item)
    if key := key_named(text, state.language):
        return keyed(state, key)
    return state, ((Ask(text),) if state.identified else (Look(text),))


def _place_words(state: State) -> tuple[str, ...]:
    """Return what else may be said at a place: before the PIN, what needs one leads to it."""
    further = ("further",) if state.place == "articles" and state.further else ()
    return (*further, "person") if state.identified else (*further, *sorted(FIGURES))


def _worded(state: State, item: str) -> Move:
    if item in LANGUAGE_WORDS:
        return _speak(state, item)
    match item:
        case "repeat":
            return again(state)
        case "back":
            return back(state)
        case "menu":
            return go(state, state.home)
        case "language":
            return go(replace(state, back=state.place), "language")
        case "goodbye":
            return state, (*line(state, "goodbye"), Ended("goodbye"))
        case "further":
            return _article(state, FURTHER)
        case _:
            return chosen(state, item)


def chosen(state: State, item: str) -> Move:
    """Do what a word or a key of a menu stands for."""
    if item in FIGURES and not state.identified:
        return go(state, "pin")
    if item in FIGURES:
        return replace(state, place="menu", stumbles=0), (Tell(item),)
    places: dict[str, Place] = {"figures": "pin", "ask": "question", "more": "more"}
    if item in places:
        return go(state, places[item])
    if item == "articles":
        return replace(state, stumbles=0), (Shelve(0, SHELF),)
    if item == "about":
        told = line(state, "about")
        return replace(state, answer=told), (*told, *prompt(state, full=True))
    if item == "stop_rings":
        return replace(state, place="menu"), (StopRings(),)
    if item == "person":
        return replace(state, place="menu", stumbles=0), (FetchPerson(),)
    return slower(state) if item == "slower" else faster(state)


def go(state: State, place: Place) -> Move:
    """Go to another place and say what is there."""
    state = replace(state, place=place, stumbles=0)
    return state, prompt(state, full=True)


def again(state: State) -> Move:
    """Say the last answer once more; where there is none, what stands on the keys."""
    if not state.answer or state.place == "language":
        return state, prompt(state, full=True)
    return state, (*_at_pace(state), *prompt(state, full=state.place in {"decision", "choice"}))


def slower(state: State) -> Move:
    """Go on more slowly, and say the last answer again."""
    return _paced(replace(state, pace="slow"), "slower")


def faster(state: State) -> Move:
    """Go on as at first."""
    return _paced(replace(state, pace="normal"), "faster")


def _paced(state: State, key: str) -> Move:
    state = replace(state, place="menu" if state.place == "more" else state.place)
    return state, (*line(state, key), *_at_pace(state), *prompt(state, full=not state.answer))


def _at_pace(state: State) -> tuple[Said, ...]:
    return tuple(replace(one, pace=state.pace) for one in state.answer)


def back(state: State) -> Move:
    """Go back to where one came from; what waits for a yes is left undone."""
    if state.place == "decision":
        state = replace(state, place="menu", proposal="")
        return state, (*line(state, "decision.left"), *prompt(state, full=False))
    return go(state, state.back if state.place == "language" else state.home)


def stumbled(state: State) -> Move:
    """Answer a key that has nothing on it; after a few, name all that have."""
    state = replace(state, stumbles=state.stumbles + 1)
    full = state.stumbles >= MOST_STUMBLES or state.place in {"choice", "decision", "lobby", "language", "more"}
    return state, (*line(state, "wrong_key"), *prompt(state, full=full))


def _pin(state: State, digits: str) -> Move:
    digits = digits.rstrip(HASH)
    if STAR in digits or not digits:
        return go(state, state.home)
    if len(digits) != DIGITS or not (digits.isascii() and digits.isdigit()):
        state = replace(state, stumbles=state.stumbles + 1)
        return state, (*line(state, "pin.form", digits=DIGITS), *prompt(state, full=True))
    return replace(state, stumbles=0), (CheckPin(digits),)


def _language(state: State, key: str) -> Move:
    language = SPOKEN_LANGUAGES.get(key)
    return speak(state, language) if language else stumbled(state)


def _speak(state: State, item: str) -> Move:
    inside = state if state.place == "language" else replace(state, back=state.place)
    return speak(inside, LANGUAGE_WORDS[item])


def speak(state: State, language: Language) -> Move:
    """Go on in a language that was chosen on the line."""
    place = state.back
    kept = state.answer if place in {"decision", "choice"} else ()
    state = replace(state, language=language, chosen=True, place=place, answer=kept, stumbles=0)
    if place == "articles":  # their names are another language's
        return state, (*line(state, "language_now"), Shelve(state.page, SHELF))
    return state, (*line(state, "language_now"), *prompt(state, full=True))


def _article(state: State, key: str) -> Move:
    if key == FURTHER and state.further:
        return replace(state, stumbles=0), (Shelve(state.page + 1, SHELF),)
    number = int(key) if key.isascii() and key.isdigit() else 0
    if not 1 <= number <= len(state.shelf):
        return stumbled(state)
    return replace(state, stumbles=0), (Read(state.shelf[number - 1][0]),)


def _chosen(state: State, key: str) -> Move:
    number = int(key) if key in {"1", "2"} else 0
    if not 1 <= number <= len(state.options):
        return stumbled(state)
    return replace(state, place="menu", options=(), stumbles=0), (Ask(state.options[number - 1]),)


def _decided(state: State, key: str) -> Move:
    if key not in {YES, NO}:
        return stumbled(state)
    proposal = state.proposal
    return replace(state, place="menu", proposal="", stumbles=0), (Decide(proposal, yes=key == YES),)
