"""ASGI entry point: `uvicorn gig_lens.asgi:application`."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gig_lens.settings")
application = get_asgi_application()
