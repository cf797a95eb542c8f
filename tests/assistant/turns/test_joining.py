"""Several answers in one turn: each figure under a name of its own, nothing said twice."""

from datetime import date

from assistant.facts import Fact, Source
from assistant.turns.joining import joined
from assistant.turns.replying import Reply
from assistant.understanding import Slots

DAY = date(2026, 11, 1)


def reply(kind: str, points: int) -> Reply:
    source = Source("score", kind, "/#scores")
    facts = (Fact("score", points, "score", DAY, source), Fact("as_of", DAY, "date", DAY, source))
    slots = Slots(score=kind)
    return Reply("score", "en", ("It is {{score}} of {{ score }}.", "As of {{as_of}}."), facts=facts, slots=slots)


def test_figures_of_one_name_are_told_apart() -> None:
    one = joined([reply("health", 71), reply("karma", 80), reply("credit", 640)])
    assert {fact.name: fact.value for fact in one.facts} == {
        "score": 71,
        "as_of": DAY,
        "karma_score": 80,
        "credit_score": 640,
    }
    assert one.sentences == (
        "It is {{score}} of {{score}}.",
        "As of {{as_of}}.",
        "It is {{karma_score}} of {{karma_score}}.",
        "It is {{credit_score}} of {{credit_score}}.",
    )
    assert (one.slots.score, one.rewordable) == ("credit", False)


def test_what_is_the_same_is_said_once() -> None:
    nothing = Reply("score", "en", ("There is nothing yet.",))
    assert joined([nothing, nothing, nothing]).sentences == ("There is nothing yet.",)
