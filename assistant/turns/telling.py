"""The words of an answer: a model's, sentence by sentence as they may be said, else the template's."""

from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from dataclasses import replace
from functools import partial
from typing import Any

import structlog

from assistant.llm import Budget, Cut, NoModel
from assistant.models import Channel
from assistant.turns import gates
from assistant.turns.events import Sentence
from assistant.turns.message import Exchange
from assistant.turns.models import Stream, prompt_for
from assistant.turns.phrases import phrase
from assistant.turns.replying import Asked, Reply
from assistant.turns.wording import Wording

log = structlog.get_logger(__name__)
ACKNOWLEDGE_S = 0.7  # silence longer than this is filled, where there is a voice
WHOLE_S = 1.8  # by then the model has said what it had to say, or the template says it
LEAST_S = 0.4  # with less time left no model is asked to word anything


async def words(exchange: Exchange, asked: Asked, reply: Reply) -> AsyncGenerator[Sentence, None]:
    """Word the answer: by a model where there is one and time for it, else by the template."""
    left = WHOLE_S - exchange.watch.seconds
    if reply.rewordable and left > LEAST_S and exchange.models.there():
        own = partial(gates.own_words, facts=reply.facts, language=reply.language, today=asked.today, pace=reply.pace)
        async with aclosing(_from_model(exchange, asked, reply, own)) as worded:
            async for sentence in worded:
                yield sentence
        reply = replace(reply, sentences=())
    for sentence in from_template(exchange, asked, reply):
        yield sentence


def from_template(exchange: Exchange, asked: Asked, reply: Reply) -> Iterator[Sentence]:
    """Word the answer as the template has it."""
    for raw in reply.sentences:
        with exchange.watch.stage("fill"):
            sentence = gates.own_words(raw, reply.facts, reply.language, today=asked.today, pace=reply.pace)
        exchange.watch.mark("first_sentence")
        yield sentence
    for sentence in reply.ready:
        exchange.watch.mark("first_sentence")
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
    acknowledged = exchange.message.channel == Channel.TEXT
    async with _stream(exchange, asked, reply) as stream:
        while not wording.full:
            until = WHOLE_S if acknowledged or wording.said else ACKNOWLEDGE_S
            piece = await _next(exchange, stream, within=until - watch.seconds)
            if piece is Stream.BROKEN:
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


def _stream(exchange: Exchange, asked: Asked, reply: Reply) -> Stream:
    exchange.modelled = True
    budget = Budget(asked.user.pk, exchange.turn, total_s=WHOLE_S - exchange.watch.seconds)
    return Stream(exchange.models.stream(prompt_for(asked.text, reply), budget=budget))


async def _next(exchange: Exchange, stream: Stream, *, within: float) -> Any:
    """Return the next piece, END or None as the stream does; BROKEN where it broke: something is said all the same."""
    try:
        with exchange.watch.stage("model"):
            return await stream.piece(within=within)
    except (NoModel, Cut) as broken:
        log.info("a model left an answer to the template", why=str(broken))
    except Exception:  # whatever a provider does
        log.exception("a model broke")
    return Stream.BROKEN
