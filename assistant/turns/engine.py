"""`converse`: one turn as a stream of events, the same for text, the browser's voice and the telephone.

Whoever listens may stop at any moment (`aclose`, or by cancelling the task): the model is stopped with it, and the
history keeps what was said until then; `conversations.keeping.heard_until` cuts it further to what was heard.
"""

from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import structlog
from asgiref.sync import sync_to_async
from django.db import DatabaseError

from accounts import audit
from accounts.models import User
from assistant import understanding
from assistant.conversations import keeping
from assistant.conversations.keeping import Heard
from assistant.conversations.memory import recall
from assistant.conversations.own_words import known_of
from assistant.languages import Language, nearest
from assistant.llm import Budget, Cut, NoModel
from assistant.models import Channel
from assistant.turns import gates, replying
from assistant.turns.events import Answer, Done, Event, FactsShown, Sentence
from assistant.turns.models import Models, Stream, chosen_intent, prompt_for
from assistant.turns.phrases import phrase
from assistant.turns.replying import Asked, Reply
from assistant.turns.stopwatch import Stopwatch
from assistant.turns.wording import Wording
from assistant.understanding import Known, NoIntentModel, Slots, Understood

log = structlog.get_logger(__name__)
ACKNOWLEDGE_S = 0.7  # silence longer than this is filled, where there is a voice
WHOLE_S = 1.8  # by then the model has said what it had to say, or the template says it
CHOOSE_S = 0.8  # what of it a model may take to say which tool answers
LEAST_S = 0.4  # with less time left no model is asked to word anything
SURE = 0.55  # under it a model is asked which tool answers
NOTHING_KNOWN = Known((), {}, "USD", "UTC")


@dataclass(frozen=True)
class Message:
    """What came in.

    Attributes:
        language: the one that the person chose for the channel, where they did.
        conversation: the one it belongs to; None begins one.
        actor: who is behind what is done, for the audit.
        turn, begins: what the turn, and a conversation that begins with it, will be called; known beforehand, so that
            a channel can name an answer that it interrupts before it is complete.
        meant: what it means, where the channel knows: a key of a menu.
        proposal: what a yes or a no is about, where the channel knows: empty, nothing is decided.
    """

    user: User
    text: str
    now: datetime
    channel: Channel = Channel.TEXT
    language: Language | None = None
    conversation: UUID | None = None
    actor: audit.Actor = audit.OWNER
    turn: UUID = field(default_factory=keeping.new_id)
    begins: UUID = field(default_factory=keeping.new_id)
    meant: Understood | None = None
    proposal: str | None = None


@dataclass
class Exchange:
    """One turn under way."""

    message: Message
    models: Models
    watch: Stopwatch = field(default_factory=Stopwatch)
    said: list[Sentence] = field(default_factory=list)
    replaced: int = 0
    of_the_model: int = 0

    @property
    def turn(self) -> UUID:
        """What the turn is called."""
        return self.message.turn


async def converse(message: Message, *, models: Models | None = None) -> AsyncGenerator[Event, None]:
    """Answer a message.

    Yields:
        Sentences as soon as they may be said, the facts behind them, and the whole answer once it is kept.

    Raises:
        NotFound: there is no such conversation; before anything is yielded.
    """
    exchange = Exchange(message, models or Models())
    asked = await sync_to_async(_understood)(exchange)
    reply = await _looked_up(exchange, asked)
    whole = False
    try:
        async with aclosing(_words(exchange, asked, reply)) as words:
            async for sentence in words:
                exchange.said.append(sentence)
                yield replace(sentence, language=reply.language)
        yield FactsShown(reply.facts, reply.language)
        whole = True
    finally:
        if not whole:
            await sync_to_async(_kept)(exchange, asked, reply, interrupted=True)
    yield Done(await sync_to_async(_kept)(exchange, asked, reply))


def answer_at_once(message: Message) -> Answer:
    """Answer without a model and without a wait: plain, so that a key of a menu costs one change of threads.

    Raises:
        NotFound: there is no such conversation.
    """
    exchange = Exchange(message, Models(there=lambda: False))
    asked = _understood(exchange)
    reply = _reply(exchange, asked)
    exchange.said += _from_template(exchange, asked, reply)
    return _kept(exchange, asked, reply)


def _from_template(exchange: Exchange, asked: Asked, reply: Reply) -> Iterator[Sentence]:
    for raw in reply.sentences:
        with exchange.watch.stage("fill"):
            sentence = gates.own_words(raw, reply.facts, reply.language, today=asked.today, pace=reply.pace)
        exchange.watch.mark("first_sentence")
        yield sentence
    for sentence in reply.ready:
        exchange.watch.mark("first_sentence")
        yield sentence


def _understood(exchange: Exchange) -> Asked:
    """Recall the conversation and understand the message."""
    message, watch = exchange.message, exchange.watch
    with watch.stage("recall"):
        memory = recall(message.user, message.conversation, now=message.now, last=message.meant is None)
        if message.proposal is not None:
            memory = replace(memory, context=replace(memory.context, proposal=message.proposal))
        known = known_of(message.user) if message.meant is None else NOTHING_KNOWN
    today = message.now.astimezone(ZoneInfo(message.user.time_zone)).date()
    language = message.language or nearest(memory.talk.language if memory.talk else message.user.language)
    with watch.stage("understand"):
        try:
            understood = (
                message.meant
                or replying.picked(message.text, memory.context, language)
                or understanding.understand(
                    message.text, language=language, context=memory.context, today=today, known=known
                )
            )
        except Exception as error:  # whatever it is, somebody waits for an answer
            missing = isinstance(error, NoIntentModel)
            log.exception("nothing was trained: run `make train`" if missing else "a message broke understanding")
            understood = Understood("unknown", Slots(), 0.0, language)
    if understood.decision:  # "no" is a word of several languages
        understood = replace(understood, language=language)
    return Asked(message.user, message.text, understood, memory, message.now, today, message.channel, message.actor)


