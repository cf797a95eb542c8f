"""`converse`: one turn as a stream of events, the same for text, the browser's voice and the telephone.

Whoever listens may stop at any moment (`aclose`, or by cancelling the task): the model is stopped with it, and the
history keeps what was said until then; `conversations.keeping.heard_until` cuts it further to what was heard.
"""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace

import structlog
from asgiref.sync import sync_to_async
from django.db import DatabaseError

from assistant.conversations import keeping
from assistant.conversations.keeping import Heard
from assistant.llm import Budget
from assistant.turns.events import Answer, Done, Event, FactsShown
from assistant.turns.looking import looked_up, reply_to
from assistant.turns.message import Exchange, Message
from assistant.turns.models import Models, chosen_intent
from assistant.turns.replying import Asked, Reply
from assistant.turns.telling import from_template, words

__all__ = ["Message", "answer_at_once", "converse"]
log = structlog.get_logger(__name__)
CHOOSE_S = 0.8  # what of it a model may take to say which tool answers
SURE = 0.55  # under it a model is asked which tool answers


async def converse(message: Message, *, models: Models | None = None) -> AsyncGenerator[Event, None]:
    """Answer a message.

    Yields:
        Sentences as soon as they may be said, the facts behind them, and the whole answer once it is kept.

    Raises:
        NotFound: there is no such conversation; before anything is yielded.
    """
    exchange = Exchange(message, models or Models())
    asked, reply = await sync_to_async(looked_up)(exchange)
    reply = await _clear(exchange, asked, reply)
    whole = False
    try:
        async with aclosing(words(exchange, asked, reply)) as worded:
            async for sentence in worded:
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
    asked, reply = looked_up(exchange)
    exchange.said += from_template(exchange, asked, reply)
    return _kept(exchange, asked, reply)


async def _clear(exchange: Exchange, asked: Asked, reply: Reply) -> Reply:
    """Where it is not clear which answer is wanted, a model may say so."""
    offered = reply.asking and reply.proposal is None
    unclear = offered or reply.intent == "unknown" or reply.confidence < SURE
    if asked.understood.decision or not (unclear and exchange.models.there()):
        return reply
    exchange.modelled = True
    with exchange.watch.stage("model"):
        budget = Budget(asked.user.pk, exchange.turn, first_token_s=CHOOSE_S, ladder_s=CHOOSE_S, total_s=CHOOSE_S)
        intent = await chosen_intent(exchange.models, asked.text, reply.language, budget=budget)
    exchange.watch.mark("tool_chosen")
    if intent is None or (intent == reply.intent and not offered):
        return reply
    settled = replace(asked.understood, intent=intent, asking=(), confidence=SURE)
    return await sync_to_async(reply_to)(exchange, replace(asked, understood=settled))


def _kept(exchange: Exchange, asked: Asked, reply: Reply, *, interrupted: bool = False) -> Answer:
    """Write the turn down; an answer that cannot be written down was given all the same."""
    message = exchange.message
    answer = _answer(exchange, asked, reply, interrupted=interrupted)
    heard = Heard(message.user, message.text, message.channel, message.now)
    try:
        uses = keeping.uses_of(exchange.turn) if exchange.modelled else ()
        if exchange.of_the_model:
            answer = keeping.credited(answer, uses)
        keeping.keep(heard, answer, memory=asked.memory, context=reply.context, uses=uses)
    except DatabaseError:
        log.exception("a turn could not be kept")
    return answer


def _answer(exchange: Exchange, asked: Asked, reply: Reply, *, interrupted: bool) -> Answer:
    return Answer(
        conversation=asked.memory.talk.public_id if asked.memory.talk else exchange.message.begins,
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
