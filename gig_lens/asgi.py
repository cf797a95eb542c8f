"""ASGI entry point: `uvicorn gig_lens.asgi:application`."""

import os
import threading

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gig_lens.settings")
application = get_asgi_application()

from assistant.warming import warm  # noqa: E402 - the apps have to be loaded

# Beside the server's start, so that neither the start nor the first question waits for it.
threading.Thread(target=warm, name="warm", daemon=True).start()
