"""Whether somebody speaks of ending their life. Plain patterns, for here a wrong "I did not understand" is the worst.

They come before the intent model and whatever a model of language would say. Said in passing ("this job is killing
me") is not meant; where it cannot be told apart, a kind word too much does no harm.
"""

import re

# Of all four languages at once: in such a moment nobody is told to choose one.
_SAID = (
    # English
    r"\b(kill|hang|harm|hurt) my ?self\b",
    r"\bkilling my ?self\b(?! (for|with|working|driving|over|to|at|here)\b)",
    r"\bsuicid",
    r"\b(want|wanna|ready|prefer|rather) (to )?(die|be dead)\b(?! (of|from) (laugh|bore|sham|embarr))",
    r"\bwish i (was|were) (dead|never born)\b",
    r"\b(end|take) my (own )?life\b",
    r"\bend it all\b",
    r"\b(no|any|see no) (reason|point) (to|in) (live|living|go on living)\b",
    r"\b(do not|don'?t|dont) (want|wanna) (to )?(live|be alive)\b",
    r"\bbetter off dead\b",
    # Spanish
    r"\b(quiero|voy a|pienso en|pensando en|ganas de|c[oó]mo) (matarme|morir|morirme|suicidarme|ahorcarme)\b",
    r"\b(quitarme|acabar con mi) (la )?vida\b",
    r"\bacabar con mi vida\b",
    r"\bno quiero (seguir )?(vivir|viviendo)\b",
    r"\bhacerme daño\b",
    # Hindi, in both scripts
    r"आत्महत्या|आत्म हत्या|ख़ुदकुशी|खुदकुशी",
    r"(मरना|मर जाना) चाह",
    r"(जीना|ज़िंदा रहना|जिंदा रहना) नहीं चाह",
    r"(अपनी )?जान (दे दूँ|दे दूं|देना चाह|दे दूँगा|दे दूंगा|दे दूँगी|दे दूंगी)",
    r"\b(aa?tma?hatya|khud ?k(h)?ushi)\b",
    r"\b(marna|mar jana|mar jaana) chaht",
    r"\bj[ei]+na nahi+n? chaht",
    # Telugu, in both scripts
    r"ఆత్మహత్య",
    r"(చచ్చిపోవాలని|చచ్చిపోతాను|చనిపోవాలని|చావాలని)",
    r"(బతకాలని|బ్రతకాలని) లేదు",
    r"\b(chac?chipovalani|chac?chipothanu|chanipovalani|chavalani)\b",
    r"\bbr?ath?akalani ledu\b",
)
_PATTERN = re.compile("|".join(_SAID))


def in_distress(message: str) -> bool:
    """Tell whether a message speaks of it."""
    plain = " ".join(message.casefold().replace("’", "'").split())
    return bool(_PATTERN.search(plain))
