"""What a message means and what answers it: recalled, understood and looked up in one go, without a model."""

from dataclasses import replace
from zoneinfo import ZoneInfo

import structlog

from accounts import audit
from assistant import understanding
from assistant.conversations.memory import Memory, recall
from assistant.conversations.own_words import known_of
from assistant.languages import Language, nearest
from assistant.turns import replying
from assistant.turns.joining import joined
from assistant.turns.message import Exchange
from assistant.turns.replying import Asked, Reply
from assistant.understanding import Known, NoIntentModel, Slots, Understood

log = structlog.get_logger(__name__)
NOTHING_KNOWN = Known((), {}, "USD", "UTC")


def looked_up(exchange: Exchange) -> tuple[Asked, Reply]:
    """Return what was asked, and its answer before its words: one change of threads for both.

    Raises:
        NotFound: there is no such conversation.
    """
    asked = _asked(exchange)
    return asked, reply_to(exchange, asked)


def reply_to(exchange: Exchange, asked: Asked) -> Reply:
    """Find the answer to what was understood."""
    with exchange.watch.stage("tool"), audit.acting(asked.actor):
        first = replying.reply_to(asked)
        also = [replying.reply_to(replace(asked, understood=one)) for one in exchange.message.also]
        return joined([first, *also]) if also else first


def _asked(exchange: Exchange) -> Asked:
    message, watch = exchange.message, exchange.watch
    with watch.stage("recall"):
        memory = recall(message.user, message.conversation, now=message.now, last=message.meant is None)
        if message.proposal is not None:
            memory = replace(memory, context=replace(memory.context, proposal=message.proposal))
        known = known_of(message.user) if message.meant is None else NOTHING_KNOWN
    today = message.now.astimezone(ZoneInfo(message.user.time_zone)).date()
    language = message.language or nearest(memory.talk.language if memory.talk else message.user.language)
    asked = Asked(
        message.user,
        message.text,
        message.meant or Understood("unknown", Slots(), 0.0, language),
        memory,
        message.now,
        today,
        message.channel,
        message.actor,
    )
    with watch.stage("understand"):
        understood = message.meant or _understood(asked, memory, language, known)
    if understood.decision:  # "no" is a word of several languages
        understood = replace(understood, language=language)
    return replace(asked, understood=understood)


def _understood(asked: Asked, memory: Memory, language: Language, known: Known) -> Understood:
    context = memory.context
    try:
        return replying.picked(asked.text, context, language) or understanding.understand(
            asked.text, language=language, context=context, today=asked.today, known=known
        )
    except Exception as error:  # whatever it is, somebody waits for an answer
        missing = isinstance(error, NoIntentModel)
        log.exception("nothing was trained: run `make train`" if missing else "a message broke understanding")
        return asked.understood
