"""ASGI entry point: `uvicorn gig_lens.asgi:application`."""

import os
import threading

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gig_lens.settings")
django_application = get_asgi_application()

from assistant.warming import warm  # noqa: E402 - the apps have to be loaded
from voice.webhooks.deadline import Bounded  # noqa: E402 - likewise

application = Bounded(django_application)

# Beside the server's start, so that neither the start nor the first question waits for it.
threading.Thread(target=warm, name="warm", daemon=True).start()
