"""A call with sound in it, once: a voice speaks, a recogniser hears, and the line answers what was heard."""

import pytest
from django.test import override_settings

from telephone_rig import ring
from tests.voice.sound import speaking
from tests.voice.sound.hearing import Ear
from tests.voice.world import PIN, World

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not speaking.there(), reason="espeak-ng is not installed: tests/voice/sound/install-espeak.sh"),
]
BALANCE = "one thousand two hundred thirty-four"
ANSWERS = {
    "what is my balance": BALANCE,
    "what did i earn this week": "five hundred dollars",
    "what are my next bills": "no bill",
    "what is safe to spend": "forecast",
    "main menu": "your balance",
    "goodbye": "take care",
}


@pytest.mark.parametrize("voice", speaking.VOICES)
def test_what_is_spoken_is_heard_and_answered(served: World, voice: str) -> None:
    served.forget_failures()
    ear = Ear(list(ANSWERS))
    with override_settings(TWILIO_RELAY=False):
        call = ring(served.line(served.people["ana"].number)).press("1").press(f"{PIN}#")
        call.press("#").press("1")  # whatever language the account is in, the voice speaks English
        for sentence, answer in ANSWERS.items():
            call.say(ear.heard(speaking.spoken(sentence, voice)))
            assert answer in call.heard.lower(), f"{sentence}\n{call.transcript}"
    assert call.over == "hangup"
