"""A model's words against the template: what passes is said, what does not is said in our own words."""

from assistant.turns.events import Sentence
from assistant.turns.wording import MOST, Wording

TEMPLATE = ("You have {{balance}}.", "That is as of {{as_of}}.")


def judge(raw: str) -> Sentence | None:
    """Keep back whatever lies."""
    return None if "lie" in raw else Sentence(raw, raw)


def own(raw: str) -> Sentence:
    return Sentence(f"[{raw}]", raw)


def words(*pieces: str, template: tuple[str, ...] = TEMPLATE) -> tuple[Wording, list[str]]:
    wording = Wording(template, judge, own)
    return wording, [said.text for piece in pieces for said in wording.take(piece)]


def test_the_model_words_it() -> None:
    wording, said = words("There is {{bal", "ance}} on it. ", "As of {{as_of}}, that is.")
    assert said == ["There is {{balance}} on it."]
    assert [one.text for one in wording.finish()] == ["As of {{as_of}}, that is."]
    assert wording.replaced == 0


def test_a_lie_is_replaced_by_the_sentence_of_the_template() -> None:
    wording, said = words("A lie of 5 {{balance}}. ", "As of {{as_of}}. ")
    assert said == ["[You have {{balance}}.]", "As of {{as_of}}."]
    assert wording.finish() == []
    assert wording.replaced == 1


def test_lies_only_leave_the_template() -> None:
    wording, said = words("lie {{balance}}. lie. lie. lie. ")
    assert said == ["[You have {{balance}}.]", "[That is as of {{as_of}}.]"]
    assert wording.finish() == []


def test_an_answer_leads_with_the_figure() -> None:
    _, said = words("Good question! ", "You have {{balance}}. ")
    assert said == ["[You have {{balance}}.]", "You have {{balance}}."]


def test_a_model_that_never_begins_leaves_the_template() -> None:
    wording, said = words()
    assert said == []
    assert [one.text for one in wording.give_up()] == ["[You have {{balance}}.]", "[That is as of {{as_of}}.]"]


def test_a_stream_that_breaks_off_is_finished_from_the_template() -> None:
    wording, said = words("You have {{balance}} now. ", "And as of {{as")
    assert said == ["You have {{balance}} now."]
    assert [one.text for one in wording.give_up()] == ["[That is as of {{as_of}}.]"]


def test_an_empty_answer_is_no_answer() -> None:
    wording, _ = words("   ")
    assert [one.text for one in wording.finish()] == ["[You have {{balance}}.]", "[That is as of {{as_of}}.]"]


def test_an_answer_without_the_figure_gets_it() -> None:
    wording, said = words("Well, {{other}} and {{balance}}. ", template=("From {{a}} to {{balance}}.",))
    assert said == ["Well, {{other}} and {{balance}}."]
    assert [one.text for one in wording.finish()] == ["[From {{a}} to {{balance}}.]"]


def test_it_stops_after_enough() -> None:
    wording, said = words("{{balance}} is it. One more. Two more. Three more. Four more. ")
    assert len(said) == MOST
    assert wording.full


def test_a_sentence_is_not_said_twice() -> None:
    _, said = words("{{balance}}. {{balance}}. Fine. ")
    assert said == ["{{balance}}.", "Fine."]


def test_words_without_figures_are_said_when_the_model_says_nothing() -> None:
    wording = Wording(("I see nothing.", "Bring a statement."), judge, own)
    assert wording.take("a lie. ") == [Sentence("[I see nothing.]", "I see nothing.")]
    assert [one.text for one in wording.give_up()] == ["[Bring a statement.]"]
