"""What the flow wants done, done: PIN, articles, the assistant's answers. Plain functions, called in one thread."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from accounts.models import User
from assistant.facts import Span
from assistant.knowledge.article import Article
from assistant.knowledge.library import library
from assistant.languages import Language, nearest
from assistant.models import Channel, Proposal
from assistant.spoken.calendar import named_spans
from assistant.turns.engine import Message, answer_at_once
from assistant.turns.events import Answer, Sentence
from assistant.turns.gates import own_words
from assistant.turns.phrases import label, phrase
from assistant.understanding import Slots, Understood
from kit.errors import NotFound
from voice import transfers
from voice.callers import pins
from voice.calls.costs import OverCallCap
from voice.flow.acts import (
    Act,
    Answered,
    CheckPin,
    Decide,
    FetchPerson,
    Look,
    Outcome,
    PersonFetched,
    PinRight,
    PinWrong,
    Quoted,
    Read,
    RingsStopped,
    Shelve,
    Shelved,
    StopRings,
    Tell,
)
from voice.flow.lines import say
from voice.flow.state import State
from voice.flow.values import Said
from voice.models import Call, CallConsent
from voice.outbound import consents


def check(effect: CheckPin, call: Call, *, now: datetime) -> tuple[User | None, Outcome]:
    """Return whose PIN it is, and what the flow is told of it."""
    checked = pins.check(number_fingerprint=call.number_fingerprint, pin=effect.pin, now=now, stir=call.stir)
    user = checked.user
    if user is None or (call.user_id is not None and call.user_id != user.pk):
        return None, PinWrong(locked=checked.locked_until is not None)
    return user, PinRight(nearest(user.language))


def act(effect: Act, call: Call, state: State, *, now: datetime) -> Outcome:
    """Do what the flow wants done, and return what came of it."""
    match effect:
        case Look():
            return Quoted(_found(effect.text, state))
        case Read():
            article = library().articles.get(effect.key)
            return Quoted(quoted(article, state) if article else ())
        case Shelve():
            return _shelved(effect, state.language)
    if not state.identified or call.user is None:
        raise PermissionError("nothing of anybody's is told before their PIN")
    match effect:
        case Tell():
            return _told(effect.key, call, call.user, state, now)
        case Decide():
            return _decided(effect, call, call.user, state, now)
        case StopRings():
            consents.take_back(user=call.user, via=CallConsent.From.TELEPHONE, now=now)
            return RingsStopped()
        case FetchPerson():
            return _person(call, call.user, state, now)
    raise TypeError(effect)


def question(text: str, call: Call, user: User, state: State, *, now: datetime) -> Message:
    """Return what is put to the assistant; a spoken yes decides nothing, so nothing waits for one."""
    return Message(
        user,
        text,
        now,
        channel=Channel.TELEPHONE,
        language=state.language,
        conversation=call.conversation,
        proposal="",
    )


def answered(answer: Answer, state: State, *, heard: bool = False) -> Answered:
    """Return an answer as the flow takes it."""
    switched = answer.intent == "language" and bool(answer.slots.language)
    return Answered(
        spoken(answer.sentences, answer.language, state),
        intent=answer.intent,
        heard=heard,
        language=answer.language if switched else None,
        pace=answer.pace,
        options=tuple(one.message for one in answer.options),
        proposal=str(answer.proposal.id) if answer.proposal else "",
        asking=answer.asking,
        person=answer.template == "human.reachable",
        turn=str(answer.turn),
    )


def spoken(sentences: Iterable[Sentence], language: Language, state: State) -> tuple[Said, ...]:
    """Return sentences of the assistant for the ear."""
    return tuple(
        Said(one.spoken, one.text, one.language or language, "slow" if state.pace == "slow" else one.pace)
        for one in sentences
        if not one.filler
    )


def begun(user: User, now: datetime) -> str:
    """Return the proposal that a turn has put, where the caller cut its words off."""
    mine = Proposal.objects.for_user(user).waiting(now=now).filter(channel=Channel.TELEPHONE, created_at=now)
    found = mine.values_list("public_id", flat=True).first()
    return str(found) if found else ""


def quoted(article: Article, state: State, *, doubt: bool = False) -> tuple[Said, ...]:
    """Return what an article says."""
    hedge = phrase("hedge", state.language) if doubt else ()
    day = article.reviewed_on
    lines = (*hedge, *article.summary[state.language])
    return spoken((own_words(one, article.facts, state.language, today=day) for one in lines), state.language, state)


def _found(text: str, state: State) -> tuple[Said, ...]:
    hits = library().find(text, most=1)
    if not hits or hits[0].sure == "decline":
        return ()
    return quoted(hits[0].article, state, doubt=hits[0].sure == "hedge")


def _shelved(effect: Shelve, language: Language) -> Shelved:
    articles = list(library().articles.values())
    page = effect.page if effect.page * effect.size < len(articles) else 0
    first, behind = page * effect.size, (page + 1) * effect.size
    shelf = tuple((one.key, one.aliases[language][0]) for one in articles[first:behind])
    return Shelved(shelf, page, further=behind < len(articles))


def _told(key: str, call: Call, user: User, state: State, now: datetime) -> Answered:
    first, *also = _meant(key, user, state.language, now)
    answer = _at_once(first, label(key, state.language), call, user, state, now, also=tuple(also))
    return Answered(answered(answer, state).said, intent=answer.intent, turn=str(answer.turn))


def _meant(key: str, user: User, language: Language, now: datetime) -> Sequence[Understood]:
    """Return what a key of the menu asks; what is several questions is answered in one turn."""
    slots: tuple[Slots, ...] = (Slots(),)
    if key == "income":
        today = now.astimezone(ZoneInfo(user.time_zone)).date()
        slots = (Slots(period=Span(*named_spans(today)["this week"])),)
    elif key == "score":
        slots = (Slots(score="health"), Slots(score="karma"), Slots(score="credit"))
    return [Understood(key, one, 1.0, language, via="rule") for one in slots]


def _decided(effect: Decide, call: Call, user: User, state: State, now: datetime) -> Answered:
    decision: Literal["yes", "no"] = "yes" if effect.yes else "no"
    meant = Understood("act", Slots(), 1.0, state.language, decision=decision, via="rule")
    (text,) = say(decision, state.language)
    return answered(_at_once(meant, text.written, call, user, state, now, proposal=effect.proposal), state)


def _person(call: Call, user: User, state: State, now: datetime) -> Outcome:
    """Have a person dialled; where there is none, say so in the assistant's words."""
    if not transfers.possible():
        return _told("human", call, user, state, now)
    try:
        transfers.begin(call, now=now)
    except OverCallCap:
        return PersonFetched(coming=False)
    return PersonFetched(coming=True)


def _at_once(
    meant: Understood,
    text: str,
    call: Call,
    user: User,
    state: State,
    now: datetime,
    *,
    also: tuple[Understood, ...] = (),
    proposal: str = "",
) -> Answer:
    """Answer what a key stands for, in the conversation of the call; where that has expired, in a new one."""
    for conversation in (call.conversation, None):
        message = Message(
            user,
            text,
            now,
            channel=Channel.TELEPHONE,
            language=state.language,
            conversation=conversation,
            meant=meant,
            also=also,
            proposal=proposal,
        )
        try:
            answer = answer_at_once(message)
        except NotFound:
            if conversation is None:
                raise
            continue
        call.conversation = answer.conversation
        return answer
    raise AssertionError