async def _looked_up(exchange: Exchange, asked: Asked) -> Reply:
    """Find the answer; where it is not clear which one is wanted, a model may say so."""
    reply = await sync_to_async(_reply)(exchange, asked)
    offered = reply.asking and reply.proposal is None
    unclear = offered or reply.intent == "unknown" or reply.confidence < SURE
    if asked.understood.decision or not (unclear and exchange.models.there()):
        return reply
    with exchange.watch.stage("model"):
        budget = Budget(asked.user.pk, exchange.turn, first_token_s=CHOOSE_S, ladder_s=CHOOSE_S, total_s=CHOOSE_S)
        intent = await chosen_intent(exchange.models, asked.text, reply.language, budget=budget)
    exchange.watch.mark("tool_chosen")
    if intent is None or (intent == reply.intent and not offered):
        return reply
    settled = replace(asked.understood, intent=intent, asking=(), confidence=SURE)
    return await sync_to_async(_reply)(exchange, replace(asked, understood=settled))


def _reply(exchange: Exchange, asked: Asked) -> Reply:
    with exchange.watch.stage("tool"), audit.acting(asked.actor):
        return replying.reply_to(asked)


async def _words(exchange: Exchange, asked: Asked, reply: Reply) -> AsyncGenerator[Sentence, None]:
    """Word the answer: by a model where there is one and time for it, else by the template."""
    left = WHOLE_S - exchange.watch.seconds
    if reply.rewordable and left > LEAST_S and exchange.models.there():
        own = partial(gates.own_words, facts=reply.facts, language=reply.language, today=asked.today, pace=reply.pace)
        async with aclosing(_from_model(exchange, asked, reply, own)) as worded:
            async for sentence in worded:
                yield sentence
        reply = replace(reply, sentences=())
    for sentence in _from_template(exchange, asked, reply):
        yield sentence


async def _from_model(exchange: Exchange, asked: Asked, reply: Reply, own: Any) -> AsyncGenerator[Sentence, None]:
    watch = exchange.watch
    judge = gates.judge_for(reply.facts, reply.language, today=asked.today, pace=reply.pace, template=reply.sentences)
    wording = Wording(reply.sentences, judge, own)
    try:
        async with aclosing(_pieces(exchange, asked, reply, wording)) as pieces:
            async for sentence in pieces:
                if not sentence.filler:
                    watch.mark("first_sentence")
                yield sentence
    finally:
        exchange.replaced, exchange.of_the_model = wording.replaced, wording.of_the_model


async def _pieces(exchange: Exchange, asked: Asked, reply: Reply, wording: Wording) -> AsyncGenerator[Sentence, None]:
    """Yield what can be said after each piece of the model, and the template's words for what it leaves out."""
    watch = exchange.watch
    voice = exchange.message.channel != Channel.TEXT
    budget = Budget(asked.user.pk, exchange.turn, total_s=WHOLE_S - watch.seconds)
    acknowledged = not voice
    async with Stream(exchange.models.stream(prompt_for(asked.text, reply), budget=budget)) as stream:
        while not wording.full:
            until = WHOLE_S if acknowledged or wording.said else ACKNOWLEDGE_S
            try:
                with watch.stage("model"):
                    piece = await stream.piece(within=until - watch.seconds)
            except (NoModel, Cut) as broken:
                log.info("a model left an answer to the template", why=str(broken))
                break
            except Exception:  # whatever a provider does, something is said
                log.exception("a model broke")
                break
            if piece is Stream.END:
                with watch.stage("gate"):
                    last = wording.finish()
                for sentence in last:
                    yield sentence
                return
            if piece is None:
                if watch.seconds >= WHOLE_S:
                    break
                acknowledged = True
                for one in phrase("acknowledge", reply.language):
                    yield Sentence(one, one, filler=True, pace=reply.pace)
                continue
            watch.mark("first_token")
            with watch.stage("gate"):
                ready = wording.take(piece)
            for sentence in ready:
                yield sentence
    if not wording.full:
        for sentence in wording.give_up():
            yield sentence


def _kept(exchange: Exchange, asked: Asked, reply: Reply, *, interrupted: bool = False) -> Answer:
    """Write the turn down; an answer that cannot be written down was given all the same."""
    message = exchange.message
    answer = Answer(
        conversation=asked.memory.talk.public_id if asked.memory.talk else message.begins,
        turn=exchange.turn,
        sentences=tuple(exchange.said),
        language=reply.language,
        intent=reply.intent,
        slots=reply.slots,
        confidence=reply.confidence,
        facts=reply.facts,
        source="offline",
        timings_ms=exchange.watch.read(),
        replaced=exchange.replaced,
        asking=reply.asking,
        options=reply.options,
        proposal=reply.proposal,
        template=reply.template,
        pace=reply.pace,
        interrupted=interrupted,
    )
    if exchange.of_the_model:
        answer = keeping.credited(answer)
    heard = Heard(message.user, message.text, message.channel, message.now)
    try:
        models = message.meant is None  # a key's answer asks none
        keeping.keep(heard, answer, memory=asked.memory, context=reply.context, models=models)
    except DatabaseError:
        log.exception("a turn could not be kept")
    return answer
