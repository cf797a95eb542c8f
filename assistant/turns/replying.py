"""From a message to an answer that only wants words: understood, looked up, remembered. No model, no network."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime

import structlog

from accounts import audit
from accounts.models import User
from assistant.answers.wording import wording
from assistant.conversations.memory import Memory
from assistant.facts import Fact
from assistant.knowledge.library import Hit, library
from assistant.languages import LANGUAGES, Language, known
from assistant.models import Channel
from assistant.proposals import keeping as proposals
from assistant.proposals.drafts import Draft
from assistant.tools.found import Found, Question
from assistant.tools.registry import TOOLS
from assistant.turns import gates
from assistant.turns.events import Option, Pace, Sentence, Waiting
from assistant.turns.phrases import label, phrase, which
from assistant.understanding import Context, Slots, Understood
from assistant.understanding.distress import in_distress
from kit.errors import NotFound

log = structlog.get_logger(__name__)
# What does not change what a follow-up refers to.
ASIDE = frozenset({"repeat", "slower", "language", "greeting", "help", "human", "unknown"})
# A yes or a no stands in the first sentence of these: a model that turned it round would not say a wrong number.
VERDICTS = frozenset({"affordability", "shortfall_risk", "safe_days"})
ARTICLES = {
    "score": "health_score",
    "tax": "tax_set_aside",
    "rights": "worker_rights",
    "dispute": "payout_dispute",
    "mileage": "mileage_records",
    "debt": "payday_loans",
}


@dataclass(frozen=True)
class Reply:
    """An answer before its words.

    Attributes:
        sentences: in our own words, with placeholders.
        ready: sentences that were said before and are said again as they were.
        rewordable: whether a model may word it.
        template: the key of the sentences, where a tool answered.
        context: what the next turn may refer to.
    """

    intent: str
    language: Language
    sentences: tuple[str, ...] = ()
    ready: tuple[Sentence, ...] = ()
    facts: tuple[Fact, ...] = ()
    slots: Slots = field(default_factory=Slots)
    confidence: float = 1.0
    rewordable: bool = False
    template: str = ""
    asking: bool = False
    options: tuple[Option, ...] = ()
    proposal: Waiting | None = None
    pace: Pace = "normal"
    context: Context = field(default_factory=Context)


@dataclass(frozen=True)
class Asked:
    """A message with everything that an answer to it needs."""

    user: User
    text: str
    understood: Understood
    memory: Memory
    now: datetime
    today: date
    channel: Channel = Channel.TEXT
    actor: audit.Actor = audit.OWNER


def reply_to(asked: Asked) -> Reply:
    """Answer a message; whatever breaks, there is an answer."""
    try:
        return _routed(asked)
    except Exception:  # whatever it is, somebody waits for an answer
        log.exception("an answer broke", intent=asked.understood.intent)
        return said(asked, "broken")


def _routed(asked: Asked) -> Reply:
    understood = asked.understood
    if in_distress(asked.text) and (article := library().articles.get("in_distress")):
        return from_article(asked, Hit(article, 1.0))
    if understood.decision:
        return decided(asked)
    if understood.asking:
        return _article_asked_for(asked) or ask_back(asked)
    ways: dict[str, Callable[[Asked], Reply]] = {
        "repeat": repeated,
        "slower": slower,
        "unknown": unknown,
        "knowledge": from_knowledge,
        "language": other_language,
    }
    return ways.get(understood.intent, from_tool)(asked)


def from_tool(asked: Asked) -> Reply:
    """Look the answer up with the tool of the intent."""
    understood = asked.understood
    tool = TOOLS.get(understood.intent)
    if tool is None:
        return said(asked, "unknown")
    found = tool(Question(asked.user, understood.intent, understood.slots, understood.language, asked.now))
    if found.proposal is not None:
        return proposed(asked, found.proposal)
    rewordable = bool(found.facts) and understood.intent not in VERDICTS
    return replace(from_found(asked, found), rewordable=rewordable)


def from_found(asked: Asked, found: Found) -> Reply:
    """Put what was found into our own words."""
    sentences = tuple(wording(found.template, found.facts, asked.understood.language))
    return replace(_reply(asked, sentences, facts=found.facts), template=found.template)


def _article_asked_for(asked: Asked) -> Reply | None:
    """Quote an article that is surely meant, where a question of knowledge was one of the two options."""
    if "knowledge" not in asked.understood.asking:
        return None
    hits = library().find(asked.text, most=1)
    return from_article(asked, hits[0]) if hits and hits[0].sure == "answer" else None


def picked(text: str, context: Context, language: Language) -> Understood | None:
    """Return what was meant when the answer to a question back is one of the options, word for word."""
    said_again = text.strip().casefold()
    for option in context.asking:
        for tongue in (language, *LANGUAGES):
            if said_again == label(option, tongue).casefold():
                return Understood(option, context.slots, 1.0, tongue, via="follow_up")
    return None


def ask_back(asked: Asked) -> Reply:
    """Offer the two ways in which a question could be meant."""
    understood = asked.understood
    options = tuple(
        Option(label(one, understood.language), label(one, understood.language)) for one in understood.asking
    )
    context = Context(understood.intent, understood.slots, understood.asking)
    reply = _reply(asked, which(understood.asking, understood.language))
    return replace(reply, asking=True, options=options, context=context)


def proposed(asked: Asked, draft: Draft) -> Reply:
    """Ask for a yes before something is done; nothing is done by a model, and nothing without the yes."""
    row = proposals.propose(user=asked.user, draft=draft, channel=asked.channel, now=asked.now)
    reply = from_found(asked, proposals.told(row))
    question = " ".join(
        gates.own_words(one, reply.facts, reply.language, today=asked.today).text for one in reply.sentences
    )
    context = replace(reply.context, proposal=str(row.public_id))
    return replace(reply, asking=True, proposal=Waiting(row.public_id, question), context=context)


def decided(asked: Asked) -> Reply:
    """Do what waited for a yes, or leave it: once, whoever says it twice."""
    public_id, decision = asked.memory.context.proposal, asked.understood.decision
    if not public_id:
        return said(asked, "nothing_waits")
    decide = proposals.confirm if decision == "yes" else proposals.decline
    try:
        row = decide(user=asked.user, public_id=public_id, now=asked.now, via=asked.channel)
    except NotFound:
        return said(asked, "nothing_waits")
    reply = from_found(asked, proposals.told(row))
    return replace(reply, context=replace(reply.context, proposal=""))


def repeated(asked: Asked) -> Reply:
    """Say the last answer again, as it was."""
    if not asked.memory.sentences:
        return said(asked, "nothing_to_repeat")
    return replace(_reply(asked, ()), ready=asked.memory.sentences, facts=asked.memory.facts)


def slower(asked: Asked) -> Reply:
    """Go on more slowly, and say the last answer again."""
    slow = tuple(replace(one, pace="slow") for one in asked.memory.sentences)
    reply = _reply(asked, phrase("slower", asked.understood.language))
    return replace(reply, ready=slow, facts=asked.memory.facts, pace="slow")


def other_language(asked: Asked) -> Reply:
    """Go on in another of the four languages."""
    wanted = asked.understood.slots.language
    if not wanted or not known(wanted):
        return from_found(asked, Found("language.unknown" if wanted else "language.ask"))
    spoken = replace(asked, understood=replace(asked.understood, language=wanted))
    return from_found(spoken, Found("language.ok"))


def unknown(asked: Asked) -> Reply:
    """Look among the articles before saying that nothing was understood."""
    hits = library().find(asked.text, most=1)
    if hits and hits[0].sure == "answer":
        return from_article(asked, hits[0])
    return said(asked, "unknown")


def from_knowledge(asked: Asked) -> Reply:
    """Answer from an article: plainly, with a doubt, or not at all."""
    hits = library().find(asked.text, most=1)
    if hits and hits[0].sure != "decline":
        return from_article(asked, hits[0])
    topic = asked.understood.slots.topic or ""
    article = library().articles.get(ARTICLES.get(topic, topic))
    if article is not None:
        return from_article(asked, Hit(article, asked.understood.confidence))
    return said(asked, "decline")


def from_article(asked: Asked, hit: Hit) -> Reply:
    """Quote an article; its title is a fact too, so that the answer names its source."""
    language, article = asked.understood.language, hit.article
    doubt = () if hit.sure == "answer" else phrase("hedge", language)
    reply = _reply(asked, (*doubt, *article.summary[language]), facts=article.cited)
    slots = replace(asked.understood.slots, topic=article.key)
    return replace(reply, intent="knowledge", slots=slots, confidence=round(hit.confidence, 3))


def said(asked: Asked, key: str) -> Reply:
    """Say one of the conversation's own sentences."""
    return _reply(asked, phrase(key, asked.understood.language))


def _reply(
    asked: Asked, sentences: tuple[str, ...], *, facts: tuple[Fact, ...] = (), rewordable: bool = False
) -> Reply:
    understood, before = asked.understood, asked.memory.context
    aside = understood.intent in ASIDE
    return Reply(
        intent=understood.intent,
        language=understood.language,
        sentences=sentences,
        facts=facts,
        slots=understood.slots,
        confidence=understood.confidence,
        rewordable=rewordable,
        pace=asked.memory.pace,
        context=before if aside else Context(understood.intent, understood.slots),
    )
