"""How long it takes to say something, and how much of it was said after so many seconds: estimates, the same ever."""

import re

# Characters a second of a synthetic voice at its usual pace. Where a sign is a syllable, fewer of them fit.
PACE = {"hi": 12.0, "te": 12.0}
USUAL = 15.0
AFTER_A_SENTENCE = 0.25
WORD = re.compile(r"\s*\S+")


def seconds(text: str, language: str = "en-US") -> float:
    """Estimate how long a voice says this."""
    spoken = " ".join(text.split())
    stops = len(re.findall(r"[.!?।](?:\s|$)", spoken))
    return len(spoken) / PACE.get(language[:2].lower(), USUAL) + stops * AFTER_A_SENTENCE


def said_by(text: str, after: float, language: str = "en-US") -> str:
    """Return the whole words that were said after so many seconds."""
    whole = seconds(text, language)
    if after >= whole:
        return text.strip()
    said = ""
    for word in WORD.findall(text):
        if seconds(said + word, language) > after:
            break
        said += word
    return said.strip()
