"""`done`: what came of an act, to the call as it is then and what is to be said."""

from dataclasses import replace

from voice.flow.acts import (
    Answered,
    Broken,
    Effect,
    FetchPerson,
    Interrupted,
    Outcome,
    PersonFetched,
    PinRight,
    PinWrong,
    Quoted,
    RingsStopped,
    Shelved,
)
from voice.flow.menus import LOBBY, line, prompt
from voice.flow.state import Place, State
from voice.flow.values import Ended

Move = tuple[State, tuple[Effect, ...]]
MOST_TRIES = 3


def done(state: State, outcome: Outcome) -> Move:
    """Take what came of an act."""
    match outcome:
        case PinRight():
            return _identified(state, outcome)
        case PinWrong():
            return _refused(state)
        case Shelved():
            state = replace(state, place="articles", shelf=outcome.articles, page=outcome.page, further=outcome.further)
            return state, prompt(state, full=True)
        case Quoted():
            return _quoted(state, outcome)
        case Answered():
            return _answered(state, outcome)
        case Interrupted():
            return _interrupted(state, outcome)
        case RingsStopped():
            return _told(state, "rings_stopped")
        case PersonFetched():
            return _fetched(state, outcome)
        case Broken():
            return broken(state)


def broken(state: State) -> Move:
    """Say that something did not work, and what can be done next."""
    state = replace(state, place=_safe(state))
    return state, (*line(state, "broken"), *prompt(state, full=True))


def _safe(state: State) -> Place:
    if state.place in {"choice", "question", "decision", "more"}:
        return state.home
    return state.place


def _identified(state: State, right: PinRight) -> Move:
    language = state.language if state.chosen else right.language
    state = replace(state, identified=True, place="menu", language=language, tries=0, answer=(), said=())
    return state, (*line(state, "pin.right"), *prompt(state, full=True))


def _refused(state: State) -> Move:
    state = replace(state, tries=state.tries + 1)
    if state.tries >= MOST_TRIES:
        return state, (*line(state, "pin.wrong"), *line(state, "pin.over"), Ended("locked"))
    return state, (*line(state, "pin.wrong"), *prompt(state, full=False))


def _quoted(state: State, quoted: Quoted) -> Move:
    if quoted.said:
        return replace(state, answer=quoted.said), (*quoted.said, *prompt(state, full=state.place == "lobby"))
    figures = next(key for key, item in LOBBY.items() if item == "figures")
    hint = () if state.identified else line(state, "lobby.figures", key=int(figures))
    short = state.place in {"articles", "lobby"}
    return state, (*line(state, "articles.none"), *hint, *prompt(state, full=not short))


def _answered(state: State, answer: Answered) -> Move:
    said = () if answer.heard else answer.said
    state = replace(
        state,
        place="menu",
        answer=answer.said,
        turn=answer.turn,
        language=answer.language or state.language,
        chosen=state.chosen or answer.language is not None,
        pace="slow" if answer.pace == "slow" else state.pace,
        proposal=answer.proposal,
        options=answer.options,
        stumbles=0,
    )
    if answer.intent == "goodbye":
        return state, (*said, Ended("goodbye"))
    if answer.person:
        return state, (*said, FetchPerson())
    if answer.proposal:
        state = replace(state, place="decision")
    elif answer.options:
        state = replace(state, place="choice")
    elif answer.asking:
        state = replace(state, place="question")
        return state, (*said, *prompt(state, full=False)[-1:])
    return state, (*said, *prompt(state, full=False))


def _fetched(state: State, person: PersonFetched) -> Move:
    if not person.coming:
        return _told(state, "person.cap")
    return replace(state, answer=()), (*line(state, "person.coming"), Ended("human"))


def _interrupted(state: State, cut: Interrupted) -> Move:
    place: Place = "decision" if cut.proposal else state.home
    return replace(state, place=place, proposal=cut.proposal, answer=cut.said, turn=cut.turn), ()


def _told(state: State, key: str) -> Move:
    said = line(state, key)
    return replace(state, answer=said), (*said, *prompt(state, full=False))
