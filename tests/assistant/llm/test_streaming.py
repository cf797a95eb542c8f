"""Events out of bytes that end anywhere."""

import json

import pytest

from assistant.llm.streaming import Events, opened

WHOLE = (
    b': hello\n\ndata: {"choices": [{"delta": {"content": "Za\xc5\xbe"}}]}\r\n\r\n'
    b'event: ping\ndata: {"choices": []}\n\ndata: {"a":\ndata: 1}\n\ndata: [DONE]\n\ndata: {"late": 1}\n\n'
)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 50, 1000])
def test_wherever_the_bytes_end(size: int) -> None:
    events = Events()
    told = [one for at in range(0, len(WHOLE), size) for one in events.take(WHOLE[at : at + size])]
    assert [json.loads(one) for one in told] == [{"choices": [{"delta": {"content": "Zaž"}}]}, {"a": 1}]
    assert events.over


def test_an_event_that_is_not_whole_is_none() -> None:
    events = Events()
    assert events.take(b'data: {"choices": []}\n') == []
    assert not events.over


def test_an_error_comes_through_by_name() -> None:
    assert Events().take(b'event: error\ndata: {"error": "away"}\n\n') == [b'{"error": "away"}']


def test_objects_have_attributes() -> None:
    assert opened(b'{"choices": [{"delta": {"content": "You"}}]}').choices[0].delta.content == "You"
    for junk in (b"{", b'"\xff"'):
        with pytest.raises(ValueError, match=r"."):
            opened(junk)
