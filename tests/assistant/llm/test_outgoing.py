"""The last look at a sentence: what an injected text wants said is not; what an answer needs is."""

import pytest

from assistant.llm.outgoing import blocked

TEMPLATE = "You made $1,234.56 with Uber Eats on 2026-11-20. Ana, Fri, Nov 20 was your best day."


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("Visit https://evil.example/win today.", "link"),
        ("Go to www.evil.tk now.", "link"),
        ("See evil-bank.com for more.", "link"),
        ("See Evil-Bank.COM.", "link"),
        ("Open evil dot com please.", "link"),
        ("Abre evil punto com.", "link"),
        ("इविल डॉट कॉम खोलें।", "link"),
        ("It is at bit.ly/abc.", "link"),
        ("Use javascript:alert now.", "link"),
        ("Write to help@evil.example for it.", "mail"),
        ("Write to @evilhelp for it.", "mail"),
        ("Mail help at evil dot org.", "mail"),
        ("Call +1 555 010 9999 now.", "phone"),
        ("Call 555.010.9999 now.", "phone"),
        ("Your agent waits: (555) 010-9999.", "phone"),
        ("Call five five five zero one zero nine.", "phone"),
        ("Llame al 900 123 456.", "phone"),
        ("अभी ५५५०१०९९९९ पर कॉल करें।", "phone"),
        ("పాంచ్ ఐదు ఐదు ఐదు సున్నా ఒకటి సున్నా", "phone"),
        ("Dial 911 for your money.", "phone"),
        ("Send it to GB29NWBK60161331926819.", "code"),
        ("<say-as>You have money.</say-as>", "markup"),
        ("**You** have it.", "markup"),
        ("[Click](here) for it.", "markup"),
        ("You have {{balance}}.", "markup"),
        ("- You have it.", "markup"),
        ("You\u202ehave it.", "invisible"),
        ("You\u200bhave it.", "invisible"),
        ("You \x07 have it.", "invisible"),
        ("Ben has $1,234.56.", "stranger"),
        ("You have more than Ben Smith.", "stranger"),
        ("Ask Doctor Evil about it.", "stranger"),
        ("You have it. Maria's account has less.", "stranger"),
        ("Well " * 100, "too_long"),
    ],
)
def test_it_is_not_said(sentence: str, why: str) -> None:
    assert blocked(sentence, template=TEMPLATE) == why


@pytest.mark.parametrize(
    "sentence",
    [
        "You have $1,234.56.",
        "You made ₹12,34,567.00 with Uber Eats.",
        "Tienes 1.234.567,89 euros hasta el 21/11/2026.",
        "On 2026-11-21 at 14:30 you had 1234.56.",
        "It is for the tax years 2025-2026 and 2026/27.",
        "Your account ending in four four one five has it.",
        "That is one thousand two hundred thirty-four dollars and fifty-six cents.",
        "Your score is 712, up from 705.",
        "Your lowest point is Friday, November 27.",
        "By December you're safe: your buffer holds.",
        "I'm not sure; did you mean Uber or Uber Eats?",
        "¿Puedes gastarlo? Sí, tu saldo alcanza.",
        "आपके खाते में बारह सौ डॉलर हैं।",
        "మీ ఖాతాలో పన్నెండు వందల డాలర్లు ఉన్నాయి.",
        "క్‌షమించండి, మళ్ళీ చెప్పండి.",
        "You have enough.In a week it is less.",
        "That is 12.5 percent more, e.g. from tips.",
    ],
)
def test_it_is_said(sentence: str) -> None:
    assert blocked(sentence, template=TEMPLATE) == ""
