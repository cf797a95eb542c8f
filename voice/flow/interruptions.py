"""What of an answer was heard, when somebody interrupted it."""

from collections.abc import Sequence

from voice.flow.state import State
from voice.flow.values import Said


def heard_of(state: State, utterance: str) -> str | None:
    """Return the part of the last answer that was heard, as it is spoken; None where that cannot be told.

    Args:
        utterance: what the line says was spoken until the interruption: words of the line itself may be among it, and
            it may begin with any of the sentences.
    """
    if not any(one in state.answer for one in state.said):
        return None  # words of the line were interrupted: the answer before them was heard
    left = " ".join(utterance.split())
    if not left:
        return ""
    first = next((place for place, one in enumerate(state.said) if _matches(one, left)), None)
    if first is None:
        return None
    before = [one.text for one in state.said[:first] if one in state.answer]
    return " ".join([*before, *_of_the_answer(state.said[first:], state.answer, left)])


def _matches(said: Said, left: str) -> bool:
    text = " ".join(said.text.split())
    return left.startswith(text) or text.startswith(left)


def _of_the_answer(said: Sequence[Said], answer: Sequence[Said], left: str) -> list[str]:
    found: list[str] = []
    for one in said:
        text = " ".join(one.text.split())
        if not left.startswith(text):
            if one in answer and left and text.startswith(left):
                found.append(left)
            break
        if one in answer:
            found.append(one.text)
        left = left[len(text) :].lstrip()
    return found
