"""Whoever speaks of ending their life is heard; whoever only curses their work is not lectured."""

import pytest

from assistant.understanding.distress import in_distress


@pytest.mark.parametrize(
    "message",
    [
        "how do i kill myself",
        "I want to  DIE",
        "i don’t want to live with these debts",
        "thinking about suicide",
        "there is no point in living like this",
        "i wish i was dead",
        "I'm thinking of killing myself",
        "quiero morirme",
        "no quiero seguir viviendo así",
        "he pensado en suicidarme",
        "voy a quitarme la vida",
        "मैं मरना चाहता हूँ",
        "मुझे आत्महत्या करनी है",
        "main marna chahta hoon",
        "mujhe jeena nahi chahti",
        "నాకు చచ్చిపోవాలని ఉంది",
        "naku chachipovalani undi",
        "నాకు బతకాలని లేదు",
    ],
)
def test_it_is_heard(message: str) -> None:
    assert in_distress(message)


@pytest.mark.parametrize(
    "message",
    [
        "these fees are killing me",
        "i am killing myself for ten dollars an hour",
        "want to die of laughter",
        "when does my car loan end",
        "how do i end my subscription",
        "kill the subscription",
        "what is my life insurance",
        "me mata la cuota del coche",
        "cuánto puedo gastar en vida",
        "जीवन बीमा का बिल कब है",
        "mera life insurance kab hai",
        "నా బ్యాలెన్స్ ఎంత",
        "",
    ],
)
def test_in_passing_it_is_not_meant(message: str) -> None:
    assert not in_distress(message)
