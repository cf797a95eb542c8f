"""Serves the web application: `python -m gig_lens.serve`, on HOST and PORT."""

import uvicorn
from django.conf import settings

from gig_lens.asgi import application

SECONDS_TO_FINISH = 5  # what a request may still take once the server was told to stop


def server(host: str, port: int) -> uvicorn.Server:
    """Return uvicorn with Django's logging, so that its lines carry the same structure and no second access log."""
    config = uvicorn.Config(
        application,
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        lifespan="off",
        proxy_headers=False,  # the client's address and scheme are Django's to judge: TRUSTED_PROXY_COUNT
        server_header=False,
        timeout_graceful_shutdown=SECONDS_TO_FINISH,
    )
    return uvicorn.Server(config)


def main() -> None:
    """Serve until told to stop."""
    server(settings.HOST, settings.PORT).run()


if __name__ == "__main__":
    main()
