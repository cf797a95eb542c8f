"""What a first question would otherwise wait for, done when the web server starts."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import structlog
from django.conf import settings

from assistant.answers.wording import templates
from assistant.facts import Fact, Source
from assistant.knowledge.library import files
from assistant.languages import LANGUAGES
from assistant.llm import providers
from assistant.tools.registry import TOOLS
from assistant.turns.gates import judge_for
from assistant.turns.phrases import phrases
from assistant.understanding import Context, Known, understand
from assistant.understanding.model import NoIntentModel, load

log = structlog.get_logger(__name__)
DAY = date(2026, 1, 1)


def warm() -> None:
    """Read the tables, build what is built once, import the SDK. Nothing here asks a database or a network."""
    templates(), phrases(), files(), TOOLS.keys()
    fact = Fact("balance", Decimal("1234.56"), "money", DAY, Source("balance"), currency="USD")
    for language in LANGUAGES:
        judge_for((fact,), language, today=DAY)("{{balance}}, 2.")
    try:
        load(Path(settings.MODELS_DIR))
        for language in LANGUAGES:
            understand("?", language=language, context=Context(), today=DAY, known=Known((), {}, "USD", "UTC"))
            understand("balance 12", language=language, context=Context(), today=DAY, known=Known((), {}, "USD", "UTC"))
    except NoIntentModel:
        log.error("the assistant understands nothing: run `make train`")
    providers.warm()
