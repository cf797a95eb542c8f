"""What is said around the questions; no figures."""

from django.conf import settings

from assistant.languages import known
from assistant.tools.found import Found, Question


def greeting(asked: Question) -> Found:
    """Greet back."""
    return Found("greeting")


def help(asked: Question) -> Found:
    """Tell what can be asked."""
    return Found("help")


def human(asked: Question) -> Found:
    """Tell how to reach a person: by telephone, where the operator has named one."""
    return Found("human.reachable" if settings.SUPPORT_NUMBER else "human")


def goodbye(asked: Question) -> Found:
    """Take leave."""
    return Found("goodbye")


def language(asked: Question, *, language: str | None = None) -> Found:
    """Go on in another language: English, Spanish, Hindi or Telugu.

    Args:
        language: en, es, hi or te.
    """
    if not language:
        return Found("language.ask")
    return Found("language.ok" if known(language) else "language.unknown")
