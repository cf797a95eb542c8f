"""What the lists never held: is it understood, and if not, is that admitted?"""

import random
from collections import defaultdict

import pytest

from assistant.understanding import Understood
from assistant.understanding.model import IntentModel
from tests.assistant.understanding.unseen_turns import Turn, disturbed, turns, understood

Judged = list[tuple[Turn, Understood]]


@pytest.fixture(scope="module")
def judged(intent_model: IntentModel) -> Judged:
    """Every held-out turn with what was understood."""
    return [(turn, understood(turn, intent_model)) for turn in turns()]


def share(parts: list[bool]) -> float:
    return sum(parts) / len(parts)


def wrong_and_sure(turn: Turn, found: Understood) -> bool:
    return found.intent != turn.intent and not found.asking and found.intent != "unknown"


def test_there_is_enough_to_judge_by(judged: Judged) -> None:
    by_mode: dict[tuple[str, str], int] = defaultdict(int)
    for turn, _ in judged:
        by_mode[turn.language, turn.mode] += 1
    assert len(judged) >= 600
    assert min(by_mode.values()) >= 40


@pytest.fixture(params=["all", "last", "blind", "road"])
def part(request: pytest.FixtureRequest, judged: Judged) -> Judged:
    """All of it; the part that the lists were never changed after; that of writers who had not seen them; the road."""
    return judged if request.param == "all" else [one for one in judged if one[0].mode == request.param]


def test_intents_are_right(part: Judged) -> None:
    assert share([found.intent == turn.intent for turn, found in part]) >= 0.92


@pytest.mark.parametrize("language", ["en", "es", "hi", "te"])
def test_intents_are_right_in_every_language(part: Judged, language: str) -> None:
    assert share([found.intent == turn.intent for turn, found in part if turn.language == language]) >= 0.92


def test_slots_are_right_where_the_intent_is(part: Judged) -> None:
    assert share([turn.slots_right(found) for turn, found in part if found.intent == turn.intent]) >= 0.95


def test_wrong_answers_are_seldom_given_as_sure(part: Judged) -> None:
    assert share([wrong_and_sure(turn, found) for turn, found in part]) <= 0.02


def test_two_options_at_most_are_offered(judged: Judged) -> None:
    assert {len(found.asking) for _, found in judged} <= {0, 2}
    assert share([bool(found.asking) for _, found in judged]) <= 0.12


def test_languages_are_told_apart(judged: Judged) -> None:
    assert share([found.language == turn.language for turn, found in judged]) >= 0.97


def test_slips_of_the_thumb_are_borne(intent_model: IntentModel) -> None:
    chance = random.Random(7)  # noqa: S311 - the same slips every time, no secret
    judged = [
        (turn, understood(turn, intent_model, disturbed(turn.text, chance))) for turn in turns() if turn.mode == "last"
    ]
    assert share([found.intent == turn.intent for turn, found in judged]) >= 0.85
    assert share([wrong_and_sure(turn, found) for turn, found in judged]) <= 0.05
