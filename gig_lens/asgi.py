"""ASGI entry point: `uvicorn gig_lens.asgi:application`."""

import os
import threading

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gig_lens.settings")
application = get_asgi_application()

from assistant.llm import providers  # noqa: E402 - its models need the apps

if providers.rungs():
    threading.Thread(target=providers.warm, daemon=True).start()  # the first person to ask must not wait for an import
